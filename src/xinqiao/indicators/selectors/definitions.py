"""What the indicators count, as it is valid on a day. Not secret: whoever is judged may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from xinqiao.indicators.errors import UnknownIndicator
from xinqiao.indicators.models import Definition
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import CASE_FLOW
from xinqiao.kit.time import local_day


def definitions(at: datetime, *, flow: str | None = CASE_FLOW) -> list[Definition]:
    """The versions valid on the local day of `at`, by flow and in the order they were made.

    flow: None for those of all flows.
    """
    rows = valid_on(local_day(at)).order_by("flow", "id")
    return list(rows.filter(flow=flow) if flow is not None else rows)


def definition(code: str, day: date, *, flow: str = CASE_FLOW) -> Definition:
    """The version valid on a day. Raises UnknownIndicator (404)."""
    found = valid_on(day).filter(flow=flow, code=code).first()
    if found is None:
        raise UnknownIndicator(indicator=code[:40], day=day.isoformat())
    return found


def history(code: str, *, flow: str = CASE_FLOW) -> list[Definition]:
    """All versions of an indicator, the newest first. Raises UnknownIndicator (404)."""
    found = list(Definition.objects.filter(flow=flow, code=code).order_by("-valid_from"))
    if not found:
        raise UnknownIndicator(indicator=code[:40], day="—")
    return found


def valid_on(day: date) -> QuerySet[Definition]:
    """The versions of all indicators valid on a day, not ordered."""
    lasts = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    return Definition.objects.filter(lasts, valid_from__lte=day)


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of a period on which the same versions are valid, by code."""

    period: Period
    versions: Mapping[str, Definition]


def segments(codes: Sequence[str], period: Period, *, flow: str) -> list[Segment]:
    """Cut a period where a definition changes, so that each day counts by what was valid then.

    Raises UnknownIndicator for a code without any version in the period.
    """
    rows = Definition.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=period.first),
        flow=flow,
        code__in=codes,
        valid_from__lte=period.last,
    ).order_by("id")
    by_code: dict[str, list[Definition]] = {code: [] for code in codes}
    for row in rows:
        by_code[row.code].append(row)
    for code, versions in by_code.items():
        if not versions:
            raise UnknownIndicator(indicator=code[:40], day=period.last.isoformat())
    starts = {row.valid_from for row in rows} | {row.valid_until for row in rows}
    cuts = sorted(day for day in starts if day is not None and period.first < day <= period.last)
    return [_segment(part, by_code) for part in _cut(period, cuts)]


def _cut(period: Period, cuts: Sequence[date]) -> list[Period]:
    firsts = [period.first, *cuts]
    lasts = [day - timedelta(days=1) for day in cuts] + [period.last]
    return [Period(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _segment(part: Period, by_code: Mapping[str, Sequence[Definition]]) -> Segment:
    valid = {
        code: row
        for code, rows in by_code.items()
        for row in rows
        if row.valid_from <= part.first
        and (row.valid_until is None or part.first < row.valid_until)
    }
    return Segment(part, valid)


MOST: Final = 500  # a page of configuration, not of items


def latest_versions(at: datetime) -> list[Definition]:
    """One version of every indicator: the one valid on the local day of `at`, else the newest."""
    today = local_day(at)
    lasts = Q(valid_until__isnull=True) | Q(valid_until__gt=today)
    rows = Definition.objects.annotate(
        holds=ExpressionWrapper(lasts & Q(valid_from__lte=today), BooleanField())
    )
    chosen = rows.order_by("flow", "code", "-holds", "-valid_from").distinct("flow", "code")[:MOST]
    return sorted(chosen, key=lambda row: (row.flow, row.pk))
