"""Keyset paging: a page costs the same whether it is the first or the ten-thousandth.

The cursor is the ordering values of the edge row, signed so that nobody can forge one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet
from django.db.models.expressions import OrderBy, Value
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput

PAGE_SIZE: Final = 25
MAX_PAGE_SIZE: Final = 100
_SALT: Final = "xinqiao.kit.paging"

M = TypeVar("M", bound=Model)
Key = tuple[Any, int | str]


class BadCursor(BadInput):
    """A cursor we did not give out, or one of another list."""

    code = "bad_cursor"
    message = _("This page link is no longer valid. Please start again from the first page.")


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: one column, then the id in the same direction; NULLs always come last.

    column: a field or annotation. nullable: whether it may be NULL (costs a second statement at
    the border). `Order("id")` orders by the id alone.
    """

    column: str
    descending: bool = False
    nullable: bool = False
    tie: str = "id"

    @property
    def name(self) -> str:
        """What is signed into the cursor, so that a cursor fits one list only."""
        return f"{'-' if self.descending else ''}{self.column},{self.tie}"


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of rows and the cursors to its neighbours (None at either end)."""

    items: Sequence[M]
    next: str | None
    previous: str | None

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def paginate(
    queryset: QuerySet[M], *, order: Order, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[M]:
    """Return the page of `queryset` at `cursor`, one statement (two across the NULL border).

    size: rows, 1 to 100. Raises BadCursor.
    """
    size = max(1, min(size, MAX_PAGE_SIZE))
    back, key = decode_cursor(cursor, order) if cursor else (False, None)
    rows = _fetch(queryset, order=order, key=key, back=back, count=size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if back:
        rows.reverse()
    has_next, has_previous = (bool(key), more) if back else (more, bool(key))
    return Page(
        items=rows,
        next=encode_cursor(rows[-1], order) if rows and has_next else None,
        previous=encode_cursor(rows[0], order, back=True) if rows and has_previous else None,
    )


def rows_behind(queryset: QuerySet[M], *, order: Order, cursor: str | None = None) -> QuerySet[M]:
    """The rows behind a cursor in the order of their page, not yet cut; NULLs are left out.

    For looking at some of them before a page is decided. Raises BadCursor.
    """
    back, key = decode_cursor(cursor, order) if cursor else (False, None)
    descending = order.descending != back
    ordered = queryset.order_by(*_terms(order, descending=descending, nulls_first=back))
    if key is None or order.column == order.tie:
        past = Q(**{f"{order.tie}__{'lt' if descending else 'gt'}": key[1]}) if key else Q()
        return ordered.filter(past)
    if key[0] is None:
        return ordered.none()
    return ordered.filter(_RowAfter(order, *key, descending=descending))


def encode_cursor(row: Model, order: Order, *, back: bool = False) -> str:
    """Return the opaque cursor behind (or, with `back`, before) a row."""
    value = _value(row, order.column)
    if isinstance(value, datetime):
        value = {"at": value.isoformat()}
    tie = _value(row, order.tie)
    body = [order.name, back, value, str(tie) if isinstance(tie, UUID) else tie]
    return signing.dumps(body, salt=_SALT, compress=False)


def decode_cursor(cursor: str, order: Order) -> tuple[bool, Key]:
    """Return (backwards?, key) of a cursor of the same order. Raises BadCursor."""
    try:
        name, back, value, tie = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor(field="cursor") from error
    if name != order.name:
        raise BadCursor(field="cursor")
    if isinstance(value, dict):
        value = datetime.fromisoformat(value["at"])
    return bool(back), (value, tie)


def _fetch(
    queryset: QuerySet[M], *, order: Order, key: Key | None, back: bool, count: int
) -> list[M]:
    descending = order.descending != back
    ordered = queryset.order_by(*_terms(order, descending=descending, nulls_first=back))
    if key is None:
        return list(ordered[:count])
    value, tie = key
    past = Q(**{f"{order.tie}__{'lt' if descending else 'gt'}": tie})
    if order.column == order.tie:
        return list(ordered.filter(past)[:count])
    null = Q(**{f"{order.column}__isnull": True})
    if value is None:
        rows = list(ordered.filter(null & past)[:count])
        beyond = ~null if back else None
    else:
        rows = list(ordered.filter(_RowAfter(order, value, tie, descending=descending))[:count])
        beyond = null if order.nullable and not back else None
    if beyond is not None and len(rows) < count:
        rows += list(ordered.filter(beyond)[: count - len(rows)])
    return rows


def _terms(order: Order, *, descending: bool, nulls_first: bool) -> list[OrderBy]:
    if order.column == order.tie:
        return [OrderBy(F(order.tie), descending=descending)]
    # PostgreSQL has NULLs last when ascending, first when descending: say only what differs.
    first = None if not order.nullable or descending == nulls_first else nulls_first or None
    last = None if not order.nullable or descending == nulls_first else (not nulls_first) or None
    return [
        OrderBy(F(order.column), descending=descending, nulls_first=first, nulls_last=last),
        OrderBy(F(order.tie), descending=descending),
    ]


class _RowAfter(Func):
    """`(column, tie) > (value, tie)`: one range of a two-column index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, order: Order, value: Any, tie: Any, *, descending: bool) -> None:
        super().__init__(F(order.column), F(order.tie), Value(value), Value(tie))
        self.template = f"(%(a)s, %(b)s) {'<' if descending else '>'} (%(c)s, %(d)s)"

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:  # type: ignore[override]
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        sql = self.template % dict(zip("abcd", (part[0] for part in parts), strict=True))
        return sql, [param for part in parts for param in part[1]]


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name)
    return value
