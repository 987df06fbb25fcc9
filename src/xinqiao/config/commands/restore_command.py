"""`xinqiao restore FILE`: read a backup back."""

import argparse
from pathlib import Path

from xinqiao.config import backups, runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", type=Path, help="a file written by `xinqiao backup`")
    parser.add_argument(
        "--replace", action="store_true", help="replace what the database holds now"
    )


def run(options: argparse.Namespace) -> int:
    """Restore and say what came back."""
    told = backups.read(options.file, replace=options.replace)
    runtime.say(f"Restored the database and {told.attachments} attachments from {told.made_at}.")
    return 0
