"""Split a merged request off again (拆分): it lives on with the deadlines it had."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.merge_errors import NotMerged
from xinqiao.cases.models import Case, Merge, RemarkKind
from xinqiao.cases.services.common import add_remark, clean_reason
from xinqiao.events.services.append import append
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.giving_back import Held, give_back
from xinqiao.workflow.services.steps import SUBJECT, begin, finish

MAIN_WITHDRAWN: Final = "main request withdrawn"


@transaction.atomic
def split_case(
    *, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None = None
) -> Item:
    """Undo a merge. Records `cases.split`, and `cases.released` on the main one.

    State and due times are those of before; being merged gave no time away and took none.
    Raises NotMerged (409).
    """
    reason = clean_reason(reason)
    item = _split(actor=actor, item_id=item_id, reason=reason, at=at, seen=seen)
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


@transaction.atomic
def split_all(*, main_id: int, at: datetime) -> int:
    """Let all that were merged into a withdrawn request live by themselves; how many.

    Their requesters still have the problem. Safe to run twice.
    """
    merges = Merge.objects.filter(into_id=main_id, ended_at__isnull=True).order_by("case_id")
    ids = list(merges.values_list("case_id", flat=True))
    for item_id in ids:
        _split(actor=SYSTEM, item_id=item_id, reason=MAIN_WITHDRAWN, at=at, seen=None)
    return len(ids)


def end_merge(*, actor: Actor, merge: Merge, at: datetime) -> None:
    """Mark a merge as over, also in the timeline of the main one."""
    merge.ended_at = at
    merge.save(update_fields=["ended_at"])
    main = Case.objects.select_related("item").get(pk=merge.into_id).item
    append(
        kind="cases.released",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=main.pk,
        area_path=main.area_path,
        data={"request": merge.case_id},
    )


def current_merge(item_id: int) -> Merge:
    """The merge a request is in. Raises NotMerged (409)."""
    merge = Merge.objects.filter(case_id=item_id, ended_at__isnull=True).first()
    if merge is None:
        raise NotMerged
    return merge


def _split(*, actor: Actor, item_id: int, reason: str, at: datetime, seen: datetime | None) -> Item:
    step = begin(
        actor=actor, item_id=item_id, usual="split", at=at, given={Need.REASON: reason}, seen=seen
    )
    merge = current_merge(item_id)
    give_back(step, state=merge.state_before, held=Held.from_json(merge.held))
    step.facts |= {"into": merge.into_id}
    item = finish(step)
    end_merge(actor=actor, merge=merge, at=at)
    return item
