"""An internal note, for colleagues only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import add_remark, clean_words
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action


@transaction.atomic
def add_note(
    *, actor: Actor, item_id: int, words: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Write something down beside the request. Records `cases.noted`; no clock moves."""
    words = clean_words(words)
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="note",
        at=at,
        seen=seen,
        fields={Need.WORDS: words},
    )
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.NOTE, text=words, at=at)
    return item
