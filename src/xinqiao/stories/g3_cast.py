"""G3's cast: phones in the bags of grid workers, and the families behind the doors."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from xinqiao.field.models import Phone
from xinqiao.field.services.phones import register_phone
from xinqiao.field.services.receive import Answer, Sent, receive
from xinqiao.field.services.sync import sync_phone
from xinqiao.registry.citizen_number import check_character
from xinqiao.stories.stage import Stage

BATCH = 50
WAITING = "waiting"
_FAMILIES = "黄曾郭周李刘罗廖唐范"
_GIVEN = ("泽忠", "桂芳", "明义", "素华", "国庆", "小兰", "建军", "秀琼", "志伟", "春梅", "永贵")
_RELATIONS = ("head", "spouse", "child")


@dataclass(slots=True)
class Handset:
    """A phone: what it carries, what was entered on it and not sent yet, what it was answered."""

    username: str
    phone: Phone
    cursor: str = ""
    carried: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)
    queue: list[Sent] = field(default_factory=list)
    entered: set[uuid.UUID] = field(default_factory=set)
    answers: dict[uuid.UUID, Answer] = field(default_factory=dict)

    def sync(self, stage: Stage) -> None:
        """Take along what changed."""
        actor = stage.actor(self.username)
        bundle = sync_phone(actor=actor, phone=self.phone, have=self.cursor, at=stage.now)
        if bundle.is_full:
            self.carried = {}
        for kind, rows in bundle.content.rows.items():
            self.carried.setdefault(kind, {}).update({str(row["id"]): row for row in rows})
        for kind, ids in bundle.content.removed.items():
            for key in ids:
                self.carried[kind].pop(key)
        self.cursor = bundle.cursor

    def enter(self, kind: str, payload: Mapping[str, Any], at: datetime) -> uuid.UUID:
        """Write an entry down, with or without signal."""
        sent = Sent(id=uuid.uuid4(), kind=f"registry.{kind}", payload=payload, happened_at=at)
        self.queue.append(sent)
        self.entered.add(sent.id)
        return sent.id

    def send(self, stage: Stage, *, hears: bool = True) -> None:
        """Send what waits; when the line breaks before the answer, all of it stays in the queue."""
        actor = stage.actor(self.username)
        for start in range(0, len(self.queue), BATCH):
            batch = self.queue[start : start + BATCH]
            answers = receive(
                actor=actor, phone=self.phone, commands=batch, sent_at=stage.now, at=stage.now
            )
            if hears:
                self.answers |= {answer.id: answer for answer in answers}
        if hears:
            self.queue = [one for one in self.queue if self.answers[one.id].fate == WAITING]

    def correct(self, entry: uuid.UUID, payload: Mapping[str, Any], at: datetime) -> None:
        """Put a refused entry right, under the same id and before what builds on it."""
        kind = self.answers[entry].kind
        again = Sent(id=entry, kind=kind, payload=payload, happened_at=at, attempt=2)
        self.queue.insert(0, again)

    def change(self, person_id: int, at: datetime, **fields: Any) -> uuid.UUID:
        """Change a person that the phone carries."""
        row = self.carried["people"][str(person_id)]
        base = {name: row[name] for name in fields}
        payload = {"id": person_id, "version": row["version"], "base": base, "fields": fields}
        return self.enter("edit_person", payload, at)


@dataclass(slots=True)
class Census:
    """Families as one meets them, each person with a number that holds; nobody of them exists."""

    met: int = 0

    def person(self, relation: str) -> dict[str, Any]:
        """The next person of a family."""
        self.met += 1
        born = date(1938, 3, 1) + timedelta(days=self.met * 37 % 27_000)
        order = self.met % 499 * 2 + (0 if relation == "spouse" else 1)
        digits = f"511083{born:%Y%m%d}{order:03}"
        name = _FAMILIES[self.met // 3 % 10] + _GIVEN[self.met % 11]
        return {
            "name": name,
            "relation": relation,
            "citizen_number": digits + check_character(digits),
            "phone": f"1390832{self.met:04}",
        }

    def family(self) -> list[dict[str, Any]]:
        """Three people of one household."""
        return [self.person(relation) for relation in _RELATIONS]


def handset(stage: Stage, username: str) -> Handset:
    """Set a phone up and take the grid along, while there is signal."""
    name = f"{stage.people[username].display_name}的手机"
    made = register_phone(actor=stage.actor(username), name=name, at=stage.now)
    phone = Handset(username, made.phone)
    phone.sync(stage)
    return phone


def walk(phone: Handset, building: int, doors: int, census: Census, at: datetime) -> None:
    """Record a door and its family every ten minutes, from `at` on; nothing is sent."""
    for door in range(doors):
        moment = at + timedelta(minutes=10 * door)
        number = f"{door // 4 + 1}{door % 4 + 1:02}"
        place = {"building": building, "unit": "1", "number": number, "floor": door // 4 + 1}
        dwelling = phone.enter("add_dwelling", place, moment)
        family(phone, {"dwelling": {"id": f"new:{dwelling}"}}, census.family(), moment)


def family(
    phone: Handset, home: Mapping[str, Any], people: list[dict[str, Any]], at: datetime
) -> list[uuid.UUID]:
    """Record a family: the first opens the household, the others join it."""
    first = phone.enter("add_person", {**home, "person": people[0]}, at)
    joined = {"household": f"new:{first}.household"}
    others = [phone.enter("add_person", {**joined, "person": one}, at) for one in people[1:]]
    return [first, *others]
