"""Accept, close and confirm many requests at once; each is checked and recorded as if alone.

A requester with several of them is told once, everybody else as usual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import BadScore, ProofNeeded, SameHandler
from xinqiao.cases.models import Case, Follower, Kind, Merge, Outcome, Remark, RemarkKind
from xinqiao.cases.services.close import check_outcome
from xinqiao.cases.services.common import MOST_PROOFS, clean_words
from xinqiao.cases.services.together import tell_requesters
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim_for_many
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import SUBJECT, Item, Rating
from xinqiao.workflow.services.many import Many, accept_many, perform_on_many

# A low score reopens, which is a talk with one person and not an act on many.
SATISFIED_FROM: Final = 3


@transaction.atomic
def accept_cases(*, actor: Actor, item_ids: Sequence[int], at: datetime) -> Many:
    """Say that the owner looks after all of them. Records `cases.accepted` for each."""
    quiet = _told_together(item_ids)
    result = accept_many(actor=actor, item_ids=item_ids, at=at, quiet=quiet)
    _tell(actor, result, "accept", quiet, at)
    return result


@transaction.atomic
def close_cases(
    *,
    actor: Actor,
    item_ids: Sequence[int],
    words: str,
    at: datetime,
    outcome: str = Outcome.SOLVED,
    proof_tokens: Sequence[str] = (),
) -> Many:
    """Close all of them with the same words and the same proof. Records `cases.answered` for each.

    proof_tokens: unclaimed uploads, such as the photo or sheet of one day's work. Raises
    ProofNeeded, UnknownChoice, UploadGone (422); what one request refuses is in the result.
    """
    words = clean_words(words)
    check_outcome(outcome)
    if not proof_tokens and _need_proof(item_ids):
        raise ProofNeeded(field="proof")
    quiet = _told_together(item_ids)
    result = perform_on_many(
        actor=actor,
        item_ids=item_ids,
        action="close",
        at=at,
        quiet=quiet,
        fields={Need.WORDS: words, Need.PROOF: tuple(proof_tokens) or "not needed"},
        data={"outcome": outcome, "proofs": len(set(proof_tokens))},
    )
    done = [item.pk for item in result.done]
    claim_for_many(
        tokens=proof_tokens,
        subject_kind=SUBJECT,
        subject_ids=done,
        purpose=Purpose.PROOF,
        actor=actor,
        at=at,
        limit=MOST_PROOFS,
    )
    Case.objects.filter(pk__in=done).update(
        answer=words, answered_at=at, handler_id=actor.user_id, outcome=outcome
    )
    _remark(actor, done, words, at)
    _tell(actor, result, "close", quiet, at)
    return result


@transaction.atomic
def call_back_cases(
    *, actor: Actor, item_ids: Sequence[int], score: int, at: datetime, words: str = ""
) -> Many:
    """Record for all of them that the requester is content. Records `cases.called_back` for each.

    score: 3 to 5; a lower one is recorded one by one. Raises BadScore (422); requests that the
    actor closed are refused with SameHandler (403).
    """
    if not SATISFIED_FROM <= score <= 5:
        raise BadScore(field="score")
    said = clean_words(words, limit=1000) if words.strip() else ""
    own = _closed_by(actor, item_ids)
    result = perform_on_many(
        actor=actor,
        item_ids=[item_id for item_id in item_ids if item_id not in own],
        action="call_back",
        at=at,
        fields={Need.RATING: score},
        data={"score": score},
        on_behalf=True,
    )
    result.refused |= {item_id: SameHandler() for item_id in own}
    done = [item.pk for item in result.done]
    # Asked again under the locks: the actor may have closed one in another window.
    if _closed_by(actor, done):
        raise SameHandler
    Case.objects.filter(pk__in=done).update(score=score, is_confirmed=True)
    Rating.objects.bulk_create(
        Rating(
            item_id=item_id,
            score=score,
            words=said,
            is_satisfied=True,
            by_call_back=True,
            recorded_by_id=actor.user_id,
            at=at,
        )
        for item_id in done
    )
    return result


def _need_proof(item_ids: Sequence[int]) -> bool:
    return Case.objects.filter(pk__in=item_ids).exclude(kind=Kind.CONSULT).exists()


def _closed_by(actor: Actor, item_ids: Sequence[int]) -> set[int]:
    if actor.user_id is None:
        return set()
    own = Case.objects.filter(pk__in=item_ids, handler_id=actor.user_id)
    return set(own.values_list("pk", flat=True))


def _remark(actor: Actor, item_ids: list[int], words: str, at: datetime) -> None:
    Remark.objects.bulk_create(
        Remark(
            case_id=item_id,
            kind=RemarkKind.CLOSING,
            text=words,
            is_public=True,
            author_user_id=actor.user_id,
            author_label=actor.label[:160],
            at=at,
        )
        for item_id in item_ids
    )


def _told_together(item_ids: Sequence[int]) -> Callable[[Item], bool]:
    """Which requests concern nobody but an account that has several of these."""
    rows = Item.objects.filter(pk__in=item_ids, requester__isnull=False)
    found = dict(rows.values_list("pk", "requester_id"))
    followed = Follower.objects.filter(case__in=item_ids).values_list("case_id", flat=True)
    absorbing = Merge.objects.filter(into__in=item_ids, ended_at=None).values_list(
        "into_id", flat=True
    )
    for shared in (*followed, *absorbing):
        found.pop(shared, None)
    several = Counter(found.values())
    together = {item_id for item_id, user_id in found.items() if several[user_id] > 1}
    return lambda item: item.pk in together


def _tell(
    actor: Actor, result: Many, action: str, quiet: Callable[[Item], bool], at: datetime
) -> None:
    quietly = [item for item in result.done if quiet(item)]
    if not quietly:
        return
    requesters = Counter(item.requester_id for item in quietly if item.requester_id is not None)
    tell_requesters(
        actor=actor,
        first_item_id=quietly[0].pk,
        area_path=quietly[0].area_path,
        action=action,
        requesters=requesters,
        at=at,
    )
