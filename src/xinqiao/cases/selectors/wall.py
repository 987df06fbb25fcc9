"""The public wall: closed requests as everybody may read them, without personal data.

Consent and expiry are part of the query, so that nothing is shown a moment too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db.models import Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.flow import CLOSED
from xinqiao.cases.models import Case, Outcome, WallObjection, WallTerm
from xinqiao.cases.selectors.contact import NAME_CONTEXT
from xinqiao.kit import crypto
from xinqiao.kit.deidentify import mask_public
from xinqiao.kit.paging import Order, Page, paginate

NEWEST_FIRST: Final = Order("item__closed_at", descending=True, tie="item_id")
OLDEST_FIRST: Final = Order("filed_at")
STANDARD_DAYS: Final = 365  # until staff have set another length
_SALT: Final = "cases.wall"


@dataclass(frozen=True, slots=True)
class WallEntry:
    """One closed request. `wait` is from the report to the answer; `key` opens nothing else."""

    key: str
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


def public_wall(*, at: datetime, cursor: str | None = None, size: int = 25) -> WallPage:
    """Closed requests whose requester agreed, newest first; two statements. Raises BadCursor."""
    page = paginate(_public_cases(at), order=NEWEST_FIRST, cursor=cursor, size=size)
    return WallPage([_entry(case) for case in page.items], page.next, page.previous)


def wall_entry(*, key: str, at: datetime) -> WallEntry:
    """One entry by its key. Raises CaseNotFound (404) for one that has left the wall."""
    case = _public_cases(at).filter(pk=case_of_key(key)).first()
    if case is None:
        raise CaseNotFound
    return _entry(case)


def case_of_key(key: str) -> int:
    """The request behind a key that the wall gave out. Raises CaseNotFound (404)."""
    try:
        return int(signing.loads(key, salt=_SALT))
    except (signing.BadSignature, ValueError) as error:
        raise CaseNotFound from error


def days_on_wall(at: datetime) -> int:
    """How many days a closed request stays on the wall; one statement."""
    days: int | None = (
        WallTerm.objects.filter(valid_from__lte=at)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
        .order_by("-valid_from")
        .values_list("days_shown", flat=True)
        .first()
    )
    return STANDARD_DAYS if days is None else days


def objection_page(*, actor: Actor, cursor: str | None = None) -> Page[WallObjection]:
    """Objections that wait for a decision in the actor's areas, oldest first; one statement."""
    inside = Q(pk__in=())
    for path in actor.area_paths(*AREA_STAFF):
        inside |= Q(case__item__area_path__startswith=path)
    waiting = WallObjection.objects.filter(inside, decided_at__isnull=True)
    return paginate(waiting.select_related("case__item__area"), order=OLDEST_FIRST, cursor=cursor)


def objection_by_token(*, token: str) -> WallObjection:
    """The objection of a link. Raises CaseNotFound (404)."""
    found = WallObjection.objects.filter(token=token[:32].replace("\x00", "")).first()
    if found is None:
        raise CaseNotFound
    return found


def _public_cases(at: datetime) -> QuerySet[Case]:
    return (
        Case.objects.filter(
            may_publish=True,
            category__is_public=True,
            item__is_open=False,
            item__state=CLOSED,
            item__closed_at__gt=at - timedelta(days=days_on_wall(at)),
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
        key=signing.dumps(case.pk, salt=_SALT),
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
