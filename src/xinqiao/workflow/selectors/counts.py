"""How many items of each colour somebody has before them: exact up to a cap, then "1000+"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_expression, colour_q
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.worklist import WorkFilter, filtered_items, without_colour

CAP = 1000
# A list up to this long is counted in one pass over it; a longer one colour by colour, each
# along the order in which its colour comes first, until the cap is reached.
SHORT = 5000
_ORDERS = {
    Colour.RED: ("due_at", "id"),
    Colour.YELLOW: ("due_at", "id"),
    Colour.BLUE: ("-due_at", "-id"),
    Colour.GREEN: (),
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

    Each count stops one past `cap`, so the cost is bounded however much there is.
    """
    items = filtered_items(actor=actor, filter=without_colour(filter), at=at).order_by()
    sample = items.annotate(colour=colour_expression(at)).values_list("colour", flat=True)
    try:
        sql, params = sample[: short + 1].query.sql_with_params()
    except EmptyResultSet:  # the actor's posts let them see nothing at all
        return ColourCounts(**{colour.value: Count(0) for colour in Colour})
    parts, values = [], list(params)
    for colour in Colour:
        some, more = _some(items, colour, at, cap)
        # CASE leaves the branch that is not needed unread.
        parts.append(
            f"CASE WHEN (SELECT count(*) FROM few) <= {short:d}"  # noqa: S608 (all by the ORM)
            f" THEN (SELECT count(*) FROM few WHERE few.colour = '{colour.value}')"
            f" ELSE (SELECT count(*) FROM ({some}) AS found) END"
        )
        values += more
    statement = f"WITH few (colour) AS MATERIALIZED ({sql}) SELECT {', '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = dict(zip(Colour, cursor.fetchone(), strict=True))
    return ColourCounts(**{c.value: Count(min(n, cap), n > cap) for c, n in found.items()})


def _some(
    items: QuerySet[Item], colour: Colour, at: datetime, cap: int
) -> tuple[str, tuple[Any, ...]]:
    found = items.filter(colour_q(colour, at)).order_by(*_ORDERS[colour])
    return found.values_list("id", flat=True)[: cap + 1].query.sql_with_params()
