"""`xinqiao export requests FILE`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from xinqiao.config import runtime

if TYPE_CHECKING:
    from xinqiao.cases.exchange.filters import CaseFilter

SUFFIXES = (".csv", ".xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and the filters."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    requests = kinds.add_parser("requests", help="requests with masked personal data")
    requests.add_argument("file", type=_table_file, metavar="FILE", help="a .csv or .xlsx to write")
    requests.add_argument("--encoding", choices=("utf-8", "gbk"), default="utf-8", help="of .csv")
    requests.add_argument("--colour", choices=("green", "blue", "yellow", "red"))
    requests.add_argument("--state", default="")
    requests.add_argument("--category", default="", metavar="CODE")
    requests.add_argument("--area", default="", metavar="CODE", help="a division and all below it")
    requests.add_argument("--words", default="")
    requests.add_argument("--since", default="", metavar="TIME", help="reported from then on")
    requests.add_argument("--until", default="", metavar="TIME", help="reported before then")
    requests.add_argument("--open", action="store_true", help="only what is not closed yet")
    requests.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Write the table; it appears whole or not at all."""
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.cases.exchange.services import export_requests as service
    from xinqiao.kit.time import now

    draft = options.file.with_name(f".{options.file.name}.part")
    with tqdm(desc=options.file.name, unit=" rows", file=sys.stderr, delay=0.5) as bar:
        table = service.export_requests(
            actor=SYSTEM,
            wanted=_wanted(options),
            at=now(),
            limit=service.MOST_SHEET_ROWS,
            progress=bar.update,
        )
        with draft.open("wb") as stream:
            if options.file.suffix == ".xlsx":
                table.xlsx(stream)
            else:
                stream.writelines(table.csv(options.encoding))
        rows = bar.n
    draft.replace(options.file)
    if options.json:
        runtime.print_json({"file": str(options.file), "rows": rows})
    else:
        runtime.say(f"{options.file}: {rows} requests, personal data masked")
    return 0


def _wanted(options: argparse.Namespace) -> CaseFilter:
    from xinqiao.cases.exchange.filters import CaseFilter
    from xinqiao.kit.time import parse_time

    times: dict[str, Any] = {
        f"opened_{name}": parse_time(words)
        for name in ("since", "until")
        if (words := getattr(options, name))
    }
    return CaseFilter(
        colour=options.colour,
        state=options.state,
        open=True if options.open else None,
        category=options.category,
        area=options.area,
        words=options.words,
        **times,
    )


def _table_file(text: str) -> Path:
    path = Path(text)
    if path.suffix not in SUFFIXES:
        raise argparse.ArgumentTypeError("the name must end with .csv or .xlsx")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path
