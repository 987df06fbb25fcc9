"""`xinqiao export requests FILE`: a table for offices, or for another system."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

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
    requests.add_argument("--force", action="store_true", help="replace an existing file")
    requests.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Write the table; it appears under its name only when it is whole."""
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.cases.exchange.filters import CaseFilter
    from xinqiao.cases.exchange.services.export_requests import MOST_SHEET_ROWS, export_requests
    from xinqiao.kit.time import now

    target: Path = options.file
    is_sheet = target.suffix == ".xlsx"
    _refuse_bad_target(options)
    prepare.migrate(say=lambda sentence: None)
    wanted = CaseFilter(
        area=options.area,
        category=options.category,
        opened_since=options.since,
        opened_until=options.until,
        open=True if options.open else None,
    )
    with tqdm(desc=target.name, unit=" rows", file=sys.stderr, delay=0.5) as bar:
        table = export_requests(
            actor=SYSTEM,
            wanted=wanted,
            at=now(),
            limit=MOST_SHEET_ROWS if is_sheet else MOST_ROWS,
            progress=bar.update,
        )
        draft = target.with_name(f".{target.name}.part")
        with open(draft, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            if is_sheet:
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


def _refuse_bad_target(options: argparse.Namespace) -> None:
    if options.file.suffix not in {".csv", ".xlsx"}:
        raise ValueError("The name of the file must end with .csv or .xlsx.")
    if options.file.exists() and not options.force:
        raise ValueError(f"{options.file} exists already. Choose another name, or use --force.")


def _day(text: str) -> datetime:
    """Midnight in Shanghai at the beginning of a day, as aware time."""
    from xinqiao.kit.time import SHANGHAI

    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
