"""The requester of a merged request judges the main one's answer, and has the last word."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import AlreadyRated
from xinqiao.cases.merge_errors import NotYetAnswered
from xinqiao.cases.models import Case
from xinqiao.cases.services.split import current_merge, end_merge
from xinqiao.workflow.flow import Need, Relation
from xinqiao.workflow.models import Item, Rating
from xinqiao.workflow.services.acting import perform_action


def judge_merged(
    *,
    actor: Actor,
    item_id: int,
    score: int,
    is_satisfied: bool,
    relations: frozenset[Relation],
    at: datetime,
) -> Item:
    """Keep the score of a merged request, in the caller's transaction.

    Satisfied: it stays merged; records `cases.merged_rated`. Not satisfied: a request of its own
    again with new clocks, as any answer that did not satisfy; records `cases.split`.
    Raises NotYetAnswered, AlreadyRated (409).
    """
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="rate_merged" if is_satisfied else "reopen_merged",
        at=at,
        relations=relations,
        fields={Need.RATING: score},
        data={"score": score},
    )
    merge = current_merge(item_id)
    if merge.into.item.done_at is None:
        raise NotYetAnswered
    if Rating.objects.filter(item_id=item_id, at__gte=merge.at).exists():
        raise AlreadyRated
    if is_satisfied:
        Case.objects.filter(pk=item_id).update(score=score, is_confirmed=True)
        return item
    Case.objects.filter(pk=item_id).update(
        score=score, is_confirmed=None, times_reopened=F("times_reopened") + 1
    )
    end_merge(actor=actor, merge=merge, at=at)
    return item
