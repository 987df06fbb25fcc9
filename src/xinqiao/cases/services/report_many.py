"""Take many requests in at once: a grid worker's round, or what waited on a phone without signal.

The same checks and the same statement as one by one, sent without waiting for each answer. Whoever
gets several of them is told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import RawCursor

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.errors import Busy
from xinqiao.cases.services.common import claim_files
from xinqiao.cases.services.intake import MOST_PHOTOS, Intake, prepare, renew_pictures
from xinqiao.cases.services.known import find_known
from xinqiao.cases.services.report import TRIES, parameters, positions
from xinqiao.cases.services.report_sql import POSITIONAL
from xinqiao.cases.services.together import tell_owners
from xinqiao.files.models import Purpose


def report_cases(*, actor: Actor, drafts: Sequence[ReportDraft], at: datetime) -> list[Reported]:
    """Open a request from each draft, in their order; all of them or none.

    at: aware UTC. A draft that was sent before answers with the request that is already there.
    Records `cases.reported` for each and one `cases.handed_out`. Raises what `report_case` raises.
    """
    for _ in range(TRIES):
        found = _report(actor, drafts, at)
        if found is not None:
            return found
        renew_pictures()
    raise Busy


def _report(actor: Actor, drafts: Sequence[ReportDraft], at: datetime) -> list[Reported] | None:
    """None when the rules have changed since they were read; nothing is written then."""
    with transaction.atomic():
        known = [find_known(draft) for draft in drafts]
        new = [draft for draft, row in zip(drafts, known, strict=True) if row is None]
        intakes = [prepare(actor=actor, draft=draft, at=at) for draft in new]
        rows = _write(actor, intakes)
        if len(rows) < len(intakes):
            transaction.set_rollback(True)
            return None
        for row, intake in zip(rows, intakes, strict=True):
            _claim(actor, row[0], intake)
        _tell(actor, rows, intakes, at)
    made = iter(
        Reported(row[0], row[1], intake.token, is_new=True)
        for row, intake in zip(rows, intakes, strict=True)
    )
    return [row or next(made) for row in known]


def _write(actor: Actor, intakes: list[Intake]) -> list[tuple[int, str]]:
    if not intakes:
        return []
    values = [positions({**parameters(actor, intake), "subscribers": []}) for intake in intakes]
    connection.ensure_connection()
    rows: list[tuple[int, str]] = []
    with connection.wrap_database_errors, RawCursor(connection.connection) as cursor:
        cursor.executemany(POSITIONAL, values, returning=True)
        while True:
            rows += cursor.fetchall()
            if not cursor.nextset():
                return rows


def _claim(actor: Actor, item_id: int, intake: Intake) -> None:
    claim_files(
        actor=actor,
        item_id=item_id,
        tokens=intake.photo_tokens,
        purpose=Purpose.REPORT,
        at=intake.at,
        limit=MOST_PHOTOS,
    )


def _tell(actor: Actor, rows: list[tuple[int, str]], intakes: list[Intake], at: datetime) -> None:
    owners: Counter[tuple[Any, Any]] = Counter(
        (intake.plan.owner.post_id, intake.plan.owner.organisation_id) for intake in intakes
    )
    if rows:
        tell_owners(
            actor=actor,
            first_item_id=rows[0][0],
            area_path=intakes[0].area_path,
            owners=owners,
            at=at,
        )
