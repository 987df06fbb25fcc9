"""`xinqiao import areas FILE`: divisions by their codes, whole or not at all.

Columns: code, name, level, parent_code; the last two may be missing or empty. 44,703 rows go in by
COPY in seconds. Renamed areas keep their old names; areas that the file lacks stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.codes import check_code, level_named, level_of, parent_code, path_of
from xinqiao.grid.errors import BadCode, BadFile
from xinqiao.grid.importers.reports import (
    ImportReport,
    Progress,
    Refused,
    Renamed,
    no_progress,
)
from xinqiao.grid.models import Area, Level
from xinqiao.grid.services.areas import NAME_LIMIT
from xinqiao.grid.services.duties import may
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.csvio import Table, open_table
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day

PROGRESS_EVERY = 1000
HEADINGS = {
    "code": ("code", "代码", "区划代码", "行政区划代码"),
    "name": ("name", "名称", "区划名称", "行政区划名称"),
    "level": ("level", "级别", "层级"),
    "parent_code": ("parent_code", "上级代码", "父级代码"),
}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One good row of the file."""

    line: int
    code: str
    name: str
    level: Level


@transaction.atomic
def import_areas(
    path: Path, *, actor: Actor, at: datetime, progress: Progress = no_progress
) -> ImportReport:
    """Bring the areas of a file into the register. Records `grid.areas_imported`.

    Raises BadFile or kit.csvio's errors when the file is no such table; single rows that are
    wrong are refused in the report and the others go in. Doing it again changes nothing.
    """
    report = ImportReport()
    rows = _with_parents(_read(open_table(path), actor, report, progress), report)
    _stage(rows)
    source = path.name[:100]
    report.renamed = _rename(source=source, day=local_day(at))
    report.changed = len(report.renamed)
    report.added = sum(_insert(level, day=local_day(at)) for level in Level)
    report.unchanged += len(rows) - report.changed - report.added
    report.refused.sort(key=lambda refused: refused.line)
    if report.added or report.changed:
        _record(report, source=source, actor=actor, at=at)
    return report


def _read(
    table: Table, actor: Actor, report: ImportReport, progress: Progress
) -> dict[str, AreaRow]:
    """Check each row by itself; the first of two rows of one code counts."""
    columns = _columns(table)
    good: dict[str, AreaRow] = {}
    for line, cells in table.rows:
        report.rows += 1
        try:
            row = _checked(line, cells, columns)
            _check_once(row, good)
            if not may(actor, Role.SYSTEM_ADMIN, area_path=path_of(row.code)):
                raise BadCode(_("This area lies outside the area you administer."))
        except DomainError as error:
            code, name = cells.get(columns["code"], ""), cells.get(columns["name"], "")
            report.refused.append(Refused(line, code[:20], name[:40], error.sentence()))
        else:
            if row.code in good:
                report.unchanged += 1
            good.setdefault(row.code, row)
        if report.rows % PROGRESS_EVERY == 0:
            progress(report.rows, 0)
    progress(report.rows, report.rows)
    return good


def _columns(table: Table) -> dict[str, str]:
    """Our name of a column -> the file's; `level` and `parent_code` may be missing."""
    found = {}
    for wanted, headings in HEADINGS.items():
        for column in table.columns:
            if column.strip().lower() in headings:
                found[wanted] = column
    missing = [wanted for wanted in ("code", "name") if wanted not in found]
    if missing:
        raise BadFile(
            reason=_("it has no column %(missing)s; its columns are %(columns)s")
            % {"missing": ", ".join(missing), "columns": ", ".join(table.columns)[:200]}
        )
    return {"level": "", "parent_code": ""} | found


def _checked(line: int, cells: dict[str, str], columns: dict[str, str]) -> AreaRow:
    name = clean_text(
        cells.get(columns["name"], ""), limit=NAME_LIMIT, required=True, multiline=False
    )
    words = cells.get(columns["level"], "")
    level = level_named(words) if words else None
    if words and level is None:
        raise BadCode(
            _(
                "“%(level)s” is not a level. Use province, city, county, street, community, grid "
                "or responsibility."
            ),
            level=words[:20],
        )
    code = check_code(cells.get(columns["code"], ""), level=level)
    above = cells.get(columns["parent_code"], "")
    if above and above.ljust(12, "0") != parent_code(code).ljust(12, "0"):
        raise BadCode(
            _("%(code)s cannot be part of %(parent)s: a code begins with its parent's code."),
            code=code,
            parent=above[:20],
        )
    return AreaRow(line, code, name, level or level_of(code))


