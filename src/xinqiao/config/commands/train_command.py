"""`xinqiao train categories [FILE]`: teach the suggestions what requests are about."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from xinqiao.config import prepare, runtime

if TYPE_CHECKING:
    from xinqiao.cases.suggesting.trained import Version


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `categories`."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    categories = kinds.add_parser("categories", help="what a request is about, from its words")
    categories.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help=".csv, .csv.gz or .xlsx with text,label or subject,body,label "
        "(default: the requests in the database, corrections weighing more)",
    )
    categories.add_argument(
        "--mapping", type=Path, metavar="FILE", help="which category a label is: label,code"
    )
    categories.add_argument(
        "--test", type=Path, metavar="FILE", help="a labelled file kept apart, only to measure"
    )
    categories.add_argument(
        "--precision",
        type=float,
        default=0.95,
        metavar="SHARE",
        help="how often a suggestion that is made must be right (default 0.95)",
    )
    categories.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Train and put to use; 1 when the examples are no good."""
    from xinqiao.config.beginnings import make_ready_for_requests

    prepare.migrate(say=lambda sentence: None)
    make_ready_for_requests(say=lambda sentence: None)
    with tqdm(desc="training", unit=" steps", file=sys.stderr, delay=0.5) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        version = _train(options, progress)
    if options.json:
        runtime.print_json(_as_json(version))
    else:
        _tell(version)
    return 0


def _train(options: argparse.Namespace, progress: Any) -> Version:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.cases.suggesting.services.train import train_from_file, train_from_requests
    from xinqiao.kit.time import now

    if options.file is None:
        if options.mapping or options.test:
            raise ValueError("--mapping and --test belong to a FILE. Please name one.")
        return train_from_requests(
            actor=SYSTEM, at=now(), precision=options.precision, progress=progress
        )
    return train_from_file(
        actor=SYSTEM,
        path=options.file,
        mapping=options.mapping,
        test=options.test,
        precision=options.precision,
        at=now(),
        progress=progress,
    )


def _as_json(version: Version) -> dict[str, Any]:
    record = version.record
    return {
        "version": version.number,
        "origin": record.origin.value,
        "file": record.name,
        "sha256": record.sha256,
        "precision": record.precision,
        "threshold": round(record.threshold, 4),
        "left_out": dict(record.left_out),
        **record.metrics.as_json(),
    }


def _tell(version: Version) -> None:
    record, found = version.record, version.record.metrics
    runtime.say(f"Version {version.number} from {record.name}: {found.rows} rows is in use.")
    runtime.say(
        f"Accuracy in {found.folds}-fold cross-validation: {found.accuracy:.4f}; with the "
        f"{found.duplicates} near-duplicates kept in one fold: {found.grouped_accuracy:.4f}; "
        f"from the first 40 characters alone: {found.short_accuracy:.4f}."
    )
    runtime.say(
        f"It speaks from a certainty of {record.threshold:.2f} on, so that {record.precision:.0%} "
        f"of what it says is right: about {found.coverage:.1%} of whole texts and "
        f"{found.short_coverage:.1%} of their beginnings. Otherwise it says nothing."
    )
    if found.apart is not None:
        apart = found.apart
        share = (
            "nothing to learn from is left" if apart.accuracy is None else f"{apart.accuracy:.4f}"
        )
        runtime.say(
            f"On {apart.rows} rows kept apart, without the copies of {apart.copies} of them that "
            f"the training file holds: {share} (with those copies: "
            f"{apart.accuracy_with_copies:.4f}, which proves nothing)."
        )
    for one in found.labels:
        precision = "-" if one.precision is None else f"{one.precision:.3f}"
        runtime.say(
            f"  {one.label}  {one.rows} rows, precision {precision}, recall {one.recall:.3f}"
        )
    for label, rows in record.left_out:
        runtime.say(f"  {label}: left out, only {rows} rows")
