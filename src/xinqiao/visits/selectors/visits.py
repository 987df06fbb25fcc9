"""Visits that somebody may see: by area, as the register; a department sees none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.registry.selectors.scope import READERS
from xinqiao.visits.errors import VisitNotFound
from xinqiao.visits.models import Finding, Method, Outcome, Visit, VisitedPerson

NEWEST: Final = Order("started_at", descending=True)
_SHOWN = ("form", "household__dwelling", "person", "facility", "visitor", "post")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilter:
    """What a list is narrowed to; empty means all. since, until: aware UTC, until excluded."""

    form: str = ""
    outcome: str = ""
    method: str = ""
    area_path: str = ""
    mine: bool = False
    with_findings: bool = False
    since: datetime | None = None
    until: datetime | None = None


def visible_visits(*, actor: Actor) -> QuerySet[Visit]:
    """Visits in the areas that the actor works in or oversees."""
    return Visit.objects.filter(below(actor, *READERS, field="area_path"))


def get_visit(*, actor: Actor, visit_id: int) -> Visit:
    """One visit with what its page shows. Raises VisitNotFound for strangers, too."""
    found = visible_visits(actor=actor).filter(pk=visit_id)
    visit = found.select_related(*_SHOWN, "area", "place").first()
    if visit is None:
        raise VisitNotFound
    return visit


def visit_page(
    *, actor: Actor, wanted: VisitFilter, cursor: str | None = None, size: int = 25
) -> Page[Visit]:
    """A page of visits, the newest first, with their findings: two statements. Raises BadCursor."""
    visits = _narrowed(visible_visits(actor=actor), actor, wanted)
    listed = visits.select_related(*_SHOWN).defer("answers_sealed", "form__definition")
    shown = listed.prefetch_related("findings")
    return paginate(shown, order=NEWEST, cursor=cursor, size=size)


def _narrowed(visits: QuerySet[Visit], actor: Actor, wanted: VisitFilter) -> QuerySet[Visit]:
    narrowed = Q()
    if wanted.form:
        narrowed &= Q(form__code=wanted.form)
    if wanted.outcome in Outcome.values:
        narrowed &= Q(outcome=wanted.outcome)
    if wanted.method in Method.values:
        narrowed &= Q(method=wanted.method)
    if wanted.area_path:
        narrowed &= Q(area_path__startswith=wanted.area_path)
    if wanted.mine:
        narrowed &= Q(visitor_id=actor.user_id)
    if wanted.since:
        narrowed &= Q(started_at__gte=wanted.since)
    if wanted.until:
        narrowed &= Q(started_at__lt=wanted.until)
    if wanted.with_findings:
        narrowed &= Q(Exists(Finding.objects.filter(visit=OuterRef("pk"))))
    return visits.filter(narrowed)


def visits_of(
    *, actor: Actor, household_id: int | None = None, person_id: int | None = None, most: int = 5
) -> list[Visit]:
    """The latest visits to a household, or at which a person was visited or met."""
    visits = visible_visits(actor=actor)
    if person_id is not None:
        met = VisitedPerson.objects.filter(visit=OuterRef("pk"), person_id=person_id)
        visits = visits.filter(Q(person_id=person_id) | Exists(met))
    if household_id is not None:
        visits = visits.filter(household_id=household_id)
    shown = visits.select_related("form", "visitor", "post").defer(
        "answers", "answers_sealed", "form__definition"
    )
    return list(shown.order_by("-started_at", "-id")[:most])


def may_correct(actor: Actor, visit: Visit) -> bool:
    """The visitor, or staff of the community and above."""
    if actor.is_system or (actor.user_id is not None and visit.visitor_id == actor.user_id):
        return True
    return visit.area_path.startswith(actor.area_paths(*AREA_STAFF) or ("\0",))
