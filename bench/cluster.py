"""`xinqiao bench cluster`: how quickly and how rightly messages are grouped into issues.

The messages are public and not part of the project (`../shared/data`); the labels, ids and names of
issues only, were given by hand and lie beside the tests of the room `issues`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
import time
import zlib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bench.measure import say
from xinqiao.issues.clustering import Cluster, find_clusters
from xinqiao.issues.scoring import Agreement, compare, pieces
from xinqiao.issues.similarity import Message, features_of

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT.parent / "shared" / "data" / "messages_hot_issues.csv.gz"
LABELS = ROOT / "src/xinqiao/issues/tests/labels/messages_hot_issues.csv"
SECONDS_A_DAY = 86_400
LARGE = 9  # messages of one label from which a known issue is listed with its pieces


def main() -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="xinqiao bench cluster")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path, default=FILE, help="messages, .csv or .csv.gz")
    options = parser.parse_args()
    if not options.file.is_file():
        say(f"There is no file {options.file}. Give the messages with --file FILE.")
        return 1
    answer = measure(options.file)
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=None if options.json else 2)
    sys.stdout.write("\n")
    return 0


def measure(file: Path) -> dict[str, object]:
    """Seconds, clusters, and agreement with the labels: all of them and each half."""
    messages = read_messages(file)
    labels = read_labels()
    say(f"grouping {len(messages):,} messages")
    start = time.perf_counter()
    features = features_of(messages)
    read = time.perf_counter()
    clusters = find_clusters(features)
    end = time.perf_counter()
    found = numbered(clusters)
    agreement = compare(labels, found)
    large = {k: v for k, v in pieces(labels, found).items() if sum(v) >= LARGE}
    return {
        "bench": "cluster",
        "messages": len(messages),
        "seconds": round(end - start, 2),
        "seconds_reading": round(read - start, 2),
        "seconds_grouping": round(end - read, 2),
        "clusters": len(clusters),
        "labelled": agreement.messages,
        **_shares(agreement),
        "tuned_half": _shares(compare(half(labels, 0), found)),
        "other_half": _shares(compare(half(labels, 1), found)),
        "known_issues": dict(sorted(large.items(), key=lambda pair: -sum(pair[1]))),
    }


def read_messages(file: Path) -> list[Message]:
    """The messages of a contest file: id, subject, body, time."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as lines:
        return [
            Message(
                id=int(row["id"]),
                title=row["subject"],
                words=row["body"],
                day=datetime.fromisoformat(row["time"]).timestamp() / SECONDS_A_DAY,
            )
            for row in csv.DictReader(lines)
        ]


def read_labels() -> dict[int, str]:
    """Label of each message that was read by hand; "" where it belongs to no issue."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return {int(row["id"]): row["label"] for row in csv.DictReader(lines)}


def half(labels: dict[int, str], which: int) -> dict[int, str]:
    """One half of the labels; an issue lies in one half as a whole."""
    return {i: v for i, v in labels.items() if zlib.crc32((v or str(i)).encode()) % 2 == which}


def numbered(clusters: list[Cluster]) -> dict[int, int]:
    """The number of the cluster of each message that is in one."""
    return {i: number for number, cluster in enumerate(clusters) for i in cluster.members}


def _shares(agreement: Agreement) -> dict[str, float]:
    shares = {name: v for name, v in asdict(agreement).items() if name != "messages"}
    shares["bcubed_f1"] = agreement.bcubed_f1
    return {name: round(value, 3) for name, value in shares.items()}


if __name__ == "__main__":
    sys.exit(main())
