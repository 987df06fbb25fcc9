"""`xinqiao worker`: the background process alone; several may run."""

import argparse

from xinqiao.config import worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--concurrency`."""
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (default 2)")


def run(options: argparse.Namespace) -> int:
    """Work until SIGINT or SIGTERM."""
    worker.run(concurrency=max(1, options.concurrency))
    return 0
