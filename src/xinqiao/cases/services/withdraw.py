"""Withdraw a request, by the requester or on the requester's word (撤回)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import Case, Outcome, RemarkKind
from xinqiao.cases.services.common import (
    REASON_LIMIT,
    add_remark,
    clean_reason,
    find_case,
)
from xinqiao.kit.clean import clean_text
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action


@transaction.atomic
def withdraw_case(
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    item_id: int | None = None,
    token: str = "",
) -> Item:
    """End a request that is no longer needed. Records `cases.withdrawn`.

    Staff who do it on the requester's word must say why; the requester need not.
    """
    case, relations = find_case(actor=actor, item_id=item_id, token=token)
    mine = Relation.REQUESTER in relations or case.item.requester_id == actor.user_id is not None
    if mine:
        reason = clean_text(reason, limit=REASON_LIMIT, field="reason")
    else:
        reason = clean_reason(reason)
    item = perform_action(
        actor=actor,
        item_id=case.pk,
        action="withdraw",
        at=at,
        relations=relations,
        on_behalf=not mine,
    )
    Case.objects.filter(pk=case.pk).update(outcome=Outcome.WITHDRAWN)
    if reason:
        add_remark(
            actor=actor,
            case_id=case.pk,
            kind=RemarkKind.REASON,
            text=reason,
            at=at,
            is_public=mine,
        )
    return item
