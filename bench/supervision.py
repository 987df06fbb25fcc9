"""The supervisors' pages: what is late and why, and whistle statistics: p95 and statements.

The reader is the county supervisor, who sees everything. Called units are added to one request in
ten for the length of the measurement and taken back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

import bench.ready  # noqa: F401  first: it makes Django ready
from bench.lists import run, signed_in, somebody, supervisor, timed
from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Organisation
from xinqiao.supervision.selectors.late import LateFilter, late_page
from xinqiao.supervision.selectors.whistles import WhistleFilter, by_street, by_unit

LATE: dict[str, dict[str, str]] = {
    "late": {},
    "late_red_in_street": {"colour": "red", "area": "99.9901.990101.990101003."},
    "late_of_nobody": {"unit": "organisation:999999999"},
}
_CALL = """
WITH units AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS index, count(*) OVER () AS total
    FROM grid_organisation
), parts AS (
    INSERT INTO workflow_assignment (item_id, part, organisation_id, since)
    SELECT i.id, 'co', u.id, i.opened_at
    FROM workflow_item i JOIN units u ON u.index = i.id / 10 %% u.total
    WHERE i.id %% 10 = 0
    RETURNING id, item_id, since
)
INSERT INTO workflow_deadline (item_id, assignment_id, clock, amount, unit, yellow_percent,
    starts_at, due_at, yellow_at, beyond_calendar, met_at)
SELECT item_id, id, 'co', 1, 'natural_days', 25, since, since + interval '1 day',
       since + interval '18 hours', false,
       CASE WHEN id %% 5 > 0 THEN since + (id %% 37) * interval '1 hour' END
FROM parts
"""


class _Undo(Exception):
    """Takes the called units back."""


def measure() -> dict[str, object]:
    """The selectors and the first page; then the whistles of a month and of everything."""
    actor = supervisor()
    answers: dict[str, object] = {
        name: timed(partial(_late, actor, LateFilter.from_query(query)))
        for name, query in LATE.items()
    }
    answers["page_home"] = timed(_page("/supervision/"), rounds=25)
    try:
        with transaction.atomic():
            answers |= _whistles(actor)
            raise _Undo
    except _Undo:
        return answers


def _late(actor: Actor, chosen: LateFilter) -> object:
    return late_page(actor=actor, filter=chosen, at=timezone.now())


def _whistles(actor: Actor) -> dict[str, object]:
    if not Organisation.objects.exists():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CALL, [])
        calls = cursor.rowcount
        cursor.execute("ANALYZE workflow_assignment, workflow_deadline")
    now = timezone.now()
    month = WhistleFilter(since=now - timedelta(days=30), until=now)
    ever = WhistleFilter(since=now - timedelta(days=3650), until=now)
    return {
        "whistles": calls,
        "whistles_of_a_month": timed(partial(_count, actor, month), rounds=10),
        "whistles_ever": timed(partial(_count, actor, ever), rounds=5),
    }


def _count(actor: Actor, wanted: WhistleFilter) -> object:
    at = timezone.now()
    return by_unit(actor=actor, filter=wanted, at=at), by_street(actor=actor, filter=wanted, at=at)


def _page(path: str) -> Callable[[], None]:
    client = signed_in(somebody("county"))

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"The page answered {answer.status_code} {answer.headers}")

    return get


if __name__ == "__main__":
    run("supervision", measure)
