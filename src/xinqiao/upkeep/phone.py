"""Upkeep on a phone: what is due on my lanes, and that it was done with a photo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

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
from xinqiao.upkeep.errors import TaskNotFound
from xinqiao.upkeep.selectors.upkeep import my_tasks
from xinqiao.upkeep.services.check import Checked, check_task

MOST: Final = 300


def _rows(actor: Actor, at: datetime) -> Sequence[Row]:
    """Tasks in my posts; one statement."""
    return [
        {
            "id": task.pk,
            "title": task.item.title,
            "name": task.plan.facility.name,
            "address": task.item.area.name,
            "look_at": task.plan.kind.look_at,
            "due_at": task.item.due_at.isoformat() if task.item.due_at else None,
            "turns": task.turns,
        }
        for task in my_tasks(actor=actor)[:MOST]
    ]


def _check(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    item_id, photos = payload.get("id"), payload.get("photos")
    if not isinstance(item_id, int) or isinstance(item_id, bool):
        raise TaskNotFound
    words = str(payload.get("words") or "")
    tokens = [one for one in photos if isinstance(one, str)] if isinstance(photos, list) else []
    checked = Checked(
        proof_tokens=tokens,
        words=words,
        defect=words if payload.get("state") == "defect" else "",
    )
    item = check_task(actor=actor, item_id=item_id, checked=checked, at=happened_at)
    return Outcome(data={"id": item.pk, "state": item.state})


def register() -> None:
    """Declare both to the room of field work."""
    register_carried(Carried(name="upkeep.today", rows=_rows))
    register_command(Command(kind="upkeep.check", perform=_check, label=_("Upkeep checked")))
