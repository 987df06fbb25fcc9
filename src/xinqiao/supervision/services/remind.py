"""Remind the owner of an item (催办): counted, on the timeline, and not again at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import format_time, require_aware
from xinqiao.supervision.errors import NothingToRemind, NotYourArea, OwnWork, RemindedAlready
from xinqiao.supervision.models import Reminder
from xinqiao.supervision.selectors.duty import may_remind
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.selectors.items import visible_items
from xinqiao.workflow.selectors.parties import is_owner

AGAIN_AFTER: Final = timedelta(hours=4)
WORDS_LIMIT: Final = 500


@transaction.atomic
def remind_owner(*, actor: Actor, item_id: int, at: datetime, words: str = "") -> Reminder:
    """Tell the owner to get on with it; without words in the usual ones.

    Records `supervision.reminded` on the item; its clocks run on. Raises RemindedAlready (429)
    within four hours of the last one, NothingToRemind (409), NotYourArea, OwnWork (403).
    """
    at = require_aware(at)
    words = clean_text(words, limit=WORDS_LIMIT, field="words") or usual_words()
    # The row is locked first, so that of two reminders at once the second is refused.
    item = visible_items(actor=actor).select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise ItemNotFound
    _check(actor, item)
    sent = _refuse_too_soon(item, at)
    reminder = Reminder.objects.create(
        item=item,
        post_id=item.owner_post_id,
        organisation_id=item.owner_organisation_id,
        words=words,
        user_id=actor.user_id,
        author_label=actor.label[:160],
        at=at,
    )
    append(
        kind="supervision.reminded",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data={
            "reminder": reminder.pk,
            "times": sent + 1,
            "post": item.owner_post_id,
            "organisation": item.owner_organisation_id,
        },
    )
    return reminder


def usual_words() -> str:
    """What a reminder says when nobody writes anything else."""
    return _("Please handle this before the deadline and report how it stands.")


def _check(actor: Actor, item: Item) -> None:
    if not may_remind(actor=actor, item=item):
        raise OwnWork if is_owner(actor=actor, item=item) else NotYourArea
    if not item.is_open or item.done_at is not None:
        raise NothingToRemind


def _refuse_too_soon(item: Item, at: datetime) -> int:
    """How many reminders there were. Raises RemindedAlready."""
    before = list(Reminder.objects.filter(item=item).order_by("-at").values_list("at", flat=True))
    if before and at - before[0] < AGAIN_AFTER:
        left = AGAIN_AFTER - (at - before[0])
        raise RemindedAlready(
            when=format_time(before[0]),
            hours=int(AGAIN_AFTER.total_seconds() // 3600),
            seconds=int(left.total_seconds()),
        )
    return len(before)
