"""An answer that did not satisfy: back to the owner, with new clocks."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.errors import AlreadyRated
from xinqiao.cases.flow import ASSIGNED, HANDLING
from xinqiao.cases.models import Case
from xinqiao.workflow.errors import ActionNotPossible, AtTheTop
from xinqiao.workflow.flow import Need, Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.assignments import add_supervisor

# The county watches; a place without a county's desk has the next lower one.
WATCHING_LEVELS: Final = (3, 4, 5)
TIMES_BEFORE_COUNTY: Final = 1


@transaction.atomic
def reopen_case(
    *,
    actor: Actor,
    item_id: int,
    score: int,
    by_call_back: bool,
    relations: frozenset[Relation],
    at: datetime,
) -> Item:
    """Open an answered request again. Records `cases.reopened`; from the second time on also
    `cases.supervised`, when the county begins to watch. Raises AlreadyRated (409).
    """
    try:
        item = perform_action(
            actor=actor,
            item_id=item_id,
            action="reopen",
            at=at,
            relations=relations,
            fields={Need.RATING: score},
            data={"score": score, "by_call_back": by_call_back},
            on_behalf=by_call_back,
        )
    except ActionNotPossible:
        again = Item.objects.filter(pk=item_id, state__in=(ASSIGNED, HANDLING))
        if again.filter(ratings__isnull=False).exists():
            raise AlreadyRated from None
        raise
    Case.objects.filter(pk=item_id).update(
        score=score, is_confirmed=None, times_reopened=F("times_reopened") + 1
    )
    times = Case.objects.values_list("times_reopened", flat=True).get(pk=item_id)
    return _watched(item, times, at) if times > TIMES_BEFORE_COUNTY else item


def _watched(item: Item, times: int, at: datetime) -> Item:
    for level in WATCHING_LEVELS:
        with suppress(AtTheTop):
            return add_supervisor(
                actor=SYSTEM,
                item_id=item.pk,
                level=level,
                reason=f"reopened {times} times",
                at=at,
            )
    return item
