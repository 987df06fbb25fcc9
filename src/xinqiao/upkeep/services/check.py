"""Do a turn of upkeep, with a photo; a defect found becomes a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.upkeep.errors import DefectUnclear, PhotoNeeded, TaskNotFound
from xinqiao.upkeep.models import TASK_FILES, Task
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.raising import Wanted, raise_request
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.links import link_items

WORDS_LIMIT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What somebody did and saw. defect: words of what is broken, empty when all is in order.

    category: what the defect is about; the kind's own when empty.
    """

    proof_tokens: Sequence[str]
    words: str = ""
    defect: str = ""
    category: str = ""


@transaction.atomic
def check_task(
    *, actor: Actor, item_id: int, checked: Checked, at: datetime, seen: datetime | None = None
) -> Item:
    """Say with a photo that it is done; a defect is reported in the same transaction.

    Records `upkeep.checked`, and `upkeep.defect_found` with the request's own events. Raises
    TaskNotFound, PhotoNeeded, DefectUnclear, and what `perform_action` and intake raise.
    """
    task = task_of(item_id)
    words = clean_text(checked.words, limit=WORDS_LIMIT, field="words")
    tokens = tuple(dict.fromkeys(checked.proof_tokens))
    if not tokens:
        raise PhotoNeeded(field="photos")
    item = perform_action(
        actor=actor,
        item_id=item_id,
        action="check",
        at=at,
        seen=seen,
        fields={Need.PROOF: list(tokens)},
        data={"proofs": len(tokens), "turns": task.turns},
    )
    claim(
        tokens=tokens,
        subject_kind=TASK_FILES,
        subject_id=task.pk,
        purpose=Purpose.PROOF,
        actor=actor,
        at=at,
    )
    task.words, task.checked_by_id, task.checked_at = words, actor.user_id, at
    if checked.defect.strip():
        task.request_item_id = _raise(actor, task, item, checked, at)
    task.save(update_fields=["words", "checked_by", "checked_at", "request_item"])
    return item


def task_of(item_id: int) -> Task:
    """The task of an item, locked until the transaction ends. Raises TaskNotFound."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan__kind")
    task = rows.select_related("plan__facility").filter(pk=item_id).first()
    if task is None:
        raise TaskNotFound
    return task


def _raise(actor: Actor, task: Task, item: Item, checked: Checked, at: datetime) -> int:
    facility, kind = task.plan.facility, task.plan.kind
    text = clean_text(checked.defect, limit=WORDS_LIMIT, field="defect", required=True)
    category = checked.category or kind.defect_category
    if not category:
        raise DefectUnclear(field="category")
    wanted = Wanted(
        text=text,
        category_code=category,
        key=f"upkeep-{task.pk}-{at:%Y%m%d%H%M%S}",
        address=facility.name,
        lon=facility.lon,
        lat=facility.lat,
        area_id=facility.area_id,
    )
    raised = raise_request(actor=actor, wanted=wanted, at=at)
    found = Item.objects.get(pk=raised.item_id)
    link_items(actor=actor, source=item, target=found, at=at)
    append(
        kind="upkeep.defect_found",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data={"request": raised.number},
    )
    return raised.item_id
