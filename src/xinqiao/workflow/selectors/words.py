"""Items by their words: of a frequent word the first page is near, of a rare one the index knows.

A word of two characters that stands in every fourth text has no use for an index: its rows would
all be read to be put in order. So the first rows of the list are looked at in their order, and
only a word that they do not hold often enough is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from xinqiao.kit.errors import BadInput
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, Page, decode_cursor, paginate, rows_behind
from xinqiao.kit.words import bigrams, search_words
from xinqiao.workflow.models import Bigrams, Item

NEAR: Final = 2000
NEWEST: Final = 5000


@dataclass(frozen=True, slots=True)
class Found:
    """What to search in: `lean` decides, `full` are the same rows as the page shows them.

    halves: both the open and the closed items are meant, which have a word index each. few: there
    are so few of them, a community's at most, that all can be looked through.
    """

    words: str
    lean: QuerySet[Item]
    full: QuerySet[Item]
    halves: bool = False
    few: bool = False

    @property
    def parts(self) -> list[QuerySet[Item]]:
        """`lean` in parts that an index serves: those of areas and words know open or closed."""
        if not self.halves:
            return [self.lean]
        return [self.lean.filter(is_open=is_open) for is_open in (True, False)]


def can_search(words: str) -> bool:
    """Whether the words are long enough: a number, two Han characters or a Latin word."""
    return number_in(words) is not None or bool(search_words(words))


def about(items: QuerySet[Item], words: str) -> QuerySet[Item]:
    """Those of `items` that have this number or hold all these words; too short words: none.

    The index of words is there for open and for closed items: `items` must be one of the two.
    """
    number = number_in(words)
    if number is not None:
        return items.filter(number=number)
    pairs = search_words(words)
    if not pairs:
        return items.none()
    indexed = items.alias(pairs=Bigrams("words", output_field=ArrayField(TextField())))
    # Asked by Q, whose look-ups the types know nothing of.
    return indexed.filter(Q(pairs__contains=pairs))


def page_about(
    found: Found, *, order: Order, cursor: str | None = None, size: int = 25
) -> Page[Item]:
    """One page of what is about the words; one statement for frequent words, two for rare ones.

    Raises BadCursor.
    """
    pairs = search_words(found.words)
    if pairs and number_in(found.words) is None:
        page = _page_near(found, pairs, order, cursor, size)
        if page is not None:
            return page
        found = replace(found, full=_looked_up(found, order, cursor, size))
    elif found.words:
        found = replace(found, full=about(found.full, found.words))
    return paginate(found.full, order=order, cursor=cursor, size=size)


def number_in(words: str) -> str | None:
    """The number of an item, when the words are one."""
    try:
        return parse_number(words)
    except BadInput:
        return None


def _page_near(
    found: Found, pairs: list[str], order: Order, cursor: str | None, size: int
) -> Page[Item] | None:
    """The page when the rows looked through fill it or are all there are, else None."""
    back = cursor is not None and decode_cursor(cursor, order)[0]
    patterns = [f"%{_plain(pair)}%" for pair in pairs]
    try:
        if found.few:
            sql, params = _all(found, order, cursor, patterns)
        elif found.halves:
            sql, params = _newest(order, cursor, patterns)
        else:
            sql, params = _first(found, order, cursor, patterns, back=back, most=size + 1)
    except EmptyResultSet:
        return None
    page = paginate(_among(found.full, sql, params), order=order, cursor=cursor, size=size)
    is_full = found.few or (page.previous if back else page.next) is not None
    # `LIKE` may see a piece of a longer number; then the index decides.
    if not is_full or any(not set(pairs) <= set(bigrams(row.words)) for row in page):
        return None
    return page


def _first(
    found: Found, order: Order, cursor: str | None, patterns: list[str], *, back: bool, most: int
) -> tuple[str, tuple[Any, ...]]:
    """Keys of the first rows of a list that may match. The index gives the order by itself."""
    near = rows_behind(found.lean, order=order, cursor=cursor)
    near = near.values_list("pk", F(order.column))
    sql, params = near[:NEAR].query.sql_with_params()
    way = "DESC" if order.descending != back else "ASC"
    return (
        f"SELECT near.id FROM ({sql}) AS near (id, place) "  # noqa: S608
        "JOIN workflow_item AS said ON said.id = near.id WHERE said.words LIKE ALL(%s) "
        f"ORDER BY near.place {way}, near.id {way} LIMIT {most:d}",
        (*params, patterns),
    )


def _all(
    found: Found, order: Order, cursor: str | None, patterns: list[str]
) -> tuple[str, tuple[Any, ...]]:
    """Keys of all that may match, found by the index of their area."""
    parts = [
        rows_behind(half, order=order, cursor=cursor).order_by().values_list("pk", "words")
        for half in found.parts
    ]
    sql, params = _fenced(parts)
    return (
        f"SELECT said.id FROM ({sql}) AS said (id, words) WHERE said.words LIKE ALL(%s)",  # noqa: S608
        (*params, patterns),
    )


def _newest(order: Order, cursor: str | None, patterns: list[str]) -> tuple[str, tuple[Any, ...]]:
    """Keys among the newest of all items that may match, whoever may see them.

    Within a small area no index has the newest first: looking for so many there would read all.
    """
    near = rows_behind(Item.objects.all(), order=order, cursor=cursor).values_list("pk", "words")
    sql, params = near[:NEWEST].query.sql_with_params()
    return (
        f"SELECT near.id FROM ({sql}) AS near (id, words) WHERE near.words LIKE ALL(%s)",  # noqa: S608
        (*params, patterns),
    )


def _looked_up(found: Found, order: Order, cursor: str | None, size: int) -> QuerySet[Item]:
    """What the index of words finds, found before anything is put in order.

    The planner knows nothing of how often a word occurs, and must not walk a million rows in
    order, computing the words of each, in the hope of meeting one soon.
    """
    matching = [about(half, found.words).order_by() for half in found.parts]
    try:
        if order.nullable:
            keys, params = _fenced([half.values_list("pk") for half in matching])
            return _among(found.full, keys, params)
        place = "pk" if order.column == order.tie else order.column
        behind = [rows_behind(half, order=order, cursor=cursor) for half in matching]
        sql, params = _fenced([half.order_by().values_list("pk", F(place)) for half in behind])
    except EmptyResultSet:
        return found.full.none()
    back = cursor is not None and decode_cursor(cursor, order)[0]
    way = "DESC" if order.descending != back else "ASC"
    first = (
        f"SELECT said.id FROM ({sql}) AS said (id, place) "  # noqa: S608
        f"ORDER BY said.place {way}, said.id {way} LIMIT {size + 1:d}"
    )
    return _among(found.full, first, params)


def _fenced(parts: list[QuerySet[Item, Any]]) -> tuple[str, tuple[Any, ...]]:
    """All parts as one statement; `OFFSET 0` keeps order and limit out of how each is found."""
    done = [part.query.sql_with_params() for part in parts]
    sql = " UNION ALL ".join(f"({text} OFFSET 0)" for text, _params in done)
    return sql, tuple(param for _text, params in done for param in params)


def _among(items: QuerySet[Item], sql: str, params: tuple[Any, ...]) -> QuerySet[Item]:
    """Those of `items` whose keys a statement of ours gives; read once, before all else."""
    keys = RawSQL(  # noqa: S611  our own statement; the words go as parameters
        f'"workflow_item"."id" = ANY(ARRAY({sql}))', params, output_field=BooleanField()
    )
    return items.filter(keys)


def _plain(pair: str) -> str:
    """A piece of text without what `LIKE` would read as a pattern."""
    return pair.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
