"""Take a project one step further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.participation.errors import FundsMissing, ProjectNotFound
from xinqiao.participation.models import PROJECT_FILES, Project, Remark
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action

WORDS_LIMIT: Final = 3000
SOURCE_LIMIT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says with a step. budget_fen and fund_source belong to `fund`."""

    words: str
    proof_tokens: Sequence[str] = ()
    budget_fen: int | None = None
    fund_source: str = ""


@transaction.atomic
def advance_project(
    *,
    actor: Actor,
    item_id: int,
    action: str,
    said: Said,
    at: datetime,
    seen: datetime | None = None,
) -> Item:
    """Do one action of the flow, keep what was said and the photos.

    Raises ProjectNotFound, FundsMissing, and what `perform_action` raises.
    """
    project = Project.objects.select_for_update(of=("self",)).filter(pk=item_id).first()
    if project is None:
        raise ProjectNotFound
    words = clean_text(said.words, limit=WORDS_LIMIT, field="words", required=True)
    if action == "fund":
        _fund(project, said)
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action=action,
        at=at,
        seen=seen,
        fields={Need.WORDS: words, Need.REASON: words, Need.PROOF: list(said.proof_tokens)},
        data=_facts(action, said),
    )
    if said.proof_tokens:
        claim(
            tokens=tuple(dict.fromkeys(said.proof_tokens)),
            subject_kind=PROJECT_FILES,
            subject_id=project.pk,
            purpose=Purpose.PROOF,
            actor=actor,
            at=at,
        )
    if action == "accept_work":
        project.accepted_at = at
        project.save(update_fields=["accepted_at"])
    Remark.objects.create(
        project=project, action=action, text=words, author_label=actor.label[:160], at=at
    )
    return item


def _fund(project: Project, said: Said) -> None:
    source = clean_text(said.fund_source, limit=SOURCE_LIMIT, field="fund_source", multiline=False)
    if not said.budget_fen or said.budget_fen <= 0 or not source:
        raise FundsMissing(field="budget")
    project.budget_fen, project.fund_source = said.budget_fen, source
    project.save(update_fields=["budget_fen", "fund_source"])


def _facts(action: str, said: Said) -> Mapping[str, object]:
    facts: dict[str, object] = {"proofs": len(said.proof_tokens)} if said.proof_tokens else {}
    return facts | ({"budget_fen": said.budget_fen} if action == "fund" else {})


def perform(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> Item:
    """One action as a list or a form sends it: `words` or `reason`, `budget_fen`, tokens."""
    tokens = data.get("proof_tokens", ())
    budget, seen = data.get("budget_fen"), data.get("seen")
    said = Said(
        words=str(data.get("words") or data.get("reason") or ""),
        proof_tokens=tuple(map(str, tokens)) if isinstance(tokens, list | tuple) else (),
        budget_fen=budget if isinstance(budget, int) else None,
        fund_source=str(data.get("fund_source", "")),
    )
    return advance_project(
        actor=actor,
        item_id=item_id,
        action=action,
        said=said,
        at=at,
        seen=seen if isinstance(seen, datetime) else None,
    )
