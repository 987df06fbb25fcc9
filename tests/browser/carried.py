"""Phones in the town of the browser tests: one in use, and an entry that two people changed."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from xinqiao.accounts.access import Actor
from xinqiao.field.contract import Clash, Command, Fate, Outcome, Row, register_command
from xinqiao.field.services.phones import register_phone
from xinqiao.field.services.receive import Sent, receive

KIND = "browser.note"


def carry(*, worker: Actor, at: datetime) -> None:
    """A phone of the worker, from which a conflict and a refused entry came."""
    register_command(Command(kind=KIND, perform=_clashes, label="居民信息修改"))
    phone = register_phone(actor=worker, name="小米 14", at=at).phone
    commands = [
        Sent(id=uuid.uuid4(), kind=kind, payload={}, happened_at=at - timedelta(hours=hours))
        for kind, hours in ((KIND, 2), ("workflow.act", 3), ("later.kind", 1))
    ]
    receive(actor=worker, phone=phone, commands=commands, at=at)


def _clashes(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    clashes = (
        Clash("phone", "电话", "13700137000", "13800138000", "13900139000"),
        Clash("employer", "工作单位", "", "隆昌市自来水公司", "古湖街道观湖社区居民委员会"),
    )
    return Outcome(fate=Fate.CONFLICT, clashes=clashes, data={"id": 1})
