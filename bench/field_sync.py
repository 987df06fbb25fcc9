"""A phone of a grid with 1,000 people: first sync, delta, nothing new, and 100 commands.

Measured through the whole product (middleware, session, API), as a phone meets it. `measure` is
part of `xinqiao bench register`; alone: `python -m bench.field_sync` on a migrated DATABASE_URL.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

import bench.ready  # noqa: F401  first: it makes Django ready
from bench.lists import signed_in
from bench.measure import say, times_of
from xinqiao.accounts.access import Role
from xinqiao.accounts.models import RateBucket, User
from xinqiao.grid.models import Area, Place, PlaceKind, Post
from xinqiao.registry.models import Dwelling, Household, Membership, Person, Relation, Sex
from xinqiao.registry.sealed import seal_phone

PEOPLE, BATCH, COMMANDS = 1000, 50, 100
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "秀英桂兰建国志强淑珍玉梅文军海燕"


def measure(grid: Area | None = None, *, rounds: int = 10) -> dict[str, Any]:
    """Times in milliseconds, bytes before and after gzip, statements, rows.

    grid: one with about 1,000 people and a worker; the fullest of a made-up one without.
    """
    grid = grid or grid_of_a_thousand()
    worker = User.objects.filter(
        appointments__post__area=grid, appointments__post__role=Role.GRID_WORKER
    ).first()
    if worker is None:
        raise RuntimeError(f"Nobody works in {grid.name}.")
    phone = Handset(signed_in(worker))
    first = _first(phone, rounds)
    return {
        "people": Person.objects.filter(area_path__startswith=grid.path).count(),
        "first_sync": first,
        "delta_of_10_people": _delta(phone, grid, rounds),
        "nothing_new": _unchanged(phone, rounds),
        "commands": _commands(phone, grid),
    }


class Handset:
    """What the page does, without the page."""

    def __init__(self, client: Client) -> None:
        self.client = client
        made = self._post("/api/v1/field/devices", {"name": "bench"})
        self.id, self.cursor, self.rows = made["id"], "", 0

    def sync(self) -> Any:
        """Ask for what changed; the answer as it came over the wire."""
        RateBucket.objects.filter(key__startswith="field-").delete()
        return self.client.get(
            "/api/v1/field/bundle",
            {"have": self.cursor},
            headers={"X-Field-Phone": self.id, "Accept-Encoding": "gzip"},
        )

    def take_in(self, answer: Any) -> dict[str, Any]:
        """Unpack an answer and keep its cursor."""
        body: dict[str, Any] = json.loads(gzip.decompress(answer.content))
        self.cursor = body["cursor"]
        return body

    def send(self, commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send one batch; its answers."""
        answer = self._post(
            "/api/v1/field/commands", {"commands": commands}, {"X-Field-Phone": self.id}
        )
        answers: list[dict[str, Any]] = answer["answers"]
        return answers

    def _post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        answer = self.client.post(
            path, json.dumps(body), content_type="application/json", headers=headers or {}
        )
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.content!r}")
        return answer.json()


def _first(phone: Handset, rounds: int) -> dict[str, Any]:
    def forgetful() -> None:
        phone.cursor = ""
        phone.sync()

    times = times_of(forgetful, rounds=rounds, warm_up=2)
    statements = _statements(forgetful)
    phone.cursor = ""
    answer = phone.sync()
    body = phone.take_in(answer)
    rows = {kind: len(change["rows"]) for kind, change in body["kinds"].items()}
    size = len(gzip.decompress(answer.content))
    return {
        **times,
        "statements": statements,
        "bytes_gzip": len(answer.content),
        "bytes": size,
        "rows": rows,
    }


