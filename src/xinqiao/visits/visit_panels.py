"""Visits on the pages of households and people, and on the page of what came out of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.registry.extras import Panel, register_panel
from xinqiao.registry.models import HOUSEHOLD, PERSON, Household, Person
from xinqiao.registry.selectors.powers import may_read
from xinqiao.visits.selectors.clearing import clear_of
from xinqiao.visits.selectors.visits import visible_visits, visits_of
from xinqiao.workflow import extras
from xinqiao.workflow.models import Item


def _household(actor: Actor, household: Household, at: datetime) -> Mapping[str, Any] | None:
    if not may_read(actor, household.area_path):
        return None
    return {
        "visits": visits_of(actor=actor, household_id=household.pk),
        "clear": clear_of(household=household),
        "subject": f"household={household.pk}",
        "is_open": household.ended_at is None,
    }


def _person(actor: Actor, person: Person, at: datetime) -> Mapping[str, Any] | None:
    if not may_read(actor, person.area_path):
        return None
    return {
        "visits": visits_of(actor=actor, person_id=person.pk),
        "subject": f"person={person.pk}",
        "is_open": person.left_on is None and person.died_on is None,
    }


def _item(actor: Actor, item: Item, at: datetime) -> Mapping[str, Any] | None:
    """The way back to the visit, only for who may see the visit."""
    visit = (
        visible_visits(actor=actor)
        .filter(findings__item_id=item.pk)
        .select_related("form", "household__dwelling", "person", "facility", "visitor", "post")
        .first()
    )
    return {"visit": visit} if visit is not None else None


def register() -> None:
    """Make the panels known."""
    for subject, context in ((HOUSEHOLD, _household), (PERSON, _person)):
        register_panel(
            Panel(
                subject=subject,
                name="visits.visits",
                template="visits/_visits_panel.html",
                context=context,
                position=40,
            )
        )
    extras.register_panel(
        extras.ItemPanel(name="visits", template="visits/_item_panel.html", context=_item)
    )
