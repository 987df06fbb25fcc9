"""Close a request with proof (办结), or by the answer another system has given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import NotImported, ProofNeeded, UnknownChoice
from xinqiao.cases.models import Case, Kind, Outcome, RemarkKind, Source
from xinqiao.cases.services.common import add_remark, case_of, claim_files, clean_words
from xinqiao.files.models import Purpose
from xinqiao.workflow.flow import Need, Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action

# Withdrawing is the requester's, so a handler cannot choose it.
HANDLED_OUTCOMES = (Outcome.SOLVED, Outcome.EXPLAINED, Outcome.NOT_OURS)


@transaction.atomic
def close_case(
    *,
    actor: Actor,
    item_id: int,
    words: str,
    at: datetime,
    outcome: str = Outcome.SOLVED,
    proof_tokens: Sequence[str] = (),
    seen: datetime | None = None,
) -> Item:
    """Say what was done and show it; the requester then confirms. Records `cases.answered`.

    proof_tokens: unclaimed uploads; only a question (咨询) needs none. Raises ProofNeeded,
    UnknownChoice, UploadGone (422).
    """
    words = clean_words(words)
    check_outcome(outcome)
    case = case_of(item_id)
    if not proof_tokens and needs_proof(case):
        raise ProofNeeded(field="proof")
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="close",
        at=at,
        seen=seen,
        fields={Need.WORDS: words, Need.PROOF: tuple(proof_tokens) or "not needed"},
        data={"outcome": outcome, "proofs": len(set(proof_tokens))},
    )
    claim_files(actor=actor, item_id=item_id, tokens=proof_tokens, purpose=Purpose.PROOF, at=at)
    record_answer(actor=actor, item_id=item_id, words=words, outcome=outcome, at=at)
    return item


@transaction.atomic
def settle_imported(
    *,
    actor: Actor,
    item_id: int,
    words: str,
    at: datetime,
    outcome: str = Outcome.EXPLAINED,
) -> Item:
    """Close an imported request by the answer the other system gave at `at`.

    Records `cases.settled`; nobody is asked to confirm what is long past. Raises NotImported (409).
    """
    words = clean_words(words, limit=20_000)
    check_outcome(outcome)
    if case_of(item_id).source != Source.IMPORT:
        raise NotImported
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="settle",
        at=at,
        relations=frozenset({Relation.SYSTEM}),
        fields={Need.WORDS: words},
        data={"outcome": outcome},
    )
    record_answer(actor=actor, item_id=item_id, words=words, outcome=outcome, at=at)
    return item


def needs_proof(case: Case) -> bool:
    """Everything but a question is closed with a photo or a document."""
    return case.kind != Kind.CONSULT


def check_outcome(outcome: str) -> None:
    """Raises UnknownChoice (422)."""
    if outcome not in HANDLED_OUTCOMES:
        raise UnknownChoice(value=outcome[:40], field="outcome")


def record_answer(*, actor: Actor, item_id: int, words: str, outcome: str, at: datetime) -> None:
    """Keep the closing words and who said them, so that another person makes the call-back."""
    Case.objects.filter(pk=item_id).update(
        answer=words, answered_at=at, handler_id=actor.user_id, outcome=outcome
    )
    add_remark(
        actor=actor, case_id=item_id, kind=RemarkKind.CLOSING, text=words, at=at, is_public=True
    )
