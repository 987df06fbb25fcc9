"""`xinqiao import areas | boundaries | requests | people FILE`."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from xinqiao.config import prepare, runtime

if TYPE_CHECKING:
    from xinqiao.cases.exchange.mapping import FileMap


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the kinds of files."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    areas = kinds.add_parser("areas", help="divisions: code, name, level, parent_code")
    boundaries = kinds.add_parser("boundaries", help="GeoJSON polygons onto areas")
    boundaries.add_argument(
        "--crs",
        choices=("wgs84", "gcj02", "bd09"),
        default="wgs84",
        help="coordinates of the file (default wgs84; Chinese map services use gcj02 or bd09)",
    )
    requests = kinds.add_parser("requests", help="a hotline export, .csv (UTF-8, GBK) or .xlsx")
    requests.add_argument(
        "--mapping",
        "--map",
        "--system",
        metavar="NAME|FILE",
        help="which column is what (default: found by the header)",
    )
    requests.add_argument(
        "--utc-offset",
        type=float,
        default=8,
        metavar="HOURS",
        help="of times that name no zone (default 8)",
    )
    requests.add_argument("--gazetteer", type=Path, help="names of the other system: code, name")
    requests.add_argument("--report", type=Path, help="where refused rows go (default: beside)")
    requests.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
    people = kinds.add_parser("people", help="a roll of people, .xlsx or .csv (UTF-8, GBK)")
    people.add_argument(
        "--area", default="", metavar="CODE", help="whose people (default: all that has grids)"
    )
    people.add_argument("--report", type=Path, help="where refused rows go (default: beside)")
    people.add_argument("--dry-run", action="store_true", help="try everything, write nothing")
    for sub in (areas, boundaries, requests, people):
        sub.add_argument("files", type=Path, nargs="+", metavar="FILE")
        sub.add_argument("--json", action="store_true", help="one JSON object a file")


def run(options: argparse.Namespace) -> int:
    """Import file by file; 1 when a row was refused."""
    prepare.migrate(say=lambda sentence: None)
    if options.kind == "requests":
        from xinqiao.config.beginnings import make_ready_for_requests

        make_ready_for_requests(say=lambda sentence: None)
    take = {"requests": _requests, "people": _people}.get(options.kind, _register)
    return max([take(options, file) for file in options.files])


def _people(options: argparse.Namespace, file: Path) -> int:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.kit.time import now
    from xinqiao.registry.exchange.services.local_import import import_local_file

    with tqdm(desc=file.name, unit=" rows", file=sys.stderr, delay=0.5) as bar:
        result = import_local_file(
            actor=SYSTEM,
            path=file,
            area_code=options.area,
            at=now(),
            dry_run=options.dry_run,
            report=options.report,
            progress=bar.update,
        )
    if options.json:
        runtime.print_json(result.as_dict())
    else:
        runtime.say(
            f"{result.file}: {result.rows} rows = {result.added} added + {result.known} known "
            f"already + {result.refused} refused, in {result.seconds:.1f} s"
        )
        if result.report:
            runtime.say(f"Refused rows with reasons: {result.report}")
    return 1 if result.refused else 0


def _register(options: argparse.Namespace, file: Path) -> int:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.grid.coordinates import Crs
    from xinqiao.grid.importers.areas import import_areas
    from xinqiao.grid.importers.boundaries import import_boundaries
    from xinqiao.kit.time import now

    with tqdm(desc=file.name, unit=" rows", file=sys.stderr, delay=0.5) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total or None
            bar.update(done - bar.n)

        if options.kind == "areas":
            report = import_areas(file, actor=SYSTEM, at=now(), progress=progress)
        else:
            crs = Crs(options.crs)
            report = import_boundaries(file, actor=SYSTEM, at=now(), crs=crs, progress=progress)
    if options.json:
        runtime.print_json({"file": str(file), **report.as_json()})
    else:
        for renamed in report.renamed:
            before = f"{renamed.old_code or renamed.code} {renamed.old}"
            runtime.say(f"  {before} -> {renamed.code} {renamed.new}")
        for left in (*report.unmatched, *report.refused):
            runtime.say(f"  line {left.line} {left.code} {left.name}: {left.reason}")
        runtime.say(
            f"{file.name}: {report.rows} rows, {report.added} added, {report.changed} changed, "
            f"{report.unchanged} unchanged, {len(report.renamed)} renamed, "
            f"{len(report.unmatched)} unmatched, {len(report.refused)} refused"
        )
    return 1 if report.refused else 0


def _requests(options: argparse.Namespace, file: Path) -> int:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.cases.exchange import gazetteer
    from xinqiao.cases.exchange.services.import_requests import import_requests
    from xinqiao.kit.time import now

    places = gazetteer.read_gazetteer(options.gazetteer) if options.gazetteer else None
    mapping = _mapping(options.mapping, file)
    with tqdm(desc=file.name, unit=" rows", file=sys.stderr, delay=0.5) as bar:
        result = import_requests(
            actor=SYSTEM,
            path=file,
            mapping=mapping,
            at=now(),
            places=places,
            offset=timedelta(hours=options.utc_offset),
            dry_run=options.dry_run,
            report=options.report,
            progress=bar.update,
        )
    if options.json:
        runtime.print_json(result.as_dict())
    else:
        runtime.say(
            f"{result.file}: {result.rows} rows = {result.added} added + {result.known} known "
            f"already + {result.refused} refused, in {result.seconds:.1f} s"
        )
        if result.report:
            runtime.say(f"Refused rows with reasons: {result.report}")
    return 1 if result.refused else 0


def _mapping(wanted: str | None, file: Path) -> FileMap:
    """Return the mapping that was named, else the shipped one that knows most of the columns."""
    from xinqiao.cases.exchange import mapping
    from xinqiao.kit.csvio import open_table

    if wanted and Path(wanted).is_file():
        return mapping.read_map(Path(wanted))
    if wanted:
        return mapping.shipped_map(wanted)
    columns = {name.strip() for name in open_table(file).columns}

    def known(candidate: FileMap) -> int:
        return sum(any(n in columns for n in names) for names in candidate.columns.values())

    return max((mapping.shipped_map(name) for name in mapping.shipped()), key=known)
