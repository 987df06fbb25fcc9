"""Rows as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from xinqiao.field.models import CommandLog, Phone
from xinqiao.field.selectors.commands import clashes_of
from xinqiao.field.selectors.phones import until
from xinqiao.field.services.receive import Answer
from xinqiao.field.services.sync import Bundle
from xinqiao.field.shown import for_others, for_sender, label_of, page_of
from xinqiao.kit.time import format_iso


def phone_out(phone: Phone, *, here: UUID | None) -> dict[str, Any]:
    """A phone; `here` is the one that asks."""
    return {
        "id": phone.pk,
        "name": phone.name,
        "registered_at": phone.registered_at,
        "last_seen_at": phone.last_seen_at,
        "until": until(phone),
        "ended_at": phone.ended_at,
        "end_reason": phone.end_reason,
        "is_here": phone.pk == here,
    }


def bundle_out(bundle: Bundle, phone: Phone, at: datetime) -> dict[str, Any]:
    """What a sync answers, ready for JSON."""
    content = bundle.content
    kinds = sorted(content.rows.keys() | content.removed.keys())
    return {
        "cursor": bundle.cursor,
        "full": bundle.is_full,
        "server_time": format_iso(at),
        "until": format_iso(until(phone)),
        "meta": content.meta,
        "kinds": {
            kind: {
                "rows": content.rows.get(kind, []),
                "removed": content.removed.get(kind, []),
            }
            for kind in kinds
        },
    }


def answer_out(answer: Answer) -> dict[str, Any]:
    """What became of a command."""
    return {
        "id": answer.id,
        "kind": answer.kind,
        "fate": answer.fate,
        "message": answer.message,
        "data": dict(answer.data),
        "clashes": [for_sender(clash) for clash in answer.clashes],
        "attempt": answer.attempt,
        "is_replay": answer.is_replay,
    }


def conflict_out(row: CommandLog, *, user_id: int | None) -> dict[str, Any]:
    """An open conflict with both values of each field; numbers of people masked for others."""
    shown = for_sender if row.user_id == user_id else for_others
    return {
        "id": row.pk,
        "kind": row.kind,
        "label": label_of(row.kind),
        "who": row.user.display_name,
        "phone": row.phone.name if row.phone else "",
        "happened_at": row.happened_at,
        "received_at": row.received_at,
        "clashes": [shown(clash) for clash in clashes_of(row)],
        "data": row.data,
        "url": page_of(row.kind, row.data),
    }
