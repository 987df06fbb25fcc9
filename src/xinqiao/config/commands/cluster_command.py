"""`xinqiao cluster issues`: group the requests of the database into hot issues."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tqdm import tqdm

from xinqiao.config import prepare, runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is grouped and how far back."""
    parser.add_argument("what", choices=("issues",), help="requests into hot issues")
    parser.add_argument("--area", default="", metavar="CODE", help="only this area (default: all)")
    parser.add_argument(
        "--days",
        type=int,
        default=None,
        help="look back so many days (default: as the rule of heat says)",
    )
    parser.add_argument(
        "--votes",
        type=Path,
        metavar="FILE",
        help="columns id, likes of a file whose requests were imported: votes count as supporters",
    )
    parser.add_argument("--system", default="messages", help="other system of --votes")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Take votes in, then look at every area once."""
    prepare.migrate(say=lambda sentence: None)
    from xinqiao.issues.services.discover import discover
    from xinqiao.kit.time import now

    path = _path_of(options.area) if options.area else ""
    votes = _take_votes(options.votes, options.system) if options.votes else 0
    start = time.perf_counter()
    with tqdm(desc="areas", file=sys.stderr, delay=0.5) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        found = discover(
            at=now(),
            area_path=path,
            window_days=options.days,
            everything=True,
            progress=progress,
        )
    seconds = round(time.perf_counter() - start, 2)
    if options.json:
        runtime.print_json(
            {
                "areas": found.blocks,
                "requests": found.items,
                "issues_made": found.created,
                "requests_joined": found.joined,
                "votes": votes,
                "seconds": seconds,
            }
        )
    else:
        runtime.say(
            f"{found.items:,} requests in {found.blocks} areas: {found.created} new issues, "
            f"{found.joined} requests joined one, in {seconds} s"
        )
    return 0


def _path_of(code: str) -> str:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.grid.selectors.areas import get_area

    return str(get_area(SYSTEM, code).path)


def _take_votes(file: Path, system: str) -> int:
    """Read `id` and `likes`; the requests are found by their number in the other system."""
    from xinqiao.cases.selectors.imported import items_by_number
    from xinqiao.issues.services.support import record_votes
    from xinqiao.kit.csvio import open_table

    likes = {
        row["id"].strip(): int(row["likes"])
        for _line, row in open_table(file).rows
        if row.get("id") and row.get("likes", "").strip().isdecimal()
    }
    items = items_by_number(system=system, numbers=list(likes))
    return record_votes(votes={pk: likes[number] for number, pk in items.items()})
