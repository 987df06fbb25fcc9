"""Merge a request into another about the same matter (并案): both stay, one is worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.flow import FLOW, MERGED
from xinqiao.cases.merge_errors import (
    AlreadyMerged,
    HasMerged,
    MainIsMerged,
    MainNotFound,
    MainNotOpen,
    MainNotYours,
    MergeIntoItself,
)
from xinqiao.cases.models import Merge, RemarkKind
from xinqiao.cases.services.common import REASON_LIMIT, add_remark
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.numbers import parse_number, spoken
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.flow import Need
from xinqiao.workflow.machine import flow_of
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.parties import parties_of
from xinqiao.workflow.services.giving_back import held_by
from xinqiao.workflow.services.steps import SUBJECT, begin, finish

ACTION: Final = "merge"


def main_of(number: str) -> int:
    """The key of the request with that number, as typed or said; `merge_case` asks who may.

    Raises NotANumber, NumberMistyped (422), MainNotFound (404).
    """
    found = Item.objects.filter(flow=FLOW, number=parse_number(number)).values_list("pk", flat=True)
    key = found.first()
    if key is None:
        raise MainNotFound(field="into")
    return key


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both requests, locked."""

    one: Item
    main: Item


@transaction.atomic
def merge_case(
    *,
    actor: Actor,
    item_id: int,
    into_id: int,
    at: datetime,
    reason: str = "",
    seen: datetime | None = None,
) -> Item:
    """Let a request live on in another. Records `cases.merged`, and `cases.absorbed` on the main.

    Its clocks end; its requester follows the main one. Only who works on both may do it. Raises
    MergeIntoItself (422), MainNotFound (404), MainNotYours (403), MainNotOpen, MainIsMerged,
    HasMerged, AlreadyMerged (409).
    """
    reason = clean_text(reason, limit=REASON_LIMIT, field="reason")
    pair = _lock(item_id, into_id)
    _check_one(actor, pair.one)
    _check_main(actor, pair.main)
    step = begin(
        actor=actor, item_id=item_id, usual=ACTION, at=at, given={Need.TARGET: into_id}, seen=seen
    )
    held, before = held_by(step.item), step.item.state
    step.facts |= {"into": into_id}
    item = finish(step)
    Merge.objects.create(
        case_id=item_id, into_id=into_id, state_before=before, held=held.to_json(), at=at
    )
    _tell_main(actor, pair.main, "cases.absorbed", item_id, at)
    if reason:
        add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=reason, at=at)
    return item


def _lock(item_id: int, into_id: int) -> _Pair:
    """Both in the order of their keys: A into B while B into A waits and then finds it done."""
    if item_id == into_id:
        raise MergeIntoItself(field="into")
    both = Item.objects.select_for_update(of=("self",)).filter(flow=FLOW)
    found = {item.pk: item for item in both.filter(pk__in=(item_id, into_id)).order_by("pk")}
    if item_id not in found:
        raise ItemNotFound
    if into_id not in found:
        raise MainNotFound(field="into")
    return _Pair(found[item_id], found[into_id])


def _check_main(actor: Actor, main: Item) -> None:
    parties = parties_of(actor=actor, item=main)
    if not parties:
        raise MainNotFound(field="into")
    number = spoken(main.number)
    if not parties.intersection(flow_of(main.flow, main.flow_version).action(ACTION).by):
        raise MainNotYours(number=number, field="into")
    if main.state == MERGED:
        raise MainIsMerged(number=number, main=spoken(_main_number(main)), field="into")
    if not main.is_open:
        raise MainNotOpen(number=number, field="into")


def _check_one(actor: Actor, one: Item) -> None:
    if not parties_of(actor=actor, item=one):
        raise ItemNotFound
    if one.state == MERGED:
        raise AlreadyMerged(number=spoken(one.number), main=spoken(_main_number(one)))
    others = Merge.objects.filter(into_id=one.pk, ended_at__isnull=True).count()
    if others:
        raise HasMerged(count=others, number=spoken(one.number))


def _main_number(item: Item) -> str:
    merges = Merge.objects.filter(case_id=item.pk, ended_at__isnull=True)
    return str(merges.values_list("into__item__number", flat=True).get())


def _tell_main(actor: Actor, main: Item, kind: str, other_id: int, at: datetime) -> None:
    """The main request's timeline says it too; nothing of its promise changes."""
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=main.pk,
        area_path=main.area_path,
        data={"request": other_id},
    )
