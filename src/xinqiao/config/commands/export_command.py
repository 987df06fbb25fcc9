"""`xinqiao export requests | people FILE`: a table for offices, or for another system."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from tqdm import tqdm

from xinqiao.config import prepare, runtime

MOST_ROWS = 100_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and the filters."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    requests = kinds.add_parser("requests", help="requests as .csv or .xlsx, personal data masked")
    requests.add_argument("file", type=Path, help="ends with .csv or .xlsx")
    requests.add_argument("--encoding", choices=("utf-8", "gbk"), default="utf-8", help="of .csv")
    requests.add_argument("--area", default="", metavar="CODE", help="this area and what is below")
    requests.add_argument("--category", default="", metavar="CODE", help="with what lies below it")
    requests.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="reported on or after")
    requests.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="reported before")
    requests.add_argument("--open", action="store_true", help="only those that are not closed")
    people = kinds.add_parser("people", help="people as .csv or .xlsx, numbers masked")
    people.add_argument("file", type=Path, help="ends with .csv or .xlsx")
    people.add_argument("--encoding", choices=("utf-8", "gbk"), default="utf-8", help="of .csv")
    people.add_argument("--area", required=True, metavar="CODE", help="this area and what is below")
    people.add_argument("--reason", required=True, help="what the list is for; it stays on record")
    for sub in (requests, people):
        sub.add_argument("--force", action="store_true", help="replace an existing file")
        sub.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Write the table; it appears under its name only when it is whole."""
    target: Path = options.file
    _refuse_bad_target(options)
    prepare.migrate(say=lambda sentence: None)
    make = _people if options.kind == "people" else _requests
    with tqdm(desc=target.name, unit=" rows", file=sys.stderr, delay=0.5) as bar:
        table = make(options, bar.update)
        draft = target.with_name(f".{target.name}.part")
        with open(draft, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            if target.suffix == ".xlsx":
                table.xlsx(stream)
            else:
                stream.writelines(table.csv(options.encoding))
        draft.replace(target)
    size = target.stat().st_size
    if options.json:
        runtime.print_json({"file": str(target), "bytes": size})
    else:
        runtime.say(f"{target}: {size / 1e6:.1f} MB")
    return 0


class _Table(Protocol):
    """A list ready to be written."""

    def csv(self, encoding: str) -> Iterator[bytes]: ...
    def xlsx(self, target: IO[bytes]) -> None: ...


def _requests(options: argparse.Namespace, progress: Callable[[int], object]) -> _Table:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.cases.exchange.filters import CaseFilter
    from xinqiao.cases.exchange.services.export_requests import MOST_SHEET_ROWS, export_requests
    from xinqiao.kit.time import now

    wanted = CaseFilter(
        area=options.area,
        category=options.category,
        opened_since=options.since,
        opened_until=options.until,
        open=True if options.open else None,
    )
    return export_requests(
        actor=SYSTEM,
        wanted=wanted,
        at=now(),
        limit=MOST_SHEET_ROWS if options.file.suffix == ".xlsx" else MOST_ROWS,
        progress=progress,
    )


def _people(options: argparse.Namespace, progress: Callable[[int], object]) -> _Table:
    """Numbers stay masked here: they are written out at a desk, where a person answers for it."""
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.grid.selectors.areas import get_area
    from xinqiao.kit.time import now
    from xinqiao.registry.exchange.services.export_people import MOST_SHEET_ROWS, export_people

    return export_people(
        actor=SYSTEM,
        area=get_area(SYSTEM, options.area),
        reason=options.reason,
        at=now(),
        limit=MOST_SHEET_ROWS if options.file.suffix == ".xlsx" else MOST_ROWS,
        progress=progress,
    )


def _refuse_bad_target(options: argparse.Namespace) -> None:
    if options.file.suffix not in {".csv", ".xlsx"}:
        raise ValueError("The name of the file must end with .csv or .xlsx.")
    if options.file.exists() and not options.force:
        raise ValueError(f"{options.file} exists already. Choose another name, or use --force.")


def _day(text: str) -> datetime:
    """Midnight in Shanghai at the beginning of a day, as aware time."""
    from xinqiao.kit.time import SHANGHAI

    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
