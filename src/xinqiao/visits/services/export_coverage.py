"""Write the board of visits to a workbook, on record."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Level
from xinqiao.kit.csvio import write_xlsx
from xinqiao.visits.selectors.coverage import Coverage, coverage_board


@transaction.atomic
def export_coverage(
    *, actor: Actor, area: Area, level: Level, at: datetime, target: IO[bytes]
) -> int:
    """One row an area into `target`; how many. Records `visits.coverage_exported`."""
    board = coverage_board(actor=actor, at=at, level=level, path=area.path)
    cells = [_cells(row) for row in board.rows]
    write_xlsx(_columns(), cells, target=target, title=_("Visits"))
    append(
        kind="visits.coverage_exported",
        actor=actor,
        at=at,
        subject_kind="export",
        subject_id=actor.user_id or 0,
        area_path=area.path,
        data={"monday": board.monday.isoformat()},
    )
    return len(board.rows)


def _columns() -> list[str]:
    return [
        _("Area"),
        _("Planned this week"),
        _("Done"),
        _("Missed"),
        _("Overdue"),
        _("On nobody's list"),
        _("People"),
        _("Stale"),
        _("Fresh, percent"),
    ]


def _cells(row: Coverage) -> list[str | int]:
    told = row.counts
    return [
        row.area.name,
        told.planned,
        told.done,
        told.missed,
        told.overdue,
        told.unowned,
        row.people,
        row.stale,
        "" if row.percent is None else row.percent,
    ]
