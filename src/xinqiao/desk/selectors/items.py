"""The items behind one figure of the board, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.desk.board_query import BoardQuery
from xinqiao.desk.selectors.place import Place
from xinqiao.indicators.measures import MEASURES
from xinqiao.indicators.models import Fact
from xinqiao.indicators.periods import Period
from xinqiao.indicators.selectors.counted import items_counted
from xinqiao.indicators.selectors.exact import Side, items_behind
from xinqiao.kit.errors import BadInput
from xinqiao.kit.paging import Order, paginate
from xinqiao.workflow.colour_sql import colour_expression
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items, with_owner

NEWEST_FIRST = Order("subject_id", descending=True, tie="subject_id")


class BadFigure(BadInput):
    """The address does not say which figure is meant."""

    code = "bad_figure"
    message = _("This link names no figure. Please open the list from a number on the board.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Which figure: a measure, or one side of an indicator; and the days it counts."""

    period: Period
    measure: str = ""
    code: str = ""
    side: Side = "denominator"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Raises BadFigure for what is no figure."""
        measure, code = query.get("measure", ""), query.get("code", "")
        try:
            first = date.fromisoformat(query.get("since", ""))
            last = date.fromisoformat(query.get("until", ""))
        except ValueError as error:
            raise BadFigure from error
        is_known = measure in MEASURES or (not measure and code.isidentifier())
        if not is_known or last < first:
            raise BadFigure
        side: Side = "numerator" if query.get("side") == "numerator" else "denominator"
        return cls(period=Period(first, last), measure=measure, code=code, side=side)

    def to_query(self, board: BoardQuery) -> str:
        """The query string that names this figure of that board."""
        figure = (
            {"measure": self.measure} if self.measure else {"code": self.code, "side": self.side}
        )
        days = {"since": self.period.first.isoformat(), "until": self.period.last.isoformat()}
        return "&".join(filter(None, (board.to_query(), urlencode(figure | days))))


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """One page of items with their colours; `hidden` of its rows the actor may not open."""

    items: tuple[Item, ...]
    hidden: int
    next: str | None
    previous: str | None


def items_page(
    *, actor: Actor, place: Place, figure: Figure, at: datetime, cursor: str | None
) -> ItemsPage:
    """The newest items first. Raises NotAllowed, UnknownIndicator, BadCursor."""
    page = paginate(_facts(actor, place, figure, at), order=NEWEST_FIRST, cursor=cursor)
    ids = [fact.subject_id for fact in page]
    seen = with_owner(visible_items(actor=actor)).filter(pk__in=ids)
    found = {item.pk: item for item in seen.annotate(colour=colour_expression(at))}
    shown = tuple(found[one] for one in ids if one in found)
    return ItemsPage(shown, len(ids) - len(shown), page.next, page.previous)


def _facts(actor: Actor, place: Place, figure: Figure, at: datetime) -> QuerySet[Fact]:
    scope, period = place.scope, figure.period
    if figure.measure:
        return items_counted(actor=actor, measure=figure.measure, scope=scope, period=period, at=at)
    return items_behind(
        actor=actor, code=figure.code, side=figure.side, scope=scope, period=period, at=at
    ).order_by()
