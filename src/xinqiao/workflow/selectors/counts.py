"""How many items of each colour somebody has before them: exact up to a cap, then "1000+"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.worklist import WorkFilter, filtered_items, without_colour

CAP = 1000
# A list up to this long is counted in one pass over it.
SHORT = 10_000
_SIZE = "SELECT count(*) FROM few"
# At which end of the list by due time each colour lies, and what cannot be of that colour.
_ORDERS: dict[Colour, tuple[str, ...]] = {
    Colour.RED: ("due_at", "id"),
    Colour.YELLOW: ("due_at", "id"),
    Colour.BLUE: ("-due_at", "-id"),
    Colour.GREEN: (),
}
_ENDS: dict[Colour, Callable[[datetime], Q]] = {
    Colour.RED: lambda at: Q(),
    Colour.YELLOW: lambda at: Q(due_at__gt=at) | Q(paused_at__isnull=False),
    Colour.BLUE: lambda at: Q(done_at__isnull=True),
    Colour.GREEN: lambda at: Q(done_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Count:
    """A number of items; `more` says that there are more than `n`."""

    n: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.n}+" if self.more else str(self.n)


@dataclass(frozen=True, slots=True)
class ColourCounts:
    """One count for each colour."""

    red: Count
    yellow: Count
    blue: Count
    green: Count


def colour_counts(
    *, actor: Actor, filter: WorkFilter, at: datetime, cap: int = CAP, short: int = SHORT
) -> ColourCounts:
    """Count the filtered items by colour, whatever colour the filter names; one statement.

    Up to `short` items are counted exactly in one pass. Of more, each colour is looked for among
    `short` items from the end at which it lies, until one past `cap`; where no index holds what is
    asked, among any `short` items. What is then found is at least there, and the cost is bounded.
    """
    items = filtered_items(actor=actor, filter=without_colour(filter), at=at).order_by()
    sample = items.annotate(colour=colour_expression(at)).values_list("colour", flat=True)
    try:
        sql, params = sample[: short + 1].query.sql_with_params()
    except EmptyResultSet:  # the actor's posts let them see nothing at all
        return ColourCounts(**{colour.value: Count(0) for colour in Colour})
    parts, values = [f"({_SIZE})"], list(params)
    for colour in Colour:
        counted = f"(SELECT count(*) FROM few WHERE few.colour = '{colour.value}')"  # noqa: S608
        if _is_in_the_index(filter):
            some, more = _some(items, colour, at, cap, short)
            # CASE leaves the branch that is not needed unread.
            counted = f"CASE WHEN ({_SIZE}) <= {short:d} THEN {counted} ELSE {some} END"
            values += more
        parts.append(counted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH few (colour) AS MATERIALIZED ({sql}) SELECT {', '.join(parts)}", values
        )
        size, *numbers = cursor.fetchone()
    found = dict(zip(Colour, numbers, strict=True))
    return ColourCounts(
        **{c.value: Count(min(n, cap), n > cap or size > short) for c, n in found.items()}
    )


def _is_in_the_index(filter: WorkFilter) -> bool:
    """Whether the indexes of open items hold all that is asked, so that walking them is cheap."""
    plain = WorkFilter(colour=filter.colour, category=filter.category, area=filter.area)
    return filter == plain


def _some(
    items: QuerySet[Item], colour: Colour, at: datetime, cap: int, short: int
) -> tuple[str, tuple[Any, ...]]:
    """At most one past `cap` items of a colour among `short` at its end of the list."""
    end = items.filter(_ENDS[colour](at)).order_by(*_ORDERS[colour])
    seen = end.annotate(colour=colour_expression(at)).values_list("colour", flat=True)
    sql, values = seen[:short].query.sql_with_params()
    wanted = f"SELECT 1 FROM ({sql}) AS seen (colour) WHERE seen.colour = '{colour.value}'"  # noqa: S608
    return f"(SELECT count(*) FROM ({wanted} LIMIT {cap + 1:d}) AS found)", values  # noqa: S608
