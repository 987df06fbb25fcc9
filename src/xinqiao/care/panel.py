"""What the page of a person shows of this room: class, devices, services, calls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.care.powers import WORKERS, may
from xinqiao.care.proposing import age_on
from xinqiao.care.selectors.elder import elder_of
from xinqiao.kit.time import local_day
from xinqiao.registry.extras import Panel, register_panel
from xinqiao.registry.models import PERSON, Person

OLD = 60


def care_of(actor: Actor, person: Person, at: datetime) -> Mapping[str, Any] | None:
    """For those who work in the area; None for the young about whom nothing is on record."""
    if not may(actor, person.area_path, WORKERS):
        return None
    elder = elder_of(actor=actor, person=person, at=at)
    has_rows = elder.standing or elder.proposal or elder.grants or elder.calls
    is_old = person.born_on is not None and age_on(person.born_on, local_day(at)) >= OLD
    return {"person": person, "elder": elder} if has_rows or is_old else None


def register() -> None:
    """Tell the register."""
    register_panel(
        Panel(
            subject=PERSON,
            name="care",
            template="care/_panel.html",
            context=care_of,
            position=40,
        )
    )
