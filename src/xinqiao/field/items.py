"""Work items on the phone: what I have to do, and what of it can be done without signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.field.contract import (
    Carried,
    Command,
    Outcome,
    Row,
    register_carried,
    register_command,
)
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import now
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import FlowPages, PageAction, pages_of, registered_pages
from xinqiao.workflow.selectors.items import get_item
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

# What a person can say on the spot. To whom, until when and how well is decided at a desk.
ON_THE_SPOT: Final = frozenset({Need.WORDS, Need.PROOF, Need.REASON})
# Decisions about other items, or that move the work away, need to see how things are now.
AT_THE_DESK: Final = frozenset({"merge", "split", "withdraw", "conclude", "supervise", "take_over"})
PAGE: Final = 100
MOST_PAGES: Final = 3


def my_items(actor: Actor, at: datetime) -> Sequence[Row]:
    """The actor's open items by due time, the 300 most urgent ones."""
    flows = {pages.flow: pages for pages in registered_pages()}
    rows: list[Row] = []
    cursor: str | None = None
    for _page in range(MOST_PAGES):
        page = work_page(actor=actor, filter=WorkFilter(mine="me"), at=at, cursor=cursor, size=PAGE)
        rows += [_row(actor, item, flows[item.flow]) for item in page if item.flow in flows]
        cursor = page.next
        if cursor is None:
            break
    return rows


def act_on_item(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Do one action on one item as its button does.

    payload: {id, action, words, reason, photos: [token]}. The time that counts for a deadline is
    that of the server: a promise is kept when those who wait can see it. `happened_at` stands in
    the log of commands. Raises ItemNotFound, ActionNotPossible and what the action raises.
    """
    item_id, action = payload.get("id"), str(payload.get("action") or "")
    if not isinstance(item_id, int) or isinstance(item_id, bool):
        raise BadInput(field="id")
    item = get_item(actor=actor, item_id=item_id)
    pages = pages_of(item.flow)
    offered = {one.name for one in _possible(pages.row_actions(actor, item))}
    if action not in offered:
        raise ActionNotPossible(field="action")
    pages.perform(actor=actor, item_id=item.pk, action=action, data=_data(payload), at=now())
    return Outcome(data={"id": item.pk, "number": item.number}, area_path=item.area_path)


def register() -> None:
    """Every phone carries its holder's items and may act on them; called when the house starts."""
    register_carried(Carried(name="items", rows=my_items, label=_("Work")))
    register_command(Command(kind="workflow.act", perform=act_on_item, label=_("Work on an item")))


def _possible(actions: Sequence[PageAction]) -> list[PageAction]:
    return [
        one for one in actions if ON_THE_SPOT.issuperset(one.needs) and one.name not in AT_THE_DESK
    ]


def _data(payload: Row) -> dict[str, Any]:
    photos = payload.get("photos")
    return {
        "words": str(payload.get("words") or ""),
        "reason": str(payload.get("reason") or ""),
        "proof_tokens": [str(one) for one in photos] if isinstance(photos, list) else [],
    }


def _row(actor: Actor, item: Item, pages: FlowPages) -> Row:
    return {
        "id": item.pk,
        "number": item.number,
        "flow": item.flow,
        "flow_name": str(pages.label or ""),
        "title": item.title,
        "state": item.state,
        "state_name": str(pages.states.get(item.state, item.state)),
        "colour": item.colour,  # type: ignore[attr-defined]
        "due_at": _iso(item.due_at),
        "yellow_at": _iso(item.yellow_at),
        "paused_at": _iso(item.paused_at),
        "lon": item.lon,
        "lat": item.lat,
        "area_path": item.area_path,
        "url": pages.number_url(item.number),
        "actions": [
            {
                "name": one.name,
                "label": str(one.label),
                "needs": [need.value for need in one.needs],
            }
            for one in _possible(pages.row_actions(actor, item))
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
