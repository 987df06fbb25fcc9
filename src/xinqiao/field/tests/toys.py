"""A room of its own for tests: labels on doors, which phones carry, add and edit.

Its rows live in a table of the database, so that a rollback takes them back like real ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import RateBucket
from xinqiao.accounts.services.limits import take
from xinqiao.cases.tests.api import Api, api
from xinqiao.cases.tests.world import AT
from xinqiao.field import contract
from xinqiao.field.contract import Carried, Command, Fate, Outcome, Row, compare
from xinqiao.kit.errors import BadInput, Unavailable

LABELS = {"name": "Name", "colour": "Colour"}


@dataclass(slots=True)
class Toys:
    """What the room says; tests change it."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    down: bool = False
    broken: bool = False
    calls: list[tuple[str, datetime]] = field(default_factory=list)

    def carried(self, _actor: Actor, _at: datetime) -> Sequence[Row]:
        return [{"id": key, **row} for key, row in sorted(self.rows.items())]

    def add(self, _actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
        """Write a row that a rollback takes back, then fail if told so."""
        self.calls.append(("toys.add", happened_at))
        mark(str(payload.get("name")))
        if self.down:
            raise Unavailable
        if self.broken:
            raise RuntimeError("张大娘 110101194910010029")
        if not payload.get("name"):
            raise BadInput("Please give a name.", field="name")
        return Outcome(data={"id": len(marks()), "of": payload.get("of")})

    def edit(self, _actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
        self.calls.append(("toys.edit", happened_at))
        row = self.rows[int(payload["id"])]
        writes, clashes = compare(payload["base"], payload["fields"], row, LABELS)
        touched = any(row[name] != payload["base"].get(name, row[name]) for name in row)
        row.update(writes)
        if clashes:
            return Outcome(fate=Fate.CONFLICT, clashes=clashes, data={"id": payload["id"]})
        return Outcome(fate=Fate.MERGED if touched else Fate.DONE, data={"id": payload["id"]})


def mark(name: str) -> None:
    """Count one writing of a name in a row of its own."""
    take(key=f"toy:{name}", limit=1000, period_seconds=10**9, at=AT)


def marks() -> dict[str, int]:
    """How often each name was written."""
    found = RateBucket.objects.filter(key__startswith="toy:")
    return {row.key.removeprefix("toy:"): row.count for row in found}


@contextmanager
def play() -> Iterator[Toys]:
    """Declare the room for the length of a test."""
    made = Toys()
    contract.register_carried(Carried(name="toys", rows=made.carried, label="Toys"))
    contract.register_command(Command(kind="toys.add", perform=made.add, label="Toy added"))
    contract.register_command(Command(kind="toys.edit", perform=made.edit, label="Toy changed"))
    try:
        yield made
    finally:
        contract._carried.pop("toys")
        for kind in ("toys.add", "toys.edit"):
            contract._commands.pop(kind, None)


@dataclass(slots=True)
class Handset:
    """A phone in somebody's hand, as the page uses it."""

    api: Api
    id: str = ""
    key: str = ""
    cursor: str = ""
    until: datetime | None = None
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sync(self, **headers: str) -> Any:
        """Ask for what changed and take it in as the page does."""
        response = self.api.client.get(
            "/api/v1/field/bundle",
            {"have": self.cursor},
            headers={"X-Field-Phone": self.id} | headers,
        )
        if response.status_code == 200:
            self._take_in(response.json())
        return response

    def send(self, *commands: dict[str, Any], sent_at: datetime | None = None) -> Any:
        body: dict[str, Any] = {"commands": list(commands)}
        if sent_at is not None:
            body["sent_at"] = sent_at.isoformat()
        return self.api.post("/field/commands", body, X_Field_Phone=self.id)

    def answers(self, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        response = self.send(*commands)
        assert response.status_code == 200, response.content
        answers: list[dict[str, Any]] = response.json()["answers"]
        return answers

    def fates(self, *commands: dict[str, Any]) -> list[str]:
        return [answer["fate"] for answer in self.answers(*commands)]

    def _take_in(self, body: dict[str, Any]) -> None:
        if body["full"]:
            self.rows = {}
        for kind, change in body["kinds"].items():
            had = self.rows.setdefault(kind, {})
            had |= {str(row["id"]): row for row in change["rows"]}
            for key in change["removed"]:
                had.pop(key)
        self.cursor = body["cursor"]


def handset(actor: Actor, name: str = "小米 14") -> Handset:
    """Set a phone up for somebody, with signal."""
    site = api(actor)
    response = site.post("/field/devices", {"name": name})
    assert response.status_code == 201, response.content
    body = response.json()
    return Handset(site, id=body["id"], key=body["key"])


def command(kind: str = "toys.add", **payload: Any) -> dict[str, Any]:
    """Something done on the phone a minute ago. _id, _after, _at, _attempt: of the command."""
    happened = payload.pop("_at", timezone.now() - timedelta(minutes=1))
    return {
        "id": str(payload.pop("_id", uuid.uuid4())),
        "kind": kind,
        "happened_at": happened.isoformat(),
        "after": [str(one) for one in payload.pop("_after", ())],
        "attempt": payload.pop("_attempt", 1),
        "payload": payload,
    }
