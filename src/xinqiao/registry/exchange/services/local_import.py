"""A file on this machine, for the command line: broken off, it goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.grid.addresses import common_path
from xinqiao.grid.errors import AreaNotFound
from xinqiao.grid.models import Area, Level
from xinqiao.registry.exchange.results import Refused, Result, report_path, write_refused
from xinqiao.registry.exchange.services.file_import import Keeper, record_import, refused_of
from xinqiao.registry.exchange.services.import_people import import_people, open_people
from xinqiao.registry.models import ImportState, PeopleImport


def import_local_file(
    *,
    actor: Actor,
    path: Path,
    area_code: str,
    at: datetime,
    dry_run: bool = False,
    report: Path | None = None,
    progress: Callable[[int], object] = lambda _n: None,
) -> Result:
    """Import `path` into an area (empty: the smallest with all grids); refusals go beside it.

    Raises AreaNotFound (404) and what `import_people` raises.
    """
    area = _area(area_code)
    table, _columns = open_people(path)
    found = None if dry_run else _record(path, area, table.columns, actor, at)
    before = found.line if found else 0
    progress(before)
    result = import_people(
        actor=actor,
        path=path,
        area=area,
        at=at,
        dry_run=dry_run,
        after_line=before,
        keep=Keeper(found) if found else None,
        progress=progress,
    )
    if found is None:
        _write_report(result, result.refusals, table.columns, path, report)
        return result
    with transaction.atomic():
        found.state, found.finished_at = ImportState.DONE, at
        found.save(update_fields=["state", "finished_at"])
        record_import(actor=actor, found=found, at=at)
    result.rows, result.added, result.known = found.rows, found.added, found.known
    result.refused = found.refused
    _write_report(result, list(refused_of(found)), table.columns, path, report)
    return result


def _record(path: Path, area: Area, columns: list[str], actor: Actor, at: datetime) -> PeopleImport:
    """The broken run of the very same file, else a new one."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").digest()
    broken = PeopleImport.objects.filter(
        sha256=digest, area=area, state=ImportState.RUNNING, payload_sealed__isnull=True
    )
    return broken.order_by("-id").first() or PeopleImport.objects.create(
        file_name=path.name[-200:],
        sha256=digest,
        area=area,
        state=ImportState.RUNNING,
        started_by_id=actor.user_id,
        started_at=at,
        confirmed_at=at,
        columns=columns,
    )


def _area(code: str) -> Area:
    if not code:
        grids = Area.objects.filter(level=Level.GRID, valid_until__isnull=True)
        paths = list(grids.values_list("path", flat=True))
        code = common_path(paths).rstrip(".").rpartition(".")[2] if paths else ""
    found = Area.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise AreaNotFound(code=code[:20], field="area")
    return found


def _write_report(
    result: Result, refused: list[Refused], columns: list[str], path: Path, wanted: Path | None
) -> None:
    if not refused:
        return
    target = report_path(path, wanted)
    with target.open("wb") as stream:
        write_refused(refused, columns=columns, target=stream, sheet=target.suffix == ".xlsx")
    result.report = str(target)
