"""The public wall: closed requests as everybody may read them, without personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from xinqiao.cases.flow import CLOSED
from xinqiao.cases.models import Case, Outcome
from xinqiao.cases.selectors.contact import NAME_CONTEXT
from xinqiao.kit import crypto
from xinqiao.kit.deidentify import mask_public
from xinqiao.kit.paging import Order, paginate

NEWEST_FIRST: Final = Order("item__closed_at", descending=True, tie="item_id")


@dataclass(frozen=True, slots=True)
class WallEntry:
    """One closed request. `wait` is from the report to the answer."""

    title: str
    category: str
    area: str
    text: str
    answer: str
    closed_at: datetime
    wait: timedelta
    score: int | None


@dataclass(frozen=True, slots=True)
class WallPage:
    """One page of the wall and the cursors to its neighbours."""

    items: list[WallEntry]
    next: str | None
    previous: str | None

    def __iter__(self) -> object:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def public_wall(*, cursor: str | None = None, size: int = 25) -> WallPage:
    """Closed requests whose requester agreed, newest first; one statement. Raises BadCursor."""
    page = paginate(_public_cases(), order=NEWEST_FIRST, cursor=cursor, size=size)
    return WallPage([_entry(case) for case in page.items], page.next, page.previous)


def _public_cases() -> QuerySet[Case]:
    return (
        Case.objects.filter(
            may_publish=True,
            category__is_public=True,
            item__is_open=False,
            item__state=CLOSED,
            item__closed_at__isnull=False,
        )
        .exclude(outcome=Outcome.WITHDRAWN)
        .select_related("item", "item__area__parent", "category")
    )


def _entry(case: Case) -> WallEntry:
    item = case.item
    names = _names(case)
    # A grid is a few dozen homes; the community above it is as near as the public needs.
    area = item.area.parent if item.area.level > 5 and item.area.parent else item.area
    end = item.done_at or item.closed_at or item.opened_at
    return WallEntry(
        title=mask_public(item.title, names=names),
        category=case.category.name,
        area=area.name,
        text=mask_public(case.text, names=names),
        answer=mask_public(case.answer, names=names),
        closed_at=item.closed_at or end,
        wait=end - item.opened_at,
        score=case.score,
    )


def _names(case: Case) -> tuple[str, ...]:
    if case.reporter_name_sealed is None:
        return ()
    return (crypto.unseal(case.reporter_name_sealed, context=NAME_CONTEXT),)
