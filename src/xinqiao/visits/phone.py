"""What plans put on a phone, and what the phone may send back about them."""

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
from xinqiao.visits import phone_visits
from xinqiao.visits.plan_errors import PlannedNotFound
from xinqiao.visits.selectors.today import TodayVisit, soon, walk_lines
from xinqiao.visits.services.skip import skip_visit

# A phone may be without signal for some days; it carries what opens until then.
DAYS_AHEAD: Final = 3
MOST: Final = 1000


def _rows(actor: Actor, at: datetime) -> Sequence[Row]:
    """Visits on my lists that are due now or open within three days; four statements."""
    found = list(soon(actor=actor, at=at, days=DAYS_AHEAD)[:MOST])
    return [_row(line) for line in walk_lines(rows=found, at=at)]


def _row(line: TodayVisit) -> Row:
    planned, home = line.planned, line.dwelling
    return {
        "id": planned.pk,
        "person_id": planned.person_id,
        "household_id": planned.household_id,
        "name": line.name,
        "address": home.address if home else "",
        "building": line.building,
        "unit": home.unit if home else "",
        "number": home.number if home else "",
        "why": planned.plan.name if planned.plan else planned.get_why_display(),
        "contact": planned.contact,
        "form": planned.form_code,
        "opens_on": planned.opens_on.isoformat(),
        "until": planned.until.isoformat(),
        "behind": planned.behind,
        "last_at": line.last_at.isoformat() if line.last_at else None,
    }


def _skip(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    planned_id = payload.get("planned_id")
    if not isinstance(planned_id, int):
        raise PlannedNotFound
    reason = str(payload.get("reason", ""))
    row = skip_visit(actor=actor, planned_id=planned_id, reason=reason, at=happened_at)
    return Outcome(data={"planned_id": row.pk, "state": row.state})


def register() -> None:
    """Declare both to the room of field work."""
    register_carried(Carried(name="visits.today", rows=_rows))
    register_command(Command(kind="visits.skip", perform=_skip, label=_("Visit left out")))
    phone_visits.register()
