"""Take in what phones send: each command happens once, whatever is sent twice or at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from xinqiao.accounts.access import Actor
from xinqiao.field import payloads, sealing
from xinqiao.field.contract import Clash
from xinqiao.field.errors import IdTaken, PayloadTooBig, PayloadUnreadable, TooOld
from xinqiao.field.models import CommandFate, CommandLog, Phone
from xinqiao.field.parameters import OLDEST
from xinqiao.field.services.attempt import decide, refuse
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import require_aware

log = logging.getLogger("xinqiao.field")

# One row per id: the second of two that come together waits here for the first to commit.
_CLAIM: Final = """
INSERT INTO field_commandlog (id, user_id, phone_id, kind, checksum, after, fate, message, data,
    area_path, happened_at, received_at, decided_at)
VALUES (%s, %s, %s, %s, %s, %s, 'waiting', '', '{}', %s, %s, %s, %s)
ON CONFLICT (id) DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A command as it came from a phone. happened_at: aware, by the phone's clock."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    happened_at: datetime
    after: tuple[UUID, ...] = ()
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command. is_replay: it had been decided before it came this time."""

    id: UUID
    kind: str
    fate: str
    message: str
    data: Mapping[str, Any]
    clashes: tuple[Clash, ...]
    attempt: int
    is_replay: bool = False


def receive(
    *,
    actor: Actor,
    phone: Phone,
    commands: Sequence[Sent],
    at: datetime,
    sent_at: datetime | None = None,
) -> list[Answer]:
    """Do each command once, in their order, each in a transaction of its own.

    sent_at: the phone's clock at sending; a clock that is wrong is set right by the difference.
    A command that is refused or waits keeps none of the others up but those that name it.
    """
    wrong_by = at - require_aware(sent_at) if sent_at else timedelta(0)
    return [
        _receive_one(actor=actor, phone=phone, sent=sent, wrong_by=wrong_by, at=at)
        for sent in commands
    ]


@transaction.atomic
def _receive_one(
    *, actor: Actor, phone: Phone, sent: Sent, wrong_by: timedelta, at: datetime
) -> Answer:
    content, fault = _read(sent.payload)
    happened_at = _corrected(sent.happened_at, wrong_by, at)
    mark = sealing.checksum(content, command_id=sent.id)
    is_new = _claim(actor, phone, sent, mark, happened_at, at)
    row = CommandLog.objects.select_for_update(of=("self",)).get(pk=sent.id)
    if row.user_id != actor.user_id:
        return _not_the_same(sent)
    if not is_new:
        may_try = row.fate == CommandFate.WAITING or (
            row.fate == CommandFate.REFUSED and sent.attempt > row.attempt
        )
        if not may_try:
            return answer_of(row, is_replay=True) if row.checksum == mark else _not_the_same(sent)
        row.kind, row.checksum, row.happened_at = sent.kind, mark, happened_at
    row.attempt, row.after = sent.attempt, list(sent.after)
    row.payload_sealed = sealing.seal_payload(content)
    if fault is not None:
        refuse(row, fault, at)
    elif happened_at < at - OLDEST:
        refuse(row, TooOld(days=OLDEST.days), at)
    else:
        decide(actor=actor, row=row, at=at)
    return answer_of(row)


def answer_of(row: CommandLog, *, is_replay: bool = False) -> Answer:
    """The answer that a row of the log gives, however often it is asked for."""
    return Answer(
        id=row.pk,
        kind=row.kind,
        fate=row.fate,
        message=row.message,
        data=row.data,
        clashes=sealing.unseal_clashes(row.clashes_sealed),
        attempt=row.attempt,
        is_replay=is_replay,
    )


def _read(payload: Mapping[str, Any]) -> tuple[bytes, BadInput | None]:
    try:
        return payloads.canonical(payload), None
    except payloads.TooBig:
        return b"{}", PayloadTooBig()
    except payloads.Unreadable:
        return b"{}", PayloadUnreadable()


def _corrected(happened_at: datetime, wrong_by: timedelta, at: datetime) -> datetime:
    try:
        return min(require_aware(happened_at) + wrong_by, at)
    except OverflowError:
        return at


def _claim(
    actor: Actor, phone: Phone, sent: Sent, mark: int, happened_at: datetime, at: datetime
) -> bool:
    post = min(actor.posts, key=lambda one: one.post_id, default=None)
    values = [
        sent.id,
        actor.user_id,
        phone.pk,
        sent.kind,
        mark,
        list(sent.after),
        post.area_path if post else "",
        happened_at,
        at,
        at,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        return bool(cursor.rowcount == 1)


def _not_the_same(sent: Sent) -> Answer:
    """Another person's id, or an own one with other content: nothing is said of what is kept."""
    sentence = IdTaken().sentence()
    return Answer(sent.id, sent.kind, CommandFate.REFUSED, sentence, {}, (), sent.attempt)
