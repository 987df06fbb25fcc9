"""Calling the API in tests: as nobody, as a person, as another system."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from django.test import Client

from xinqiao.accounts import sessions
from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.accounts.models import ApiClient, User
from xinqiao.accounts.services.api_keys import forget_keys, issue_key
from xinqiao.cases.tests.world import BEFORE, IN_GRID

REPORT: dict[str, Any] = {
    "text": "楼下的垃圾桶满了，三天没有清运。",
    "category": "env.garbage.",
    "lon": IN_GRID[0],
    "lat": IN_GRID[1],
}


def signed_in(actor: Actor) -> Client:
    """A browser in which this person has signed in with two factors."""
    assert actor.user_id is not None
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    session = client.session
    session[sessions.STRONG] = True
    session[sessions.SEEN] = time.time()
    session.save()
    return client


def key_for(*, write: bool = False, area: str = "", name: str = "") -> str:
    """A key of another system."""
    forget_keys()
    name = name or f"system {ApiClient.objects.count()}"
    issued = issue_key(actor=SYSTEM, name=name, can_write=write, area_path=area, at=BEFORE)
    return issued.key


@dataclass(frozen=True, slots=True)
class Api:
    """`/api/v1` for one caller."""

    client: Client
    key: str = ""

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.key}"} if self.key else {}) | more

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            f"/api/v1{path}", data, content_type="application/json", headers=self.headers(names)
        )


def api(actor: Actor | None = None, *, key: str = "") -> Api:
    """The API as a person, as a key, or as nobody."""
    return Api(signed_in(actor) if actor else Client(), key)
