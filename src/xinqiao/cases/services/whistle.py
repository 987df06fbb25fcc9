"""Whistle departments and companies (吹哨), and let them report (报到)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import TargetNeeded
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.services.common import (
    add_remark,
    check_organisations,
    claim_files,
    clean_reason,
    clean_words,
)
from xinqiao.files.models import Purpose
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.whistle import reply_as_unit, whistle


@transaction.atomic
def whistle_case(
    *,
    actor: Actor,
    item_id: int,
    reason: str,
    at: datetime,
    lead: int | None = None,
    co: Sequence[int] = (),
    seen: datetime | None = None,
) -> Item:
    """Call organisations in. Records `cases.whistled`.

    lead: organisation that becomes the owner and must accept; the former owner goes on watching.
    co: organisations that help, each with its own clock. Raises TargetNeeded, UnknownTarget (422).
    """
    reason = clean_reason(reason)
    helpers = tuple(dict.fromkeys(unit for unit in co if unit != lead))
    if lead is None and not helpers:
        raise TargetNeeded(field="target")
    units = (*((lead,) if lead is not None else ()), *helpers)
    item = whistle(
        actor=actor,
        item_id=item_id,
        lead=Party(organisation_id=lead) if lead is not None else None,
        co=[Party(organisation_id=unit) for unit in helpers],
        reason=reason,
        at=at,
        seen=seen,
        action="whistle" if lead is None else "whistle_lead",
    )
    check_organisations(item.area_path, units)
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


@transaction.atomic
def reply_as_co_unit(
    *,
    actor: Actor,
    item_id: int,
    words: str,
    at: datetime,
    proof_tokens: Sequence[str] = (),
    seen: datetime | None = None,
) -> Item:
    """A co-unit has done its share. Records `cases.co_replied` and stops that unit's clock."""
    words = clean_words(words)
    item = reply_as_unit(actor=actor, item_id=item_id, at=at, seen=seen, fields={Need.WORDS: words})
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.NOTE, text=words, at=at)
    claim_files(actor=actor, item_id=item_id, tokens=proof_tokens, purpose=Purpose.PROOF, at=at)
    return item
