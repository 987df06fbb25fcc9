"""What people decide about an issue: that it is one, or not, who leads it, one answer for all."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.grid.selectors.organisations import organisations_for
from xinqiao.issues.errors import WrongState
from xinqiao.issues.models import Issue, State
from xinqiao.issues.services.common import locked, record
from xinqiao.kit.clean import clean_text

NOTE_CHARS: Final = 2000
LEAD_CHARS: Final = 500
_STEPS: Final = {
    "confirm": ((State.PROPOSED,), State.CONFIRMED, "issues.confirmed"),
    "dismiss": ((State.PROPOSED, State.CONFIRMED), State.DISMISSED, "issues.dismissed"),
    "solve": ((State.CONFIRMED,), State.SOLVED, "issues.solved"),
    "reopen": ((State.SOLVED, State.DISMISSED), State.CONFIRMED, "issues.reopened"),
}


@transaction.atomic
def decide_issue(*, actor: Actor, issue_id: int, step: str, at: datetime) -> Issue:
    """Confirm, dismiss, solve or reopen. None of it closes a request. Raises WrongState (409)."""
    sources, target, kind = _STEPS[step]
    issue = locked(actor=actor, issue_id=issue_id, live=False)
    if issue.state not in sources or (step == "reopen" and issue.merged_into_id):
        raise WrongState(state=issue.get_state_display())
    issue.state, issue.is_led, issue.changed_at = target, True, at
    issue.save(update_fields=["state", "is_led", "changed_at"])
    record(kind=kind, actor=actor, issue=issue, at=at, data={"size": issue.size})
    return issue


@transaction.atomic
def name_lead(
    *, actor: Actor, issue_id: int, organisation_id: int | None, words: str, at: datetime
) -> Issue:
    """Note who answers for the whole matter. Who has each request stays as it is. `issues.led`."""
    issue = locked(actor=actor, issue_id=issue_id)
    units = organisations_for(issue.area_path)
    issue.lead_unit = units.filter(pk=organisation_id).first() if organisation_id else None
    issue.lead_note = clean_text(words, limit=LEAD_CHARS, field="lead_note")
    issue.is_led, issue.changed_at = True, at
    issue.save(update_fields=["lead_unit", "lead_note", "is_led", "changed_at"])
    record(kind="issues.led", actor=actor, issue=issue, at=at, data={"unit": issue.lead_unit_id})
    return issue


@transaction.atomic
def note_facts(*, actor: Actor, issue_id: int, words: str, at: datetime) -> Issue:
    """Keep the facts of the matter: counts, causes, what was tried. `issues.noted`."""
    issue = locked(actor=actor, issue_id=issue_id)
    issue.note = clean_text(words, limit=NOTE_CHARS, field="note")
    issue.is_led, issue.changed_at = True, at
    issue.save(update_fields=["note", "is_led", "changed_at"])
    record(kind="issues.noted", actor=actor, issue=issue, at=at)
    return issue


@transaction.atomic
def draft_answer(*, actor: Actor, issue_id: int, words: str, at: datetime) -> Issue:
    """One answer offered to the handler of each request, who sends it or not.

    Records `issues.answer_drafted`; answers and closes nothing.
    """
    issue = locked(actor=actor, issue_id=issue_id)
    issue.answer_draft = clean_text(words, limit=NOTE_CHARS, field="answer_draft")
    issue.is_led, issue.changed_at = True, at
    issue.save(update_fields=["answer_draft", "is_led", "changed_at"])
    record(kind="issues.answer_drafted", actor=actor, issue=issue, at=at)
    return issue
