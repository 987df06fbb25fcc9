"""Take a file of people in: none is lost, none is doubled, each refusal has a reason.

The same file twice adds nobody. See docs/adr: exchange of the register.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Area
from xinqiao.kit.csvio import Row, Table, open_table
from xinqiao.registry.exchange.headings import NAMES, is_header, match
from xinqiao.registry.exchange.places import PlaceBook
from xinqiao.registry.exchange.results import Refused, Result
from xinqiao.registry.exchange.rows import RowReader
from xinqiao.registry.exchange.services.taking import Keep, Run, take_batch
from xinqiao.registry.exchange.tagwords import TagWords
from xinqiao.registry.selectors.powers import require_writer

BATCH: Final = 1000
# A household is not cut in two by the end of a batch, unless it is a barracks.
LONGEST: Final = 1500
_HOME: Final = ("estate", "building", "unit", "number", "address", "household")
Progress = Callable[[int], object]


def import_people(
    *,
    actor: Actor,
    path: Path,
    area: Area,
    at: datetime,
    dry_run: bool = False,
    after_line: int = 0,
    keep: Keep | None = None,
    progress: Progress = lambda _n: None,
) -> Result:
    """Import the lines of `path` behind `after_line` into `area`; what was refused is told.

    at: aware UTC. dry_run: everything is tried and taken back, batch by batch. keep: called inside
    each batch's transaction with its refusals and its last line. progress: lines since the last
    call. Raises UnreadableTable, EmptyTable, ColumnsMissing (422), RegisterNotYours (403).
    """
    require_writer(actor, area.path)
    begun = time.monotonic()
    table, columns = open_people(path)
    run = Run(
        actor=actor,
        at=at,
        reader=RowReader(columns),
        book=PlaceBook.read(area),
        tags=TagWords.read(column=columns.get("tags", str(NAMES["tags"])), at=at),
        result=Result(file=path.name, area=area.name, dry_run=dry_run),
        keep=keep or _keep_nothing,
    )
    home = tuple(columns[name] for name in _HOME if name in columns)
    for batch in batches(table.rows, home=home, after_line=after_line):
        take_batch(run, batch)
        progress(len(batch))
    run.result.seconds = time.monotonic() - begun
    return run.result


def open_people(path: Path) -> tuple[Table, dict[str, str]]:
    """The table below its title, and which column is what. Raises ColumnsMissing."""
    table = open_table(path, is_header=is_header)
    return table, match(path.name, table.columns)


def batches(
    rows: Iterable[tuple[int, Row]], *, home: Sequence[str], after_line: int = 0
) -> Iterator[list[tuple[int, Row]]]:
    """Lines by the thousand; neighbours of one home stay together."""
    batch: list[tuple[int, Row]] = []
    last: list[str] = []
    for line, cells in rows:
        if line <= after_line:
            continue
        at_home = [cells.get(column, "") for column in home]
        if len(batch) >= BATCH and (at_home != last or len(batch) >= LONGEST):
            yield batch
            batch = []
        batch.append((line, cells))
        last = at_home
    if batch:
        yield batch


def _keep_nothing(_refusals: Sequence[Refused], _line: int, _result: Result) -> None:
    """A run that nobody follows."""
