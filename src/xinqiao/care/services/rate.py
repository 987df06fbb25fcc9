"""What the caller says of the help (评价), and the end of a call nobody rated."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.care.errors import CallOver
from xinqiao.care.flow import CALL, HELPED
from xinqiao.care.models import Call
from xinqiao.care.services.call import CALLER
from xinqiao.events.models import Event
from xinqiao.kit.clean import clean_text
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.ratings import record_rating

SATISFIED_FROM = 3


@transaction.atomic
def rate_call(
    *,
    actor: Actor,
    call: Call,
    score: int,
    at: datetime,
    words: str = "",
    is_caller: bool = False,
) -> Call:
    """1 to 5 stars, by the caller or by a clerk who asked them. Records `care.call_rated`."""
    said = clean_text(words, limit=500, field="words")
    try:
        perform_action(
            actor=actor,
            item_id=call.pk,
            action="rate",
            relations=CALLER if is_caller else frozenset(),
            fields={Need.RATING: score},
            data={"score": score},
            at=at,
        )
    except ActionNotPossible as error:
        raise CallOver from error
    record_rating(
        actor=actor,
        item_id=call.pk,
        score=score,
        words=said,
        by_call_back=not is_caller,
        is_satisfied=score >= SATISFIED_FROM,
        at=at,
    )
    Call.objects.filter(pk=call.pk).update(score=score)
    call.score = score
    return call


@transaction.atomic
def close_unrated(event: Event) -> None:
    """Three days without a rating end the call; heard from `workflow.expired`."""
    item = Item.objects.filter(pk=event.subject_id, flow=CALL, state=HELPED).first()
    if item is not None:
        perform_action(actor=SYSTEM, item_id=item.pk, action="close", at=event.at)
