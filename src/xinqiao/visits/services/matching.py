"""A visit or call on record answers the windows it falls into; a correction takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction

from xinqiao.kit.time import day_start, local_day
from xinqiao.visits.models import Outcome, Plan, PlannedState, PlannedVisit, Visit

# Somebody's own visit is answered by any contact with them; a household's by a visit to the
# household with the form of its plan, for a word with one of them makes nothing clear.
# A late entry, sent by a phone that had no signal, still turns a missed window into a done one.
_FULFIL: Final = """
WITH heard AS (
    SELECT visit.id, household_id, person_id, method, started_at, form.code, form.subject,
           (started_at AT TIME ZONE 'Asia/Shanghai')::date AS day
    FROM visits_visit visit JOIN visits_form form ON form.id = visit.form_id
    WHERE visit.id = ANY(%(visits)s) AND outcome = 'met'
),
answered AS (
    SELECT v.id, h.id AS visit_id, h.method, h.day, h.started_at
    FROM heard h JOIN visits_plannedvisit v ON v.household_id = h.household_id
    WHERE v.state IN ('due', 'missed') AND h.day BETWEEN v.opens_on AND v.until
      AND v.contact IN ('either', h.method)
      AND (v.form_code = h.code OR v.form_code = '' AND h.subject = 'household')
    UNION ALL
    SELECT v.id, h.id, h.method, h.day, h.started_at
    FROM heard h
    JOIN LATERAL (
        SELECT person_id FROM visits_visitedperson WHERE visit_id = h.id
        UNION SELECT h.person_id
    ) met ON TRUE
    JOIN visits_plannedvisit v ON v.person_id = met.person_id
    WHERE v.state IN ('due', 'missed') AND h.day BETWEEN v.opens_on AND v.until
      AND v.contact IN ('either', h.method)
),
first AS (SELECT DISTINCT ON (id) * FROM answered ORDER BY id, started_at, visit_id)
UPDATE visits_plannedvisit v
SET state = 'done', done_on = first.day, method = first.method, visit_id = first.visit_id,
    settled_at = %(at)s
FROM first WHERE v.id = first.id
RETURNING v.id
"""

# The next window opens no sooner than the gap after the contact that counted.
_OPEN_LATER: Final = """
UPDATE visits_plannedvisit later
SET opens_on = LEAST(later.until, GREATEST(later.opens_on, done.done_on + plan.gap))
FROM visits_plannedvisit done JOIN visits_plan plan ON plan.id = done.plan_id
WHERE done.id = ANY(%(rows)s) AND later.plan_id = done.plan_id AND later.state = 'due'
  AND later.slot > done.slot AND later.opens_on < done.done_on + plan.gap
  AND (later.person_id = done.person_id OR later.household_id = done.household_id)
"""

_RECOUNT: Final = """
UPDATE visits_plannedvisit due SET behind = told.behind
FROM (
    SELECT v.id, (
        SELECT count(*) FROM visits_plannedvisit m
        WHERE m.plan_id = v.plan_id AND m.state = 'missed' AND m.slot < v.slot
          AND (m.person_id = v.person_id OR m.household_id = v.household_id)
          AND m.slot > COALESCE((
              SELECT max(d.slot) FROM visits_plannedvisit d
              WHERE d.plan_id = v.plan_id AND d.state = 'done'
                AND (d.person_id = v.person_id OR d.household_id = v.household_id)
          ), '-infinity'::date)
    ) AS behind
    FROM visits_plannedvisit v
    WHERE v.state = 'due' AND {which}
) told
WHERE due.id = told.id AND due.behind <> told.behind
"""
_OF_PLAN: Final = "v.plan_id = %(plan)s"
_OF_ROWS: Final = """v.id IN (
    SELECT o.id FROM visits_plannedvisit r JOIN visits_plannedvisit o ON o.person_id = r.person_id
    WHERE r.id = ANY(%(rows)s)
    UNION ALL
    SELECT o.id FROM visits_plannedvisit r
    JOIN visits_plannedvisit o ON o.household_id = r.household_id WHERE r.id = ANY(%(rows)s))"""


@transaction.atomic
def fulfil(*, visit_ids: Sequence[int], at: datetime) -> int:
    """Mark the planned visits that these visits and calls answer; returns how many.

    Only contacts at which somebody was met count. Called in the transaction that records them.
    """
    told = Visit.objects.filter(pk__in=visit_ids, outcome=Outcome.MET)
    days = sorted((local_day(at_), pk) for pk, at_ in told.values_list("pk", "started_at"))
    return sum(
        _fulfil([pk for _day, pk in of_day], at)
        for _day, of_day in groupby(days, key=lambda row: row[0])
    )


@transaction.atomic
def refulfil(*, visit_id: int, at: datetime) -> None:
    """After a correction: what the visit had answered is open again, then matched anew."""
    rows = PlannedVisit.objects.filter(visit_id=visit_id, state=PlannedState.DONE)
    opened = list(rows.values_list("pk", "until"))
    if opened:
        _open_again(opened, at)
    fulfil(visit_ids=[visit_id], at=at)


def _open_again(opened: list[tuple[int, date]], at: datetime) -> None:
    today = local_day(at)
    for state in (PlannedState.DUE, PlannedState.MISSED):
        late = state == PlannedState.MISSED
        PlannedVisit.objects.filter(
            pk__in=[pk for pk, until in opened if (until < today) == late]
        ).update(state=state, done_on=None, method="", visit=None, settled_at=at if late else None)
    _run(_RECOUNT.format(which=_OF_ROWS), {"rows": [pk for pk, _until in opened]})


def heard_since(*, plan: Plan, since: date, at: datetime) -> None:
    """Match contacts that came in before the rows of their windows were made."""
    visits = Visit.objects.filter(
        area_path__startswith=plan.area_path, started_at__gte=day_start(since), started_at__lte=at
    )
    recent = list(visits.filter(outcome=Outcome.MET).values_list("pk", flat=True))
    if recent:
        fulfil(visit_ids=recent, at=at)


def recount(*, plan_id: int) -> None:
    """How many windows each open visit of a plan lies behind."""
    _run(_RECOUNT.format(which=_OF_PLAN), {"plan": plan_id})


def _fulfil(visit_ids: list[int], at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FULFIL, {"visits": visit_ids, "at": at})
        rows = [row[0] for row in cursor.fetchall()]
    if rows:
        _run(_OPEN_LATER, {"rows": rows})
        _run(_RECOUNT.format(which=_OF_ROWS), {"rows": rows})
    return len(rows)


def _run(sql: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
