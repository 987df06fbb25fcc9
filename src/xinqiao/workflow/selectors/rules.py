"""The rules as staff see them, and what is wrong with the calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.kit.time import local_day
from xinqiao.workflow.duties import require_editor
from xinqiao.workflow.models import CalendarDay, CalendarYear, DayKind, DispatchRule, LimitRule
from xinqiao.workflow.official_days import known_years, official_days


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A day on which our table and the packaged notice differ. kinds: "" for a plain day."""

    day: date
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class YearReport:
    """One year: whether limits may rely on it, whether the notice is packaged, what differs."""

    year: int
    covered: bool
    packaged: bool
    source: str
    checked_at: datetime | None
    disagreements: tuple[Disagreement, ...]


def limits(*, actor: Actor, at: datetime, past: bool = False) -> QuerySet[LimitRule]:
    """Limits that hold now or later; with `past` those that have ended, newest first."""
    require_editor(actor)
    if past:
        return LimitRule.objects.filter(valid_until__lte=at).order_by("-valid_until", "-id")
    return LimitRule.objects.filter(_not_ended(at)).order_by(
        "flow", "clock", "category_code", "valid_from"
    )


def dispatch_rules(*, actor: Actor, at: datetime) -> QuerySet[DispatchRule]:
    """Dispatch rules that hold now or later, in the order in which they are tried."""
    require_editor(actor)
    return (
        DispatchRule.objects.filter(_not_ended(at))
        .select_related("area", "target_organisation")
        .order_by("flow", "category_code", "area__path", "-priority", "id")
    )


def calendar_days(*, actor: Actor, year: int) -> QuerySet[CalendarDay]:
    """The special days of a year by date."""
    require_editor(actor)
    return CalendarDay.objects.filter(date__year=year).order_by("date")


def check_years(*, at: datetime, ahead: int = 1) -> list[YearReport]:
    """Every covered year, this one and the next `ahead`: newest first, two statements."""
    rows = {row.year: row for row in CalendarYear.objects.all()}
    ours: dict[int, dict[date, str]] = {}
    for day, kind in CalendarDay.objects.values_list("date", "kind"):
        ours.setdefault(day.year, {})[day] = kind
    this_year = local_day(at).year
    years = sorted({*rows, *range(this_year, this_year + ahead + 1)}, reverse=True)
    packaged = known_years()
    return [
        YearReport(
            year=year,
            covered=year in rows,
            packaged=year in packaged,
            source=rows[year].source if year in rows else "",
            checked_at=rows[year].checked_at if year in rows else None,
            disagreements=_compare(year, ours.get(year, {}))
            if year in rows and year in packaged
            else (),
        )
        for year in years
    ]


def _compare(year: int, ours: dict[date, str]) -> tuple[Disagreement, ...]:
    theirs = {
        one.day: (DayKind.HOLIDAY if one.is_off else DayKind.WORKDAY).value
        for one in official_days(year)
    }
    return tuple(
        Disagreement(day, ours.get(day, ""), theirs.get(day, ""))
        for day in sorted({*ours, *theirs})
        if ours.get(day) != theirs.get(day)
    )


def _not_ended(at: datetime) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=at)
