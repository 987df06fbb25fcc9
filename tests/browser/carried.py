"""Phones in the town of the browser tests: one in use, and an entry that two people changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.field.services.phones import register_phone
from xinqiao.field.services.receive import Sent, receive

# What the phone carried is no longer what the register says, so nothing of it is written.
BASE = {"employer": "隆昌市第二小学", "note": "电话 13700137000"}
MINE = {"employer": "隆昌市自来水公司", "note": "电话 13800138000"}


def carry(*, worker: Actor, person_id: int, at: datetime) -> None:
    """A phone of the worker: a conflict, a refused entry and one that waits came from it."""
    phone = register_phone(actor=worker, name="小米 14", at=at).phone
    change: Mapping[str, Any] = {"id": person_id, "base": BASE, "fields": MINE}
    kinds: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("registry.edit_person", change),
        ("registry.edit_person", {}),
        ("later.kind", {}),
    )
    commands = [
        Sent(id=uuid.uuid4(), kind=kind, payload=payload, happened_at=at - timedelta(hours=hours))
        for hours, (kind, payload) in enumerate(kinds, start=1)
    ]
    receive(actor=worker, phone=phone, commands=commands, at=at)
