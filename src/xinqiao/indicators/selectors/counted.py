"""The items one measure counts: what a number on a page opens down to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from xinqiao.accounts.access import Actor
from xinqiao.indicators.measures import Measure, Moment
from xinqiao.indicators.models import Fact
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.access import require_scope
from xinqiao.indicators.selectors.counting import AFTER, behind, known_measures


def items_counted(
    *, actor: Actor, measure: str, scope: Scope, period: Period, at: datetime
) -> QuerySet[Fact]:
    """The items that a measure counts in a scope and period, not ordered (page by `subject_id`).

    Raises UnknownMeasure (422), NotAllowed (403).
    """
    require_scope(actor, scope)
    counted = counted_by(known_measures([measure]), period, at)
    return in_scope(Fact.objects.filter(counted), scope)


def counted_by(measures: Sequence[Measure], period: Period, at: datetime) -> Q:
    """The facts that any of these measures, all of one moment, counts in a period."""
    moment = measures[0].moment
    within = Q(**{f"{moment.value}__gte": period.starts_at, f"{moment.value}__lt": period.ends_at})
    if moment is Moment.DUE:
        within &= Q(due_at__lte=at)
    return within & Q(RawSQL(f"({behind(measures)})", (), BooleanField()))  # noqa: S611


def in_scope(rows: QuerySet[Fact], scope: Scope) -> QuerySet[Fact]:
    """The facts of a scope."""
    rows = rows.filter(flow=scope.flow)
    if scope.area_path:
        rows = rows.filter(area_path__gte=scope.area_path, area_path__lt=scope.area_path + AFTER)
    if scope.category_code:
        rows = rows.filter(category_code__startswith=scope.category_code)
    if scope.organisation_id is not None:
        rows = rows.filter(organisation_id=scope.organisation_id)
    return rows
