"""Record what somebody said and settle it there and then, in one go (C6 "voice radio")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import DISPATCHERS, Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.errors import NotSettledHere
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.report import report_case
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.parties import is_owner


@transaction.atomic
def settle_on_spot(
    *,
    actor: Actor,
    draft: ReportDraft,
    words: str,
    proof_tokens: Sequence[str],
    at: datetime,
) -> Reported:
    """Report, accept and close with proof; all of it or nothing. A replay changes nothing.

    Whoever dispatches in the area takes it first when another would have got it. Raises
    NotSettledHere (403) when it is somebody else's to settle, and what the steps raise.
    """
    reported = report_case(actor=actor, draft=draft, at=at)
    if not reported.is_new:
        return reported
    item = Item.objects.get(pk=reported.case_id)
    if not is_owner(actor=actor, item=item):
        _take(actor, item, at)
    accept_case(actor=actor, item_id=item.pk, at=at)
    close_case(actor=actor, item_id=item.pk, words=words, proof_tokens=proof_tokens, at=at)
    return reported


def _take(actor: Actor, item: Item, at: datetime) -> None:
    mine = [
        post
        for post in actor.posts
        if post.role in DISPATCHERS and item.area_path.startswith(post.area_path)
    ]
    if not mine:
        raise NotSettledHere
    nearest = max(mine, key=lambda post: len(post.area_path))
    dispatch_case(
        actor=actor,
        item_id=item.pk,
        post_id=nearest.post_id,
        reason=_("Settled on the spot."),
        at=at,
    )
