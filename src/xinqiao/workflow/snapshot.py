"""Rules, limits, seats and the calendar as one immutable picture in the memory of each process.

Every edit raises the row `grid.SnapshotVersion` in its own transaction. A picture carries the
version it was read at: reading the version first can only make it look older than it is, never
newer, so a stale one is always noticed.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from threading import Lock

from django.db.models import F

from xinqiao.grid.models import Appointment, Organisation, Post, SnapshotVersion
from xinqiao.workflow.calendar import Calendar
from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.dispatch import Directory, Rule, Seat, prefixes
from xinqiao.workflow.models import CalendarDay, CalendarYear, DayKind, DispatchRule, LimitRule


@dataclass(frozen=True, slots=True)
class LimitVersion:
    """A limit as staff set it, with the time it is valid for."""

    limit: Limit
    yellow_percent: int
    valid_from: datetime
    valid_until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it is valid at that moment."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The picture. limits: by flow, clock and category prefix."""

    version: int
    calendar: Calendar
    directory: Directory
    limits: dict[tuple[str, str, str], tuple[LimitVersion, ...]]

    def limit_for(
        self, *, flow: str, clock: str, category: str, at: datetime
    ) -> LimitVersion | None:
        """The limit of the longest category prefix that is valid at that moment."""
        for prefix in prefixes(category):
            for version in self.limits.get((flow, clock, prefix), ()):
                if version.holds(at):
                    return version
        return None


_lock = Lock()
_cached: Snapshot | None = None


def cached() -> Snapshot:
    """The picture of this process, as it is: no statement unless nothing was read yet."""
    return _cached if _cached is not None else reload()


def current() -> Snapshot:
    """The picture, read anew when somebody has edited anything: one statement to ask."""
    known = _cached
    if known is not None and known.version == _version():
        return known
    return reload()


def reload() -> Snapshot:
    """Read the picture from the database and keep it."""
    global _cached
    fresh = _read()
    with _lock:
        _cached = fresh
    return fresh


def forget() -> None:
    """Drop the picture; for tests, whose transactions take versions back."""
    global _cached
    with _lock:
        _cached = None


def _version() -> int:
    return SnapshotVersion.objects.values_list("version", flat=True).get(pk=1)


def _read() -> Snapshot:
    version = _version()
    return Snapshot(
        version=version,
        calendar=_read_calendar(),
        directory=Directory.of(
            rules=_read_rules(),
            seats=_read_seats(),
            organisations=Organisation.objects.filter(closed_at__isnull=True).values_list(
                "id", flat=True
            ),
        ),
        limits=_read_limits(),
    )


def _read_calendar() -> Calendar:
    years = set(CalendarYear.objects.values_list("year", flat=True))
    days: dict[str, set[date]] = defaultdict(set)
    for day, kind in CalendarDay.objects.values_list("date", "kind"):
        days[kind].add(day)
    first, last = _longest_run(years)
    return Calendar.of(
        holidays=days[DayKind.HOLIDAY],
        make_up=days[DayKind.WORKDAY],
        covered_from=date(first, 1, 1),
        covered_until=date(last, 12, 31),
    )


def _longest_run(years: set[int]) -> tuple[int, int]:
    """First and last of the unbroken run of years that ends latest; a gap is not known."""
    if not years:
        # Nothing is known: a year long past, so that every limit in working time is flagged.
        return 1971, 1971
    first = last = max(years)
    while first - 1 in years:
        first -= 1
    return first, last


def _read_rules() -> list[Rule]:
    rows = DispatchRule.objects.annotate(path=F("area__path"))
    return [
        Rule(
            id=row.pk,
            flow=row.flow,
            category=row.category_code,
            area_path=row.path or "",
            role=row.target_role,
            organisation_id=row.target_organisation_id,
            may_return=row.may_return,
            priority=row.priority,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    ]


def _read_seats() -> list[Seat]:
    held: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for post_id, start, end in Appointment.objects.values_list("post_id", "starts_at", "ends_at"):
        held[post_id].append((start, end))
    # Part-timers help; what is promised belongs to somebody whose work it is.
    posts = Post.objects.filter(closed_at__isnull=True, force="").values_list(
        "id", "role", "area__path", "area__level", "is_desk"
    )
    return [
        Seat(post_id, role, path, level, is_desk, tuple(held.get(post_id, ())))
        for post_id, role, path, level, is_desk in posts
    ]


def _read_limits() -> dict[tuple[str, str, str], tuple[LimitVersion, ...]]:
    found: dict[tuple[str, str, str], list[LimitVersion]] = defaultdict(list)
    for row in LimitRule.objects.order_by("valid_from"):
        key = (row.flow, row.clock, row.category_code)
        limit = Limit(Decimal(row.amount), Unit(row.unit))
        found[key].append(LimitVersion(limit, row.yellow_percent, row.valid_from, row.valid_until))
    return {key: tuple(versions) for key, versions in found.items()}
