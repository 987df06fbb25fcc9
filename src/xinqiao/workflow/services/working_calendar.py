"""Keep the calendar of days off and make-up working days. Source: RULES "Time"."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import require_aware
from xinqiao.workflow.duties import require_editor
from xinqiao.workflow.errors import BadDay, YearUnknown
from xinqiao.workflow.models import CalendarDay, CalendarYear, DayKind
from xinqiao.workflow.official_days import SATURDAY, SOURCE, known_years, official_days

BY_HAND = "by hand"
FIRST_YEAR, LAST_YEAR = 1992, 2100


@transaction.atomic
def fill_year(*, actor: Actor, year: int, at: datetime) -> int:
    """Write the official days of a year; days set by hand stay as they are.

    Returns how many days were written. Raises YearUnknown when the notice is not known.
    """
    require_editor(actor)
    if year not in known_years():
        raise YearUnknown(field="year", year=year)
    by_hand = set(
        CalendarDay.objects.filter(date__year=year, source=BY_HAND).values_list("date", flat=True)
    )
    days = [one for one in official_days(year) if one.day not in by_hand]
    CalendarDay.objects.filter(date__year=year).exclude(source=BY_HAND).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(
            date=one.day,
            kind=DayKind.HOLIDAY if one.is_off else DayKind.WORKDAY,
            name=one.name,
            source=SOURCE,
        )
        for one in days
    )
    _cover(year, SOURCE, at)
    _record("workflow.calendar_filled", year, {"days": len(days)}, actor=actor, at=at)
    return len(days)


@transaction.atomic
def set_day(*, actor: Actor, day: date, kind: DayKind, at: datetime, name: str = "") -> CalendarDay:
    """Set one day by hand. Raises BadDay when the plain week already says so."""
    require_editor(actor)
    weekend = day.weekday() >= SATURDAY
    if not FIRST_YEAR <= day.year <= LAST_YEAR or weekend == (kind == DayKind.HOLIDAY):
        raise BadDay(field="day")
    row, _new = CalendarDay.objects.update_or_create(
        date=day,
        defaults={
            "kind": kind,
            "name": clean_text(name, limit=60, field="name", multiline=False),
            "source": BY_HAND,
        },
    )
    facts = {"day": day.isoformat(), "kind": kind.value}
    _record("workflow.calendar_day_set", day.year, facts, actor=actor, at=at)
    return row


@transaction.atomic
def clear_day(*, actor: Actor, day: date, at: datetime) -> None:
    """Let the plain week hold again on that day."""
    require_editor(actor)
    if CalendarDay.objects.filter(date=day).delete()[0]:
        facts = {"day": day.isoformat()}
        _record("workflow.calendar_day_cleared", day.year, facts, actor=actor, at=at)


@transaction.atomic
def confirm_year(*, actor: Actor, year: int, at: datetime) -> CalendarYear:
    """Say that the days of a year entered by hand are complete: limits may now rely on it."""
    require_editor(actor)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearUnknown(field="year", year=year)
    row = _cover(year, BY_HAND, at)
    _record("workflow.calendar_confirmed", year, {}, actor=actor, at=at)
    return row


def _cover(year: int, source: str, at: datetime) -> CalendarYear:
    row, _new = CalendarYear.objects.update_or_create(
        year=year, defaults={"source": source, "checked_at": require_aware(at)}
    )
    return row


def _record(
    kind: str, year: int, facts: Mapping[str, object], *, actor: Actor, at: datetime
) -> None:
    bump_snapshot()
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="calendar_year",
        subject_id=year,
        data={"year": year, **facts},
    )
