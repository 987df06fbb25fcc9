"""Write the whistle statistics to a workbook, on record."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.csvio import write_xlsx
from xinqiao.supervision.selectors.whistles import WhistleFilter, WhistleRow, by_unit


@transaction.atomic
def export_whistles(*, actor: Actor, filter: WhistleFilter, at: datetime, target: IO[bytes]) -> int:
    """One row a unit into `target`; how many rows. Records `supervision.whistles_exported`."""
    rows = by_unit(actor=actor, filter=filter, at=at)
    write_xlsx(_columns(), [_cells(row) for row in rows], target=target, title=_("Whistles"))
    paths = sorted({post.area_path for post in actor.posts})
    append(
        kind="supervision.whistles_exported",
        actor=actor,
        at=at,
        subject_kind="export",
        subject_id=actor.user_id or 0,
        area_path=paths[0] if paths else "",
        data={"since": filter.since.isoformat(), "until": filter.until.isoformat()},
    )
    return len(rows)


def _columns() -> list[str]:
    return [
        _("Unit"),
        _("Times called"),
        _("Came in time"),
        _("Came late"),
        _("Did not come"),
        _("Still has time"),
        _("Ended before they came"),
        _("Came in time, percent"),
        _("Median time to come, minutes"),
    ]


def _cells(row: WhistleRow) -> list[str | int | float]:
    return [
        row.name,
        row.whistles,
        row.in_time,
        row.late,
        row.missing,
        row.waiting,
        row.dropped,
        "" if row.rate is None else round(100 * row.rate, 1),
        "" if row.median is None else int(row.median.total_seconds() // 60),
    ]
