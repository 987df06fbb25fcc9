"""Rows by their words: of a frequent word the first page is near, of a rare one the index knows.

As in `workflow.selectors.words`: a word that stands in every tenth row has no use for an index,
whose rows would all be read to be put in order. So the first rows of the list are looked at in
their order, and only a word that they do not hold often enough is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, Model, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from xinqiao.kit.paging import Order, Page, decode_cursor, paginate, rows_behind
from xinqiao.kit.search import Bigrams
from xinqiao.kit.words import bigrams

NEAR: Final = 2000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Wanted(Generic[M]):
    """rows: scoped. column: the words are in it, with an index over `Bigrams`. pairs: all must be.

    frequent: whether a word may stand in many rows, as 3栋 does and a name does not.
    """

    rows: QuerySet[M]
    column: str
    pairs: list[str]
    frequent: bool = False


def page_of_words(
    wanted: Wanted[M], *, order: Order, cursor: str | None = None, size: int = 25
) -> Page[M]:
    """One page of the rows that hold all the words; one statement, for rare words of places two.

    Raises BadCursor.
    """
    if wanted.frequent:
        page = _page_near(wanted, order, cursor, size)
        if page is not None:
            return page
    return paginate(_looked_up(wanted, order, cursor, size), order=order, cursor=cursor, size=size)


def _page_near(wanted: Wanted[M], order: Order, cursor: str | None, size: int) -> Page[M] | None:
    """The page when the rows looked through fill it, else None."""
    back = cursor is not None and decode_cursor(cursor, order)[0]
    near = rows_behind(wanted.rows, order=order, cursor=cursor)
    try:
        lean = near.values_list("pk", F(order.column), F(wanted.column))[:NEAR]
        sql, params = lean.query.sql_with_params()
    except EmptyResultSet:
        return None
    way = "DESC" if order.descending != back else "ASC"
    first = (
        f"SELECT near.id FROM ({sql}) AS near (id, place, words) "  # noqa: S608
        f"WHERE near.words LIKE ALL(%s) ORDER BY near.place {way}, near.id {way} LIMIT {size + 1:d}"
    )
    patterns = [f"%{_plain(pair)}%" for pair in wanted.pairs]
    rows = _among(wanted.rows, first, (*params, patterns))
    page = paginate(rows, order=order, cursor=cursor, size=size)
    if (page.previous if back else page.next) is None:
        return None
    # `LIKE` may see a piece of a longer number; then the index decides.
    words = [set(bigrams(getattr(row, wanted.column))) for row in page]
    return page if all(set(wanted.pairs) <= held for held in words) else None


def _looked_up(wanted: Wanted[M], order: Order, cursor: str | None, size: int) -> QuerySet[M]:
    """What the index of words finds, found before anything is put in order.

    The planner knows nothing of how often a word occurs, and must not walk a million rows in
    order, computing the words of each, in the hope of meeting one soon.
    """
    behind = rows_behind(wanted.rows, order=order, cursor=cursor).order_by()
    matching = behind.alias(
        pairs=Bigrams(wanted.column, output_field=ArrayField(TextField()))
    ).filter(Q(pairs__contains=wanted.pairs))
    try:
        sql, params = matching.values_list("pk", F(order.column)).query.sql_with_params()
    except EmptyResultSet:
        return wanted.rows.none()
    back = cursor is not None and decode_cursor(cursor, order)[0]
    way = "DESC" if order.descending != back else "ASC"
    first = (
        f"SELECT said.id FROM ({sql} OFFSET 0) AS said (id, place) "  # noqa: S608
        f"ORDER BY said.place {way}, said.id {way} LIMIT {size + 1:d}"
    )
    return _among(wanted.rows, first, params)


def _among(rows: QuerySet[M], sql: str, params: tuple[Any, ...]) -> QuerySet[M]:
    """Those whose keys a statement of ours gives; read once, before all else."""
    table = rows.model._meta.db_table
    keys = RawSQL(  # noqa: S611  our own statement; the words go as parameters
        f'"{table}"."id" = ANY(ARRAY({sql}))', params, output_field=BooleanField()
    )
    return rows.filter(keys)


def _plain(pair: str) -> str:
    """A piece of text without what `LIKE` would read as a pattern."""
    return pair.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
