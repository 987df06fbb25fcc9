"""What plans and freshness show on the page of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.registry.extras import Panel, register_panel
from xinqiao.registry.models import PERSON, Person
from xinqiao.visits.selectors.coverage import visible_planned
from xinqiao.visits.selectors.freshness import freshness_of

FEW = 5


def _freshness(actor: Actor, person: Person, at: datetime) -> Mapping[str, Any] | None:
    if not actor.has_role(*GRID_ROLES, *AREA_STAFF):
        return None
    planned = visible_planned(actor=actor).filter(person=person, state="due")
    return {
        "freshness": freshness_of(person=person, at=at),
        "planned": planned.select_related("plan", "post").order_by("opens_on")[:FEW],
    }


def register() -> None:
    """Make the panel known."""
    register_panel(
        Panel(
            subject=PERSON,
            name="visits.freshness",
            template="visits/_freshness_panel.html",
            context=_freshness,
            position=60,
        )
    )
