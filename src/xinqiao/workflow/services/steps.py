"""One action on one item, from the lock to the event: every service goes through here.

Lock order is item before deadlines; the sweep never waits for locks, so nothing can deadlock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict, Unpack

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import NewEvent, append_many
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
from xinqiao.workflow.models import SUBJECT, Deadline, Item
from xinqiao.workflow.selectors.parties import parties_of
from xinqiao.workflow.services import clocks, deadline_rows

__all__ = [
    "SUBJECT",
    "Extras",
    "Options",
    "Step",
    "advance",
    "begin",
    "enter",
    "finish",
    "lock_item",
]


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
    return enter(actor=actor, item=lock_item(item_id), usual=usual, at=at, given=given, **options)


def enter(
    *,
    actor: Actor,
    item: Item,
    usual: str,
    at: datetime,
    given: Mapping[Need, object] | None = None,
    picture: snapshot.Snapshot | None = None,
    **options: Unpack[Options],
) -> Step:
    """The same on an item that is locked already; picture: the rules, where they were read."""
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
        picture=picture or snapshot.current(),
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
    running, event = advance(step)
    deadline_rows.write([running], at=step.at)
    step.item.save()
    append_many(actor=step.actor, events=[event])
    return step.item


def advance(
    step: Step, deadlines: Sequence[Deadline] | None = None
) -> tuple[deadline_rows.Running, NewEvent]:
    """Move the state and run the clocks in memory: what is to be written and recorded.

    deadlines: the open ones of the item where the caller has read them already.
    """
    item, before = step.item, step.item.state
    item.state = step.action.target or before
    running = clocks.run(
        item=item,
        flow=step.flow,
        action=step.action.name,
        at=step.at,
        picture=step.picture,
        deadlines=deadlines,
    )
    item.changed_at = step.at
    facts = {"action": step.action.name, "from": before, "to": item.state, **step.facts}
    facts |= running.facts
    event = NewEvent(
        kind=step.flow.event_of(step.action),
        at=step.at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data=facts,
        on_behalf=step.on_behalf,
    )
    return running, event


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
