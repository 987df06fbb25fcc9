"""Tell the requester how things stand, before it is done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import Case, RemarkKind
from xinqiao.cases.services.common import add_remark, clean_words
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action


@transaction.atomic
def reply_case(
    *, actor: Actor, item_id: int, words: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Answer the requester while the work goes on. Records `cases.replied`, meets that clock."""
    words = clean_words(words)
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="reply",
        at=at,
        seen=seen,
        fields={Need.WORDS: words},
    )
    Case.objects.filter(pk=item_id).update(answer=words)
    add_remark(
        actor=actor, case_id=item_id, kind=RemarkKind.REPLY, text=words, at=at, is_public=True
    )
    return item
