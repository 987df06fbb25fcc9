"""`xinqiao bench NAME --json`: measurements, each in a database of its own."""

import argparse
import os
import subprocess
import sys

from xinqiao.config import environ
from xinqiao.config.machine import ClusterError

NAMES = (
    "report",
    "worklist",
    "map",
    "board",
    "rebuild",
    "search",
    "cluster",
    "supervision",
    "register",
)


class NoBench(ClusterError):
    """The measurements come with the source, not with an installed package."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the measurement; what follows it goes to the measurement itself."""
    parser.add_argument("name", choices=NAMES, help="what to measure")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument(
        "more", nargs=argparse.REMAINDER, metavar="OPTION", help="options of the measurement"
    )


def run(options: argparse.Namespace) -> int:
    """Run the measurement in a process of its own, so that it chooses its own database."""
    root = environ.checkout_root()
    if root is None or not (root / "bench" / f"{options.name}.py").is_file():
        raise NoBench("Measurements need a checkout of the source; there is no folder `bench`.")
    command = [sys.executable, "-m", f"bench.{options.name}", *options.more]
    if options.json:
        command.append("--json")
    done = subprocess.run(command, cwd=root, env=dict(os.environ), check=False)
    return 0 if done.returncode == 0 else 1
