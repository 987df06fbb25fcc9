"""Take a request in: the one way in for every door, one statement and one round trip."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from psycopg import RawCursor
from psycopg.types.numeric import Int8

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.errors import Busy
from xinqiao.cases.services.common import claim_files
from xinqiao.cases.services.intake import MOST_PHOTOS, Intake, prepare, renew_pictures
from xinqiao.cases.services.known import find_known
from xinqiao.cases.services.report_sql import NAMES, POSITIONAL
from xinqiao.events.services.append import NewEvent, event_columns
from xinqiao.events.subscriptions import outbox_names
from xinqiao.files.models import Purpose
from xinqiao.workflow.services.steps import SUBJECT

EVENT: Final = "cases.reported"
# Edits of the rules are rare; whoever meets three in a row may try again a moment later.
TRIES: Final = 3
ONLY_WHEN_ASKED: Final = 2**31


def report_case(*, actor: Actor, draft: ReportDraft, at: datetime) -> Reported:
    """Open a request from somebody's words, give it an owner and start its clocks.

    at: aware UTC. The same idempotency key, or the same number of the same other system, answers
    with the request that is already there. Records `cases.reported`. Raises what `prepare` raises,
    UploadGone (422) for photos that have expired, Busy (503).
    Source: RULES "Requests".
    """
    for _ in range(TRIES):
        intake = prepare(actor=actor, draft=draft, at=at)
        try:
            row = _write(actor, intake)
        except IntegrityError:
            known = find_known(draft)
            if known is None:
                raise
            return known
        if row is not None:
            return Reported(row[0], row[1], intake.token, is_new=True)
        renew_pictures()
    raise Busy


def _write(actor: Actor, intake: Intake) -> tuple[int, str] | None:
    """Key and number of the new request; None when the rules have changed meanwhile."""
    values = parameters(actor, intake)
    if not intake.photo_tokens and not connection.in_atomic_block:
        return _execute(values)
    with transaction.atomic():
        row = _execute(values)
        if row is not None:
            claim_files(
                actor=actor,
                item_id=row[0],
                tokens=intake.photo_tokens,
                purpose=Purpose.REPORT,
                at=intake.at,
                limit=MOST_PHOTOS,
            )
    return row


def _execute(values: dict[str, Any]) -> tuple[int, str] | None:
    """Run the statement with the server's own parameters, so that a connection plans it once."""
    connection.ensure_connection()
    # Django switches preparing off; this leaves it off for whatever does not ask for it.
    connection.connection.prepare_threshold = ONLY_WHEN_ASKED
    with connection.wrap_database_errors, RawCursor(connection.connection) as cursor:
        cursor.execute(POSITIONAL, positions(values), prepare=True)
        row: tuple[int, str] | None = cursor.fetchone()
    return row


def positions(values: dict[str, Any]) -> list[Any]:
    """The values of `parameters` in the order of `report_sql.POSITIONAL`."""
    return [_wide(values[name]) for name in NAMES]


def _wide(value: Any) -> Any:
    """One width for all integers: else each mix of small and large keys is planned anew."""
    return Int8(value) if type(value) is int else value


def parameters(actor: Actor, intake: Intake) -> dict[str, Any]:
    """The values of `report_sql.INTAKE`."""
    plan = intake.plan
    new = NewEvent(
        kind=EVENT,
        at=intake.at,
        subject_kind=SUBJECT,
        subject_id=0,
        area_path=intake.area_path,
        data={**plan.facts, **intake.event_data},
        on_behalf=intake.on_behalf,
    )
    event = event_columns(actor, new)
    return {
        **_columns(intake),
        "snapshot_version": intake.rules_version,
        "flow": plan.flow,
        "flow_version": plan.flow_version,
        "state": plan.state,
        "owner_post_id": plan.owner.post_id,
        "owner_organisation_id": plan.owner.organisation_id,
        "level": plan.level,
        "due_at": plan.due_at,
        "yellow_at": plan.yellow_at,
        "beyond_calendar": plan.beyond_calendar,
        "why": json.dumps(plan.why, ensure_ascii=False),
        "clocks": _clocks(intake),
        "event_kind": event["kind"],
        "actor_user_id": event["actor_user_id"],
        "actor_post_id": event["actor_post_id"],
        "actor_label": event["actor_label"],
        "subject_kind": event["subject_kind"],
        "event_data": json.dumps(event["data"], ensure_ascii=False),
        "subscribers": list(outbox_names(event["kind"])),
    }


_INTAKE_COLUMNS: Final = (
    "kind", "category_id", "category_code", "title", "text", "words", "address", "located_by",
    "area_id", "area_path", "lon", "lat", "cell", "plate_id", "place_id", "source",
    "source_system", "source_number", "token", "idempotency_key", "reporter_name_sealed",
    "reporter_phone_sealed", "reporter_phone_index", "on_behalf", "requester_id",
    "recorded_by_id", "recorded_post_id", "api_client_id", "may_publish", "at",
)  # fmt: skip


def _columns(intake: Intake) -> dict[str, Any]:
    return {name: getattr(intake, name) for name in _INTAKE_COLUMNS}


def _clocks(intake: Intake) -> str:
    """The deadlines as JSON: one value to send, where an array a column would be nine."""
    return json.dumps(
        [
            {
                "clock": deadline.clock,
                "amount": str(deadline.amount),
                "unit": deadline.unit,
                "yellow_percent": deadline.yellow_percent,
                "starts_at": deadline.starts_at.isoformat(),
                "due_at": deadline.due_at.isoformat(),
                "yellow_at": deadline.yellow_at.isoformat(),
                "beyond_calendar": deadline.beyond_calendar,
                "next_at": deadline.next_at.isoformat(),
            }
            for deadline in intake.plan.deadlines
        ]
    )