def _check_once(row: AreaRow, good: dict[str, AreaRow]) -> None:
    first = good.get(row.code)
    if first is not None and first.name != row.name:
        raise BadCode(
            _("Line %(line)s gives %(code)s another name (%(name)s); that line was used."),
            line=first.line,
            code=row.code,
            name=first.name,
        )


def _with_parents(good: dict[str, AreaRow], report: ImportReport) -> list[AreaRow]:
    """Refuse rows whose parent is neither in the file nor in the register, parents first."""
    wanted = {parent_code(code) for code in good} - set(good) - {""}
    known = set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    kept: list[AreaRow] = []
    for code in sorted(good, key=lambda code: (len(code), code)):
        row, above = good[code], parent_code(code)
        if above and above not in known:
            reason = _("Its parent %(parent)s is neither in the file nor known. Add it first.")
            report.refused.append(Refused(row.line, code, row.name, reason % {"parent": above}))
            continue
        known.add(code)
        kept.append(row)
    return kept


def _stage(rows: Iterable[AreaRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.grid_area_import")
        cursor.execute(
            'CREATE TEMPORARY TABLE grid_area_import (line int, code text COLLATE "C" PRIMARY KEY,'
            ' name text, level smallint, parent text COLLATE "C", path text) ON COMMIT DROP'
        )
        with _raw(cursor).copy(
            "COPY grid_area_import (line, code, name, level, parent, path) FROM STDIN"
        ) as copy:
            for row in rows:
                copy.write_row(
                    (
                        row.line, row.code, row.name, row.level.value,
                        parent_code(row.code), path_of(row.code),
                    )
                )  # fmt: skip
        cursor.execute("ANALYZE grid_area_import")


def _raw(cursor: Any) -> Any:
    """The driver's own cursor: Django's wrapper knows no COPY."""
    return cursor.cursor


def _rename(*, source: str, day: date) -> list[Renamed]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO grid_areaname (area_id, code, name, valid_until, source) "
            "SELECT a.id, a.code, a.name, %s, %s FROM grid_area a "
            "JOIN grid_area_import i USING (code) WHERE a.name <> i.name "
            "ON CONFLICT ON CONSTRAINT grid_area_name_once "
            "DO UPDATE SET valid_until = excluded.valid_until",
            [day, source],
        )
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT a.id, a.code, a.name FROM grid_area a "
            "JOIN grid_area_import i USING (code) WHERE a.name <> i.name FOR UPDATE OF a) "
            "UPDATE grid_area a SET name = i.name FROM before b "
            "JOIN grid_area_import i USING (code) WHERE a.id = b.id "
            "RETURNING i.line, i.code, b.name, i.name"
        )
        return sorted((Renamed(*row) for row in cursor.fetchall()), key=lambda r: r.line)


def _insert(level: Level, *, day: date) -> int:
    """Add the new areas of one level, whose parents the level before has added."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO grid_area (code, name, level, parent_id, path, valid_from) "
            "SELECT i.code, i.name, i.level, p.id, i.path, %s FROM grid_area_import i "
            "LEFT JOIN grid_area p ON p.code = i.parent WHERE i.level = %s "
            "ORDER BY i.code ON CONFLICT (code) DO NOTHING",
            [day, level.value],
        )
        return max(int(cursor.rowcount), 0)


def _record(report: ImportReport, *, source: str, actor: Actor, at: datetime) -> None:
    append(
        kind="grid.areas_imported",
        actor=actor,
        at=at,
        subject_kind="grid_import",
        subject_id=bump_snapshot(),
        data={
            "source": source,
            "added": report.added,
            "renamed": [[r.code, r.old, r.new] for r in report.renamed[:500]],
            "refused": len(report.refused),
        },
    )
