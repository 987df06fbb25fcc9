"""The requester confirms or does not: rating, call-back (回访), reopening, the end of waiting.

Unsatisfied: it goes back to its owner with new clocks; from the second time on the county watches
over it as well, and the supervisor may then end it with words of their own.
Source: RULES "Requests"; issue 2, "Confirm".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.errors import AlreadyRated, BadScore, NotYetConclusive, SameHandler
from xinqiao.cases.flow import CLOSED, MERGED
from xinqiao.cases.models import Case, Outcome
from xinqiao.cases.services.close import check_outcome, record_answer
from xinqiao.cases.services.common import case_of, clean_words, find_case
from xinqiao.cases.services.rate_merged import judge_merged
from xinqiao.cases.services.reopen import reopen_case
from xinqiao.kit.clean import clean_text
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Need, Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.ratings import record_rating

UNSATISFIED_UP_TO: Final = 2
CONCLUSIVE_AFTER: Final = 2
RATING_WORDS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was said of the answer, checked. score: 1 to 5."""

    score: int
    words: str
    by_call_back: bool

    @property
    def is_satisfied(self) -> bool:
        return self.score > UNSATISFIED_UP_TO


@transaction.atomic
def rate_case(
    *,
    actor: Actor,
    score: int,
    at: datetime,
    words: str = "",
    item_id: int | None = None,
    token: str = "",
) -> Item:
    """The requester rates the answer 1 to 5. Records `cases.rated`, or `cases.reopened` up to 2.

    A merged request is rated by the answer of the main one, see `judge_merged`.
    Raises BadScore (422), AlreadyRated (409), SameHandler (403).
    """
    verdict = _verdict(score, words, by_call_back=False)
    case, relations = find_case(actor=actor, item_id=item_id, token=token)
    return _judge(actor, case, verdict, relations, at)


@transaction.atomic
def call_back_case(
    *, actor: Actor, item_id: int, score: int, at: datetime, words: str = ""
) -> Item:
    """Record what the requester said on the telephone, by another person than the handler.

    Records `cases.called_back`, or `cases.reopened` up to 2. Raises SameHandler (403).
    """
    verdict = _verdict(score, words, by_call_back=True)
    return _judge(actor, case_of(item_id), verdict, frozenset(), at)


@transaction.atomic
def close_unconfirmed(*, item_id: int, at: datetime) -> Item:
    """Close what nobody has confirmed in time. Records `cases.closed`."""
    item = perform_action(actor=SYSTEM, item_id=item_id, action="close_unconfirmed", at=at)
    Case.objects.filter(pk=item_id).update(is_confirmed=False)
    return item


@transaction.atomic
def conclude_case(
    *,
    actor: Actor,
    item_id: int,
    words: str,
    at: datetime,
    outcome: str = Outcome.EXPLAINED,
    seen: datetime | None = None,
) -> Item:
    """The supervisor ends what came back twice, with own words. Records `cases.concluded`.

    Raises NotYetConclusive (409).
    """
    words = clean_words(words)
    check_outcome(outcome)
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="conclude",
        at=at,
        seen=seen,
        fields={Need.WORDS: words},
        data={"outcome": outcome},
    )
    times = case_of(item_id).times_reopened
    if times < CONCLUSIVE_AFTER:
        raise NotYetConclusive(times=times)
    record_answer(actor=actor, item_id=item_id, words=words, outcome=outcome, at=at)
    Case.objects.filter(pk=item_id).update(is_confirmed=False)
    return item


def _verdict(score: int, words: str, *, by_call_back: bool) -> _Verdict:
    if isinstance(score, bool) or not 1 <= score <= 5:
        raise BadScore(field="score")
    said = clean_text(words, limit=RATING_WORDS, field="words")
    return _Verdict(score, said, by_call_back)


def _judge(
    actor: Actor,
    case: Case,
    verdict: _Verdict,
    relations: frozenset[Relation],
    at: datetime,
) -> Item:
    if case.item.state == MERGED:
        item = judge_merged(
            actor=actor,
            item_id=case.pk,
            score=verdict.score,
            is_satisfied=verdict.is_satisfied,
            relations=relations,
            at=at,
        )
    elif verdict.is_satisfied:
        item = _close_confirmed(actor, case, verdict, relations, at)
    else:
        item = reopen_case(
            actor=actor,
            item_id=case.pk,
            score=verdict.score,
            by_call_back=verdict.by_call_back,
            relations=relations,
            at=at,
        )
    # Read again under the lock of the item: the page may be older than the last closing.
    if actor.user_id is not None and case_of(case.pk).handler_id == actor.user_id:
        raise SameHandler
    record_rating(
        actor=actor,
        item_id=case.pk,
        score=verdict.score,
        words=verdict.words,
        by_call_back=verdict.by_call_back,
        is_satisfied=verdict.is_satisfied,
        at=at,
    )
    return item


def _close_confirmed(
    actor: Actor,
    case: Case,
    verdict: _Verdict,
    relations: frozenset[Relation],
    at: datetime,
) -> Item:
    try:
        item = perform_action(
            actor=actor,
            item_id=case.pk,
            action="call_back" if verdict.by_call_back else "rate",
            at=at,
            relations=relations,
            fields={Need.RATING: verdict.score},
            data={"score": verdict.score},
            on_behalf=verdict.by_call_back,
        )
    except ActionNotPossible:
        if Item.objects.filter(pk=case.pk, state=CLOSED, ratings__isnull=False).exists():
            raise AlreadyRated from None
        raise
    Case.objects.filter(pk=case.pk).update(score=verdict.score, is_confirmed=True)
    return item
