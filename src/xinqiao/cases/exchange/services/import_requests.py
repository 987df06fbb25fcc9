"""Take a file of requests in: none is lost, none is doubled, each refusal has a reason.

A request is the same when system and number are the same, so a broken run is simply started again.
See docs/adr: importing requests is idempotent on the source number.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import DataError, IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.exchange.errors import NotLoaded, NumberDoubled
from xinqiao.cases.exchange.gazetteer import Places
from xinqiao.cases.exchange.mapping import FileMap
from xinqiao.cases.exchange.placeholders import LetterGazetteer
from xinqiao.cases.exchange.resolving import Resolver
from xinqiao.cases.exchange.results import ImportResult, Refused, report_path, write_refusals
from xinqiao.cases.exchange.rows import SHANGHAI_OFFSET, HistoryRow, RowReader
from xinqiao.cases.exchange.services.areas import make_areas
from xinqiao.cases.exchange.services.load import Past, RulesMoved, decide, load
from xinqiao.cases.models import ImportRun
from xinqiao.cases.selectors.categories import category_book
from xinqiao.grid import snapshot as grid_snapshot
from xinqiao.kit.csvio import Row, Table, open_table
from xinqiao.kit.errors import DomainError, Unavailable
from xinqiao.workflow import snapshot as workflow_snapshot

BATCH: Final = 500
TRIES: Final = 5
Progress = Callable[[int], object]


@dataclass(slots=True)
class _Run:
    """One file on its way in."""

    actor: Actor
    at: datetime
    reader: RowReader
    resolver: Resolver
    result: ImportResult
    record: ImportRun | None
    begun: float
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)


def import_requests(
    *,
    actor: Actor,
    path: Path,
    mapping: FileMap,
    at: datetime,
    places: Places | None = None,
    offset: timedelta = SHANGHAI_OFFSET,
    dry_run: bool = False,
    report: Path | None = None,
    progress: Progress = lambda _n: None,
) -> ImportResult:
    """Import all lines of `path` and write what was refused beside it.

    at: aware UTC. offset: of times without a zone. progress: called with the lines done since the
    last call. Raises UnreadableTable, EmptyTable, ColumnsMissing, ForeignAreas (422).
    """
    begun = time.monotonic()
    table = open_table(path)
    columns = mapping.match(path.name, table.columns)
    if places is None and mapping.placeholders:
        places = LetterGazetteer(_words(open_table(path), columns))
    result = ImportResult(file=path.name, system=mapping.system, dry_run=dry_run)
    with transaction.atomic() if dry_run else nullcontext():
        if places is not None:
            result.areas_made = make_areas(actor=actor, areas=places.areas, at=at)
        run = _Run(
            actor=actor,
            at=at,
            reader=RowReader(columns=columns, kinds=mapping.kinds, now=at, offset=offset),
            resolver=_resolver(mapping, places, at),
            result=result,
            record=None if dry_run else _open_record(path, mapping.system, at),
            begun=begun,
        )
        _take_all(run, table.rows, progress)
        if dry_run:
            transaction.set_rollback(True)
    return _finish(run, table, report_path(path, report) if result.refusals else None)


def _finish(run: _Run, table: Table, target: Path | None) -> ImportResult:
    """Write what was refused, and forget pictures of rows that a dry run has taken back."""
    result = run.result
    if result.dry_run:
        grid_snapshot.fresh()
        workflow_snapshot.current()
    if target is not None:
        result.report = str(write_refusals(result.refusals, target, table.columns))
    result.seconds = time.monotonic() - run.begun
    return result


def _take_all(run: _Run, rows: Iterable[tuple[int, Row]], progress: Progress) -> None:
    batch: list[tuple[int, Row]] = []
    for line in rows:
        batch.append(line)
        if len(batch) >= BATCH:
            _take(run, batch)
            progress(len(batch))
            batch = []
    _take(run, batch)
    progress(len(batch))
    if run.record is not None:
        run.record.finished_at = run.at + timedelta(seconds=time.monotonic() - run.begun)
        run.record.save(update_fields=["finished_at"])


def _take(run: _Run, batch: list[tuple[int, Row]]) -> None:
    """Read a batch, then write it with the counts of the run in one transaction."""
    rows = [row for line, cells in batch if (row := _read(run, line, cells)) is not None]
    cells_of = dict(batch)
    with transaction.atomic():
        _write(run, rows, cells_of)
        if run.record is not None:
            result, record = run.result, run.record
            record.rows, record.refused = result.rows, result.refused
            record.added, record.known = result.added, result.known
            record.save(update_fields=["rows", "added", "known", "refused"])


def _read(run: _Run, line: int, cells: Row) -> HistoryRow | None:
    try:
        row = run.reader.read(line, cells)
        first, fingerprint = run.seen.setdefault(row.number, (line, hash(row.words)))
        if first == line:
            return row
        if fingerprint != hash(row.words):
            raise NumberDoubled(number=row.number, line=first)
        run.result.known += 1
    except DomainError as error:
        run.result.refusals.append(Refused(line, error.sentence(), cells))
    return None


def _write(run: _Run, rows: list[HistoryRow], cells_of: dict[int, Row]) -> None:
    """Write rows; a batch that the database refuses is halved until the bad row stands alone."""
    for _attempt in range(TRIES):
        batch = [past for row in rows if (past := _decide(run, row, cells_of)) is not None]
        rows = [row for row in rows if row.line in {past.line for past in batch}]
        try:
            with transaction.atomic():
                added, known = load(actor=run.actor, batch=batch)
        except RulesMoved:
            grid_snapshot.refresh()
            workflow_snapshot.reload()
            continue
        except (DataError, IntegrityError) as error:
            _halve(run, rows, cells_of, error)
            return
        run.result.added += added
        run.result.known += known
        return
    raise Unavailable


def _halve(run: _Run, rows: list[HistoryRow], cells_of: dict[int, Row], error: Exception) -> None:
    if len(rows) == 1:
        line = rows[0].line
        sentence = NotLoaded(problem=str(error).split("\n", 1)[0][:200]).sentence()
        run.result.refusals.append(Refused(line, sentence, cells_of[line]))
        return
    middle = len(rows) // 2
    _write(run, rows[:middle], cells_of)
    _write(run, rows[middle:], cells_of)


def _decide(run: _Run, row: HistoryRow, cells_of: dict[int, Row]) -> Past | None:
    try:
        return decide(
            actor=run.actor,
            line=row.line,
            draft=run.resolver.draft(row),
            at=row.opened_at,
            reply=row.reply,
            answered_at=row.answered_at,
            outcome=row.outcome,
        )
    except DomainError as error:
        run.result.refusals.append(Refused(row.line, error.sentence(), cells_of[row.line]))
        return None


def _resolver(mapping: FileMap, places: Places | None, at: datetime) -> Resolver:
    rules = workflow_snapshot.current()
    return Resolver.of(
        mapping=mapping,
        categories=category_book(rules.version).by_code,
        areas=grid_snapshot.fresh().by_code,
        places=places,
        at=at,
    )


def _words(table: Table, columns: dict[str, str]) -> Iterator[str]:
    """The texts in which a gazetteer is to be found."""
    wanted = [columns[name] for name in ("subject", "body") if name in columns]
    for _line, cells in table.rows:
        yield from (cells[column] for column in wanted)


def _open_record(path: Path, system: str, at: datetime) -> ImportRun:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return ImportRun.objects.create(
        file_name=path.name[:200], sha256=digest.digest(), source_system=system, started_at=at
    )
