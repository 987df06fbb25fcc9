"""Visits recorded without signal: the forms a phone carries, and what it sends back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import GRID_ROLES, Actor
from xinqiao.field.contract import (
    Carried,
    Command,
    Outcome,
    Row,
    register_carried,
    register_command,
)
from xinqiao.grid.selectors.scope import paths_below
from xinqiao.kit.time import now
from xinqiao.registry.selectors.scope import visible_facilities
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.errors import BadTime, UnknownWord
from xinqiao.visits.selectors.forms import forms_for
from xinqiao.visits.services.record import record_visit

RECORD: Final = "visits.record"
MOST_FACILITIES: Final = 300


def forms(actor: Actor, at: datetime) -> Sequence[Row]:
    """The forms that count in the actor's areas, whole, so that they open without signal."""
    return [
        {
            "id": form.pk,
            "code": form.code,
            "version": form.version,
            "title": form.title,
            "subject": form.subject,
            "definition": form.definition,
        }
        for form in forms_for(actor=actor, at=at)
    ]


def facilities(actor: Actor, at: datetime) -> Sequence[Row]:
    """Facilities and lanes of the actor's own grids, for those questions that name some."""
    own = paths_below(actor.area_paths(*GRID_ROLES), field="area_path")
    rows = visible_facilities(actor=actor).filter(own, retired_at__isnull=True)
    found = rows.select_related("kind").order_by("name", "id")[:MOST_FACILITIES]
    return [{"id": one.pk, "name": one.name, "kind": one.kind.name} for one in found]


def record(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Put a visit on record.

    payload: {form, key, household, person, facility, outcome, method, note, started_at, ended_at,
    lon, lat, answers}; `key` is the id of the command. The times are the phone's: both move with
    `happened_at`, which the server has set right. What the register did not take over is the
    message. Raises what `record_visit` raises.
    """
    ended_at = _moment(payload, "ended_at")
    wrong_by = happened_at - ended_at if ended_at else timedelta(0)
    started_at = _moment(payload, "started_at")
    answers = payload.get("answers")
    draft = VisitDraft(
        form_id=_id(payload, "form") or 0,
        key=str(payload.get("key") or ""),
        started_at=started_at + wrong_by if started_at else happened_at,
        ended_at=happened_at if started_at else None,
        outcome=str(payload.get("outcome") or ""),
        method=str(payload.get("method") or ""),
        household_id=_id(payload, "household"),
        person_id=_id(payload, "person"),
        facility_id=_id(payload, "facility"),
        answers=answers if isinstance(answers, Mapping) else {},
        note=str(payload.get("note") or ""),
        lon=_degrees(payload, "lon"),
        lat=_degrees(payload, "lat"),
    )
    done = record_visit(actor=actor, draft=draft, at=now())
    return Outcome(
        message=" ".join(done.notices),
        data={"id": done.visit.pk},
        area_path=done.visit.area_path,
    )


def register() -> None:
    """Every phone carries the forms and may record with them; called with the plans' rows."""
    register_carried(Carried(name="visits.forms", rows=forms, label=_("Forms of visits")))
    register_carried(Carried(name="visits.facilities", rows=facilities, label=_("Facilities")))
    register_command(Command(kind=RECORD, perform=record, label=_("Visit recorded")))


def _moment(payload: Row, name: str) -> datetime | None:
    said = payload.get(name)
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise BadTime(field=name) from error
    if moment.tzinfo is None:
        raise BadTime(field=name)
    return moment


def _id(payload: Row, name: str) -> int | None:
    value = payload.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnknownWord(field=name)
    return value


def _degrees(payload: Row, name: str) -> float | None:
    value: Any = payload.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None