def _delta(phone: Handset, grid: Area, rounds: int) -> dict[str, Any]:
    taken, sizes = [], []
    for number in range(rounds):
        some = Person.objects.filter(area_path__startswith=grid.path).order_by("id")[:10]
        for person in some:
            Person.objects.filter(pk=person.pk).update(
                employer=f"单位{number}", version=person.version + 1
            )
        start = time.perf_counter()
        answer = phone.sync()
        taken.append((time.perf_counter() - start) * 1000)
        if answer.status_code == 200:
            phone.take_in(answer)
            sizes.append(len(answer.content))
    taken.sort()
    return {
        "median_ms": round(taken[len(taken) // 2], 2),
        "worst_ms": round(taken[-1], 2),
        "bytes_gzip": max(sizes, default=0),
    }


def _unchanged(phone: Handset, rounds: int) -> dict[str, Any]:
    return {**times_of(phone.sync, rounds=rounds, warm_up=1), "status": phone.sync().status_code}


def _commands(phone: Handset, grid: Area) -> dict[str, Any]:
    """Corrections of 100 people sent in two batches, then all of it a second time."""
    people = Person.objects.filter(area_path__startswith=grid.path).order_by("id")[:COMMANDS]
    happened = (timezone.now() - timedelta(hours=1)).isoformat()
    commands = [
        {
            "id": str(uuid.uuid4()),
            "kind": "registry.edit_person",
            "happened_at": happened,
            "payload": {"id": one.pk, "base": {"note": one.note}, "fields": {"note": f"备注{n}"}},
        }
        for n, one in enumerate(people)
    ]
    batches = [commands[at : at + BATCH] for at in range(0, len(commands), BATCH)]
    answer: dict[str, Any] = {"commands": len(commands)}
    for name in ("done_ms", "replayed_ms"):
        start = time.perf_counter()
        answers = [one for batch in batches for one in phone.send(batch)]
        answer[name] = round((time.perf_counter() - start) * 1000, 1)
        fates = sorted({one["fate"] for one in answers})
        answer[name.replace("_ms", "_fates")] = fates
        answer["is_replay"] = all(one["is_replay"] for one in answers)
    return answer


def _statements(work: Any) -> int:
    count = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        work()
    return count


def grid_of_a_thousand() -> Area:
    """A grid of the made-up county with a building of 400 flats and 1,000 people."""
    post = Post.objects.filter(role=Role.GRID_WORKER).select_related("area").order_by("id")[0]
    grid = post.area
    if Person.objects.filter(area_path=grid.path).count() >= PEOPLE:
        return grid
    say("filling a grid with 1,000 people")
    at = timezone.now()
    building = Place.objects.create(kind=PlaceKind.BUILDING, name="1栋", area=grid)
    where = {"area": grid, "area_path": grid.path}
    dwellings = Dwelling.objects.bulk_create(
        Dwelling(
            place=building,
            unit=str(n % 4 + 1),
            number=f"{n // 40 + 1}{n % 10:02}-{n}",
            address=f"1栋{n % 4 + 1}单元{n // 40 + 1}{n % 10:02}-{n}",
            created_at=at,
            **where,
        )
        for n in range(400)
    )
    households = Household.objects.bulk_create(
        Household(dwelling=dwelling, started_at=at, **where) for dwelling in dwellings
    )
    people = Person.objects.bulk_create(
        Person(
            name=SURNAMES[n % 10] + GIVEN[n % 15] + GIVEN[(n * 7) % 15],
            sex=Sex.MALE if n % 2 else Sex.FEMALE,
            born_on=(at - timedelta(days=365 * (n % 95))).date(),
            employer=f"单位{n * 7919 % 97}" if n % 3 else "",
            phone_sealed=seal_phone(f"138{n * 7919 % 10**8:08}")[0],
            created_at=at,
            updated_at=at,
            **where,
        )
        for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            household=households[n % 400],
            relation=Relation.HEAD if n < 400 else Relation.CHILD,
            started_at=at,
        )
        for n, person in enumerate(people)
    )
    return grid


if __name__ == "__main__":
    from bench.world import build_county

    build_county()
    json.dump(measure(), sys.stdout, ensure_ascii=False, indent=2)
