"""Grants: one, a page of them, and how many elders are fitted."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import NothingHere
from xinqiao.care.models import Grant, GrantState
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.registry.selectors.scope import READERS

_SHOWN = ("person__area", "ware", "store", "item", "elder_class")


def visible_grants(*, actor: Actor) -> QuerySet[Grant]:
    """Grants to the people of the actor's areas."""
    seen = below(actor, *READERS, field="person__area_path")
    return Grant.objects.filter(seen, person__merged_into__isnull=True)


def get_grant(*, actor: Actor, grant_id: int) -> Grant:
    """One grant with what its page shows. Raises NothingHere for strangers, too."""
    grant = visible_grants(actor=actor).filter(pk=grant_id).select_related(*_SHOWN).first()
    if grant is None:
        raise NothingHere
    return grant


def fitting_grant(*, actor: Actor, number: str) -> Grant:
    """The grant behind a fitting of the work list. Raises NothingHere."""
    grant = visible_grants(actor=actor).filter(item__number=parse_number(number)).first()
    if grant is None:
        raise NothingHere
    return grant


def grant_page(
    *, actor: Actor, state: str = "", ware_id: int | None = None, cursor: str | None = None
) -> Page[Grant]:
    """Grants, the latest first."""
    rows = visible_grants(actor=actor).select_related(*_SHOWN)
    if state in GrantState.values:
        rows = rows.filter(state=state)
    if ware_id is not None:
        rows = rows.filter(ware_id=ware_id)
    return paginate(rows, order=Order("id", descending=True), cursor=cursor)


def fitted_people(*, actor: Actor) -> int:
    """How many elders have a device or fitting that was handed over (适老化改造人数)."""
    given = visible_grants(actor=actor).filter(state=GrantState.GIVEN)
    return int(given.aggregate(n=Count("person", distinct=True))["n"])


def grants_of(*, person_id: int) -> list[Grant]:
    """What somebody has, had or is to get, the latest first."""
    rows = Grant.objects.filter(person_id=person_id).select_related("ware", "item")
    return list(rows.order_by("-id")[:30])


def fittings_due(*, actor: Actor, at: datetime) -> dict[str, int]:
    """How many wait to be handed over, and how many of those are late; one statement."""
    waiting = visible_grants(actor=actor).filter(state=GrantState.PROMISED)
    return waiting.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(item__due_at__lt=at)))
