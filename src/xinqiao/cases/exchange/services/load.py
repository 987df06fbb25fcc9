"""Write a batch of a file's requests in one transaction, a handful of statements for all of them.

The rows are those that `report_case` and `settle_imported` would write one by one, which a test
holds equal; only the outbox stays empty, because nobody is to be told of what is long past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.flow import CASE_FLOW
from xinqiao.cases.models import Case, Remark, RemarkKind
from xinqiao.cases.services.intake import Intake, prepare
from xinqiao.cases.services.report import EVENT
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.workflow.models import Assignment, Deadline, Item, Part
from xinqiao.workflow.planning import DeadlinePlan
from xinqiao.workflow.services.steps import SUBJECT

SETTLE: Final = "settle"
_NUMBERS: Final = "SELECT xq_number(nextval('cases_number_seq')) FROM generate_series(1, %s)"
_VERSION: Final = "SELECT version FROM grid_snapshotversion WHERE id = 1 FOR SHARE"
# One file of a system at a time: two runs would race for the same source numbers.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True, slots=True)
class Past:
    """One request of a file, decided. `intake.at` is when it was made; `answered_at` aware UTC."""

    line: int
    intake: Intake
    reply: str
    answered_at: datetime | None
    outcome: str


class RulesMoved(Exception):
    """The rules were edited after the batch was decided: decide it anew."""


def decide(
    *,
    actor: Actor,
    line: int,
    draft: ReportDraft,
    at: datetime,
    reply: str,
    answered_at: datetime | None,
    outcome: str,
) -> Past:
    """Work out everything that one row writes. Raises what `prepare` raises."""
    intake = prepare(actor=actor, draft=draft, at=at)
    return Past(line, intake, reply, answered_at, outcome)


@transaction.atomic
def load(*, actor: Actor, batch: Sequence[Past]) -> tuple[int, int]:
    """Write those of `batch` that are not known yet; return (added, known).

    All of one source system. Records `cases.reported` and `cases.settled` at their real times.
    Raises RulesMoved.
    """
    if not batch:
        return 0, 0
    system = batch[0].intake.source_system
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"cases.import:{system}"])
        cursor.execute(_VERSION)
        version = cursor.fetchone()[0]
    if any(past.intake.rules_version != version for past in batch):
        raise RulesMoved
    numbers = [past.intake.source_number for past in batch]
    known = set(
        Case.objects.filter(source_system=system, source_number__in=numbers).values_list(
            "source_number", flat=True
        )
    )
    fresh = [past for past in batch if past.intake.source_number not in known]
    if fresh:
        _write(actor, fresh)
    return len(fresh), len(batch) - len(fresh)


def _write(actor: Actor, fresh: Sequence[Past]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [len(fresh)])
        numbers = [str(row[0]) for row in cursor.fetchall()]
    items = Item.objects.bulk_create(
        [_item(past, number) for past, number in zip(fresh, numbers, strict=True)]
    )
    pairs = list(zip(fresh, items, strict=True))
    Case.objects.bulk_create([_case(actor, past, item) for past, item in pairs])
    Assignment.objects.bulk_create([_assignment(past, item) for past, item in pairs])
    Deadline.objects.bulk_create(
        [_deadline(past, item, plan) for past, item in pairs for plan in past.intake.plan.deadlines]
    )
    Remark.objects.bulk_create(
        [
            _remark(actor, past, item, past.answered_at)
            for past, item in pairs
            if past.answered_at is not None
        ]
    )
    append_many(
        actor=actor,
        events=[event for past, item in pairs for event in _events(past, item)],
        quiet=True,
    )


def _item(past: Past, number: str) -> Item:
    intake, plan, done = past.intake, past.intake.plan, past.answered_at
    item = Item(
        flow=plan.flow,
        flow_version=plan.flow_version,
        number=number,
        state=plan.state,
        title=intake.title,
        words=intake.words,
        category_code=intake.category_code,
        area_id=intake.area_id,
        area_path=intake.area_path,
        owner_post_id=plan.owner.post_id,
        owner_organisation_id=plan.owner.organisation_id,
        requester_id=intake.requester_id,
        level=plan.level,
        lon=intake.lon,
        lat=intake.lat,
        cell=intake.cell,
        opened_at=intake.at,
        due_at=plan.due_at,
        yellow_at=plan.yellow_at,
        beyond_calendar=plan.beyond_calendar,
        changed_at=done or intake.at,
    )
    if done is not None:
        _settle(item, plan.deadlines, done)
    return item


def _settle(item: Item, deadlines: Sequence[DeadlinePlan], done: datetime) -> None:
    """What the action `settle` does to an item: the longest promise says whether it was late."""
    promise = max(deadlines, key=lambda plan: plan.due_at, default=None)
    item.state = str(CASE_FLOW.action(SETTLE).target)
    item.is_open = False
    item.done_at = item.closed_at = done
    item.due_at = promise.due_at if promise else None
    item.yellow_at = promise.yellow_at if promise else None
    item.is_late = promise is not None and done > promise.due_at


def _case(actor: Actor, past: Past, item: Item) -> Case:
    intake = past.intake
    case = Case(item=item, **{name: getattr(intake, name) for name in _CASE_COLUMNS})
    # Said here and not left to the database: only plain values go in as arrays, which is quicker.
    case.answer, case.outcome, case.times_reopened = "", "", 0
    if past.answered_at is not None:
        case.answer = past.reply
        case.answered_at = past.answered_at
        case.handler_id = actor.user_id
        case.outcome = past.outcome
    return case


_CASE_COLUMNS: Final = (
    "kind", "category_id", "text", "address", "located_by", "plate_id", "place_id", "source",
    "source_system", "source_number", "token", "idempotency_key", "reporter_name_sealed",
    "reporter_phone_sealed", "reporter_phone_index", "on_behalf", "recorded_by_id",
    "recorded_post_id", "api_client_id", "may_publish",
)  # fmt: skip


def _assignment(past: Past, item: Item) -> Assignment:
    plan = past.intake.plan
    return Assignment(
        item=item,
        part=Part.LEAD,
        post_id=plan.owner.post_id,
        organisation_id=plan.owner.organisation_id,
        since=past.intake.at,
        why=list(plan.why),
        ended_by="",
        reason="",
    )


def _deadline(past: Past, item: Item, plan: DeadlinePlan) -> Deadline:
    done = past.answered_at
    return Deadline(
        item=item,
        clock=plan.clock,
        amount=plan.amount,
        unit=plan.unit,
        yellow_percent=plan.yellow_percent,
        starts_at=plan.starts_at,
        due_at=plan.due_at,
        yellow_at=plan.yellow_at,
        beyond_calendar=plan.beyond_calendar,
        cancelled_at=done,
        next_at=plan.next_at if done is None else None,
        rung=0,
        extension_reason="",
    )


def _remark(actor: Actor, past: Past, item: Item, at: datetime) -> Remark:
    return Remark(
        case_id=item.pk,
        kind=RemarkKind.CLOSING,
        text=past.reply,
        is_public=True,
        author_user_id=actor.user_id,
        author_label=actor.label[:160],
        at=at,
    )


def _events(past: Past, item: Item) -> list[NewEvent]:
    intake, plan = past.intake, past.intake.plan
    facts: dict[str, Any] = {**plan.facts, **intake.event_data}
    events = [_event(EVENT, intake.at, item, facts, on_behalf=intake.on_behalf)]
    if past.answered_at is not None:
        facts = {"action": SETTLE, "from": plan.state, "to": item.state, "outcome": past.outcome}
        kind = CASE_FLOW.event_of(CASE_FLOW.action(SETTLE))
        events.append(_event(kind, past.answered_at, item, facts, on_behalf=False))
    return events


def _event(
    kind: str, at: datetime, item: Item, facts: dict[str, Any], *, on_behalf: bool
) -> NewEvent:
    return NewEvent(
        kind=kind,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=item.area_path,
        data=facts,
        on_behalf=on_behalf,
    )
