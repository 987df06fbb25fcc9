"""One action on one item, from the lock to the event: every service goes through here.

Lock order is item before deadlines; the sweep never waits for locks, so nothing can deadlock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict, Unpack

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.time import require_aware
from xinqiao.workflow import snapshot
from xinqiao.workflow.errors import (
    ActionNotPossible,
    ActionNotYours,
    ItemChanged,
    ItemNotFound,
    Missing,
)
from xinqiao.workflow.flow import Action, Flow, Need, Relation
from xinqiao.workflow.machine import flow_of
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.selectors.parties import parties_of
from xinqiao.workflow.services import clocks

__all__ = ["SUBJECT", "Extras", "Options", "Step", "begin", "finish", "lock_item"]


class Extras(TypedDict, total=False):
    """What every action accepts beside its own parameters.

    fields: what the person filled in, by `Need`. relations: proved by the caller. seen:
    `Item.changed_at` of the page the person looked at. data: facts and ids for the event.
    on_behalf: done for somebody else.
    """

    fields: Mapping[str, object]
    relations: frozenset[Relation]
    seen: datetime | None
    data: Mapping[str, Any]
    on_behalf: bool


class Options(Extras, total=False):
    """Extras, and the name of the action in this flow where it differs from the usual one."""

    action: str


@dataclass(slots=True)
class Step:
    """An action in progress on a locked item."""

    item: Item
    flow: Flow
    action: Action
    actor: Actor
    at: datetime
    parties: frozenset[str]
    on_behalf: bool
    picture: snapshot.Snapshot
    facts: dict[str, Any] = field(default_factory=dict)


def begin(
    *,
    actor: Actor,
    item_id: int,
    usual: str,
    at: datetime,
    given: Mapping[Need, object] | None = None,
    **options: Unpack[Options],
) -> Step:
    """Lock the item and check that this person may do this now with what they filled in.

    usual: the action's usual name; `options["action"]` overrides it. given: needs that the
    service itself takes as parameters.
    Raises ItemNotFound, ItemChanged, ActionNotPossible, ActionNotYours, Missing.
    """
    item = lock_item(item_id)
    parties = parties_of(actor=actor, item=item, relations=options.get("relations", frozenset()))
    if not parties:
        raise ItemNotFound
    seen = options.get("seen")
    if seen is not None and require_aware(seen) != item.changed_at:
        raise ItemChanged
    flow = flow_of(item.flow, item.flow_version)
    chosen = _possible(flow, item, options.get("action", usual))
    if not parties.intersection(chosen.by):
        raise ActionNotYours
    _require(chosen, options.get("fields", {}), given or {})
    return Step(
        item=item,
        flow=flow,
        action=chosen,
        actor=actor,
        at=require_aware(at),
        parties=parties,
        on_behalf=options.get("on_behalf", False),
        picture=snapshot.current(),
        facts=dict(options.get("data", {})),
    )


def lock_item(item_id: int) -> Item:
    """The item, locked until the transaction ends. Raises ItemNotFound."""
    item = Item.objects.select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise ItemNotFound
    return item


def finish(step: Step) -> Item:
    """Move the state, run the clocks, save, and record one event."""
    item, before = step.item, step.item.state
    item.state = step.action.target or before
    running = clocks.run(
        item=item, flow=step.flow, action=step.action.name, at=step.at, picture=step.picture
    )
    item.changed_at = step.at
    item.save()
    facts = {"action": step.action.name, "from": before, "to": item.state, **step.facts}
    if running.started:
        facts["started"] = running.started
    if running.met:
        facts["met"] = running.met
    append(
        kind=step.flow.event_of(step.action),
        actor=step.actor,
        at=step.at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data=facts,
        on_behalf=step.on_behalf,
    )
    return item


def _possible(flow: Flow, item: Item, name: str) -> Action:
    try:
        action = flow.action(name)
    except KeyError as error:
        raise ActionNotPossible(field="action") from error
    if item.state not in action.sources:
        raise ActionNotPossible(field="action")
    return action


def _require(action: Action, fields: Mapping[str, object], given: Mapping[Need, object]) -> None:
    for need in action.needs:
        value = given.get(need, fields.get(need))
        if value is None or value in ("", [], ()) or (isinstance(value, str) and not value.strip()):
            raise Missing(Missing.sentence_for(need), field=Need(need).value)
