"""Requests as programs and tables read them, through the same gate as every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet, TextField

from xinqiao.accounts.models import User
from xinqiao.cases.callers import Caller
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.exchange.errors import ExportTooBig
from xinqiao.cases.exchange.filters import CaseFilter
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.one import get_case
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.words import search_words
from xinqiao.workflow.colour_sql import colour_expression
from xinqiao.workflow.models import Bigrams, Item
from xinqiao.workflow.selectors.cells import POINTS_FROM_ZOOM, Box, cells
from xinqiao.workflow.selectors.items import visible_items
from xinqiao.workflow.selectors.words import Found, page_about

NEWEST_FIRST: Final = Order("id", descending=True)
_CHUNK: Final = 1000
_JOINED: Final = ("item__area", "item__owner_post", "item__owner_organisation", "category")


def case_items(*, caller: Caller) -> QuerySet[Item]:
    """The requests this person or system may see; a system also sees what it has sent itself."""
    actor, client = caller.actor, caller.client
    seen = visible_items(actor=actor)
    if client is not None:
        seen = seen | Item.objects.filter(case__api_client_id=client.pk)
    elif actor.user_id is not None:
        seen = seen | Item.objects.filter(pk__in=_recorded_or_called(actor.user_id))
    return seen.filter(flow=FLOW)


def _recorded_or_called(user_id: int) -> QuerySet[Case, Any]:
    """`visible.own` beside being the requester: two index look-ups, where its OR reads all rows."""
    number = User.objects.filter(pk=user_id, phone_index__isnull=False).values("phone_index")
    recorded = Case.objects.filter(recorded_by_id=user_id).values("pk")
    return recorded.union(Case.objects.filter(reporter_phone_index__in=number).values("pk"))


def filtered_items(*, items: QuerySet[Item], wanted: CaseFilter, at: datetime) -> QuerySet[Item]:
    """Those of `items` that match, with what a row shows joined and `colour` annotated."""
    found = items.filter(wanted.where(at=at)).select_related(
        "case__category", "area", "owner_post", "owner_organisation", "requester"
    )
    if wanted.words.strip():
        found = _with_words(found, wanted.words)
    return found.annotate(colour=colour_expression(at))


def case_page(
    *, caller: Caller, wanted: CaseFilter, at: datetime, cursor: str | None, size: int
) -> Page[Item]:
    """One page, newest request first; one statement, for rare words two.

    Raises BadFilter, BadCode, BadCursor.
    """
    scope = case_items(caller=caller)
    if not search_words(wanted.words):
        items = filtered_items(items=scope, wanted=wanted, at=at)
        return paginate(items, order=NEWEST_FIRST, cursor=cursor, size=size)
    found = Found(
        words=wanted.words.strip(),
        lean=scope.filter(wanted.where(at=at)),
        full=filtered_items(items=scope, wanted=replace(wanted, words=""), at=at),
        halves=wanted.open is None,
    )
    return page_about(found, order=NEWEST_FIRST, cursor=cursor, size=size)


def one_case(*, caller: Caller, number: str) -> Case:
    """One request by its number, found by key. Raises CaseNotFound (404), NumberMistyped (422)."""
    try:
        return get_case(actor=caller.actor, number=number)
    except CaseNotFound:
        if caller.client is None:
            raise
    sent = Case.objects.filter(api_client_id=caller.client.pk, item__number=parse_number(number))
    found = sent.select_related(*_JOINED).first()
    if found is None:
        raise CaseNotFound
    return found


def points_in(*, caller: Caller, wanted: CaseFilter, box: Box, at: datetime) -> dict[str, object]:
    """Open requests in a box as GeoJSON points with number, title, colour; at most 500."""
    items = case_items(caller=caller).filter(wanted.where(at=at))
    return cells(items=items, box=box, zoom=POINTS_FROM_ZOOM, at=at)


def export_items(*, caller: Caller, wanted: CaseFilter, at: datetime, limit: int) -> Iterator[Item]:
    """All matching requests, oldest first, read in chunks. Raises ExportTooBig before the first."""
    items = filtered_items(items=case_items(caller=caller), wanted=wanted, at=at).order_by("id")
    if items.order_by().values("id")[limit : limit + 1].exists():
        raise ExportTooBig(limit=limit)
    return items.iterator(chunk_size=_CHUNK)


def _with_words(items: QuerySet[Item], words: str) -> QuerySet[Item]:
    wanted = search_words(words)
    if not wanted:
        # A single character is in no index pair: compare the words themselves.
        return items.filter(words__contains=words.strip())
    pairs = Bigrams("words", output_field=ArrayField(TextField()))
    # The words of open and of closed items have an index each.
    return items.alias(pairs=pairs).filter(
        Q(is_open=True, pairs__contains=wanted) | Q(is_open=False, pairs__contains=wanted)
    )
