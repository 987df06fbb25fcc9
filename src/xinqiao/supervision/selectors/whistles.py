"""Whistle statistics (吹哨报到): who was called, who came in time, how long it took.

Counted over the parts of called units and their own clocks (`co`), whichever flow they are of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    Value,
)

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Area
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.supervision.selectors.duty import supervised_paths
from xinqiao.supervision.selectors.late import party_of
from xinqiao.supervision.selectors.targets import value_of
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Assignment, Part

CLOCK: Final = "co"
# The first four codes of a path: province, city, county, street.
_STREET: Final = r"^(?:[^.]*\.){4}"
NEWEST_FIRST = Order("id", descending=True)
MOST_ROWS: Final = 500


class Median(Aggregate):
    """`percentile_cont(0.5)` over a duration; NULL when there is nothing."""

    function = "PERCENTILE_CONT"
    name = "median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class WhistleRow:
    """One unit or street. key: what its list is filtered by; `missing` + `waiting` have not come.

    whistles = in_time + late + missing + waiting + dropped (the item ended before they came).
    """

    key: str
    name: str
    whistles: int
    in_time: int
    late: int
    missing: int
    waiting: int
    dropped: int
    median: timedelta | None

    @property
    def came(self) -> int:
        return self.in_time + self.late

    @property
    def rate(self) -> float | None:
        """Came in time of those whose time has come; None when there were none."""
        due = self.in_time + self.late + self.missing
        return self.in_time / due if due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleFilter:
    """Called in [since, until), aware. unit: "post:1" or "organisation:2"; street: a path.

    state: one of `STATES`.
    """

    since: datetime
    until: datetime
    unit: str = ""
    street: str = ""
    state: str = ""


def _states(at: datetime) -> dict[str, Q]:
    met = Q(deadlines__met_at__isnull=False)
    dropped = Q(deadlines__cancelled_at__isnull=False)
    open_ = ~met & ~dropped
    return {
        "in_time": met & Q(deadlines__met_at__lte=F("deadlines__due_at")),
        "late": met & Q(deadlines__met_at__gt=F("deadlines__due_at")),
        "missing": open_ & Q(deadlines__due_at__lte=at),
        "waiting": open_ & Q(deadlines__due_at__gt=at),
        "dropped": dropped & ~met,
    }


STATES: Final = ("in_time", "late", "missing", "waiting", "dropped")


def by_unit(*, actor: Actor, filter: WhistleFilter, at: datetime) -> list[WhistleRow]:
    """One row for each called unit or post, the most called first; one statement."""
    found: Any = called(actor=actor, filter=filter, at=at).values(
        "post_id", "organisation_id", "post__title", "organisation__name"
    )
    rows = found.annotate(**_counts(at)).order_by("-whistles", "organisation_id", "post_id")
    return [
        _row(
            value_of(Party(row["post_id"], row["organisation_id"])),
            row["organisation__name"] or row["post__title"],
            row,
        )
        for row in rows[:MOST_ROWS]
    ]


def by_street(*, actor: Actor, filter: WhistleFilter, at: datetime) -> list[WhistleRow]:
    """One row for each street whose items units were called to; two statements."""
    street: Func = Func(
        F("item__area_path"),
        Value(_STREET),
        function="SUBSTRING",
        arg_joiner=" FROM ",
        output_field=CharField(),
    )
    found: Any = called(actor=actor, filter=filter, at=at).annotate(street=street)
    counted = found.values("street").annotate(**_counts(at))
    rows = list(counted.order_by("-whistles", "street")[:MOST_ROWS])
    paths = [row["street"] for row in rows if row["street"]]
    names = dict(Area.objects.filter(path__in=paths).values_list("path", "name"))
    return [_row(r["street"] or "", names.get(r["street"], "—"), r) for r in rows]


def whistle_page(
    *,
    actor: Actor,
    filter: WhistleFilter,
    at: datetime,
    cursor: str | None = None,
    size: int = 25,
) -> Page[Assignment]:
    """The calls behind a number, newest first, each with its item and clock; one statement."""
    found = (
        called(actor=actor, filter=filter, at=at)
        .select_related("item", "post", "organisation")
        .annotate(
            due_at=F("deadlines__due_at"),
            met_at=F("deadlines__met_at"),
            cancelled_at=F("deadlines__cancelled_at"),
        )
    )
    return paginate(found, order=NEWEST_FIRST, cursor=cursor, size=size)


def called(*, actor: Actor, filter: WhistleFilter, at: datetime) -> QuerySet[Assignment]:
    """The parts of called units within what the actor answers for, or their own."""
    found = Assignment.objects.filter(
        _scope(actor),
        part=Part.CO,
        deadlines__clock=CLOCK,
        since__gte=filter.since,
        since__lt=filter.until,
    )
    party = party_of(filter.unit)
    if party is not None and party.post_id is not None:
        found = found.filter(post_id=party.post_id)
    elif party is not None:
        found = found.filter(organisation_id=party.organisation_id or 0)
    if filter.street:
        found = found.filter(item__area_path__startswith=filter.street)
    if filter.state in STATES:
        found = found.filter(_states(at)[filter.state])
    return found


def _scope(actor: Actor) -> Q:
    seen = Q(post_id__in=actor.post_ids) | Q(organisation_id__in=actor.organisation_ids)
    for path in supervised_paths(actor):
        seen |= Q(item__area_path__startswith=path)
    return seen


def _counts(at: datetime) -> dict[str, Any]:
    wait = ExpressionWrapper(F("deadlines__met_at") - F("since"), output_field=DurationField())
    counts: dict[str, Any] = {
        name: Count("pk", filter=condition) for name, condition in _states(at).items()
    }
    return {
        "whistles": Count("pk"),
        **counts,
        "median": Median(wait, filter=Q(deadlines__met_at__isnull=False)),
    }


def _row(key: str, name: str, row: dict[str, Any]) -> WhistleRow:
    return WhistleRow(
        key=key,
        name=name,
        whistles=row["whistles"],
        median=row["median"],
        **{state: row[state] for state in STATES},
    )
