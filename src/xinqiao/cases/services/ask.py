"""Ask the requester, and take the answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import NoOpenQuestion
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.selectors.actions import has_open_question
from xinqiao.cases.services.common import add_remark, clean_words, find_case
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Need, Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action


@transaction.atomic
def ask_requester(
    *, actor: Actor, item_id: int, question: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Put a question to the requester; the clock waits. Records `cases.asked`."""
    question = clean_words(question, field="question")
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="ask",
        at=at,
        seen=seen,
        fields={Need.WORDS: question},
    )
    add_remark(
        actor=actor,
        case_id=item_id,
        kind=RemarkKind.QUESTION,
        text=question,
        at=at,
        is_public=True,
    )
    return item


@transaction.atomic
def answer_question(
    *, actor: Actor, words: str, at: datetime, item_id: int | None = None, token: str = ""
) -> Item:
    """Take the requester's answer, from the follow page or by telephone; the clock goes on.

    Records `cases.question_answered`. Raises NoOpenQuestion (409).
    """
    words = clean_words(words)
    case, relations = find_case(actor=actor, item_id=item_id, token=token)
    try:
        item = perform_action(
            actor=actor,
            item_id=case.pk,
            action="answer_question",
            at=at,
            relations=relations,
            fields={Need.WORDS: words},
            on_behalf=actor.is_staff
            and Relation.REQUESTER not in relations
            and case.item.requester_id != actor.user_id,
        )
    except ActionNotPossible:
        raise NoOpenQuestion from None
    if not has_open_question(case.pk):
        raise NoOpenQuestion
    add_remark(
        actor=actor,
        case_id=case.pk,
        kind=RemarkKind.ANSWER,
        text=words,
        at=at,
        is_public=True,
    )
    return item
