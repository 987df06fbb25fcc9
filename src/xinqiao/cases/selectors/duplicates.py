"""Requests that may be about one matter, for those who work on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.flow import CASE_FLOW, MERGED
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.near import Near, Why, near_case, why_alike
from xinqiao.cases.selectors.sharing import followers_of, main_of_merged, merged_into
from xinqiao.files.models import Attachment
from xinqiao.files.selectors import attachments_of
from xinqiao.workflow.models import SUBJECT
from xinqiao.workflow.selectors.items import desk_items
from xinqiao.workflow.selectors.parties import parties_of

MOST_CHOSEN = 20


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page of a request says of others like it.

    main: what it was merged into. others: what was merged into it. joined: how many follow it.
    """

    main: Case | None
    others: list[Case]
    joined: int
    near: list[Near]
    may_merge: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two requests side by side."""

    case: Case
    photos: list[Attachment]
    joined: int
    may_be_main: bool


def duplicates_panel(*, actor: Actor, case: Case, at: datetime) -> Panel:
    """Of a request the actor's posts lead to. At most eight statements."""
    is_open = case.item.is_open
    return Panel(
        main=main_of_merged(case.pk) if case.item.state == MERGED else None,
        others=merged_into(case.pk),
        joined=followers_of(case.pk).count(),
        near=near_case(actor=actor, case=case, at=at) if is_open else [],
        may_merge=may_merge(actor, case),
    )


def may_merge(actor: Actor, case: Case) -> bool:
    """Whether the actor could merge it away or take others into it."""
    return bool(parties_of(actor=actor, item=case.item) & set(CASE_FLOW.action("merge").by))


def side_by_side(*, actor: Actor, one: Case, other: Case) -> tuple[Side, Side, Why]:
    """Two requests the actor works on, and what they have in common."""
    files = attachments_of(SUBJECT, [one.pk, other.pk])
    merges = CASE_FLOW.action("merge")
    both = may_merge(actor, one) and may_merge(actor, other)

    def side(case: Case, against: Case) -> Side:
        fits = against.item.state in merges.sources and case.item.is_open
        return Side(
            case=case,
            photos=[file for file in files.get(case.pk, []) if file.is_photo],
            joined=followers_of(case.pk).count(),
            may_be_main=both and fits,
        )

    return side(one, other), side(other, one), why_alike(one, other)


def chosen_cases(*, actor: Actor, item_ids: Collection[int]) -> list[Case]:
    """Requests chosen in the work list that the actor's posts lead to, oldest first.

    Raises CaseNotFound (404) when none is left.
    """
    ids = sorted(set(item_ids))[:MOST_CHOSEN]
    items = desk_items(actor=actor).filter(pk__in=ids).values("pk")
    found = Case.objects.filter(pk__in=items).select_related(
        "item__area", "item__owner_post", "item__owner_organisation", "category"
    )
    cases = list(found.order_by("item__opened_at", "pk"))
    if not cases:
        raise CaseNotFound
    return cases
