"""Settle what two people changed: for each field, the phone's value or the register's."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.field import payloads, sealing
from xinqiao.field.contract import Clash
from xinqiao.field.errors import ClashUnknown, ConflictSettled
from xinqiao.field.models import CommandFate, CommandLog
from xinqiao.field.selectors.commands import clashes_of, get_conflict
from xinqiao.field.services.attempt import decide
from xinqiao.field.services.receive import Answer, answer_of
from xinqiao.kit.errors import DomainError

MINE: Final = "mine"


@transaction.atomic
def settle_conflict(
    *, actor: Actor, command_id: uuid.UUID, choices: Mapping[str, str], at: datetime
) -> Answer:
    """Write the phone's value for the fields chosen as `mine`, keep the register's for the others.

    What is written goes in as a new command of the one who settles, so the room's own rules hold.
    When somebody changed it again meanwhile, that command is the conflict now. Records
    `field.conflict_settled`. Raises ConflictNotFound (404), ConflictSettled (409), ClashUnknown
    (422), and what the room refuses.
    """
    get_conflict(actor=actor, command_id=command_id)
    row = CommandLog.objects.select_for_update(of=("self",)).get(pk=command_id)
    if row.settled_at is not None:
        raise ConflictSettled
    clashes = clashes_of(row)
    known = {clash.field for clash in clashes}
    for name in choices:
        if name not in known:
            raise ClashUnknown(field=name[:40])
    wanted = [clash for clash in clashes if choices.get(clash.field) == MINE]
    answer = _send_again(actor, row, clashes, wanted, at) if wanted else answer_of(row)
    tokens = _close(row, actor, at)
    append(
        kind="field.conflict_settled",
        actor=actor,
        at=at,
        subject_kind="user",
        subject_id=row.user_id,
        area_path=row.area_path,
        data={
            "command": str(row.pk),
            "kind": row.kind,
            "mine": [clash.field for clash in wanted],
            "theirs": sorted(known - {clash.field for clash in wanted}),
            "photos_left": tokens,
        },
    )
    return answer


def _send_again(
    actor: Actor, row: CommandLog, clashes: Sequence[Clash], wanted: list[Clash], at: datetime
) -> Answer:
    payload = sealing.unseal_payload(row.payload_sealed or b"")
    content = payloads.canonical(_chosen(payload, clashes, wanted))
    again_id = uuid.uuid4()
    again = CommandLog(
        id=again_id,
        user_id=row.user_id,
        kind=row.kind,
        checksum=sealing.checksum(content, command_id=again_id),
        payload_sealed=sealing.seal_payload(content),
        after=list(row.after),
        area_path=row.area_path,
        happened_at=at,
        received_at=at,
        decided_at=at,
    )
    again.save(force_insert=True)
    decide(actor=actor, row=again, at=at)
    if again.fate in (CommandFate.REFUSED, CommandFate.WAITING):
        # Then nothing is settled: the conflict stays open, and the sentence is shown.
        raise DomainError(again.message)
    return answer_of(again)


def _chosen(
    payload: Mapping[str, Any], clashes: Sequence[Clash], wanted: list[Clash]
) -> dict[str, Any]:
    """The payload with the chosen fields only, and what the register said as their base."""
    fields, base = dict(payload.get("fields") or {}), dict(payload.get("base") or {})
    return dict(payload) | {
        "fields": {clash.field: fields.get(clash.field, clash.mine) for clash in wanted},
        "base": base | {clash.field: clash.theirs for clash in clashes},
    }


def _close(row: CommandLog, actor: Actor, at: datetime) -> int:
    left = len(payloads.photo_tokens(sealing.unseal_payload(row.payload_sealed or b"")))
    row.settled_at, row.settled_by_id, row.decided_at = at, actor.user_id, at
    row.payload_sealed = row.clashes_sealed = None
    row.save(
        update_fields=["settled_at", "settled_by", "decided_at", "payload_sealed", "clashes_sealed"]
    )
    return left
