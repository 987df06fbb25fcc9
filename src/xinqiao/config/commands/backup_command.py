"""`xinqiao backup FILE`: the database and the attachments in one file."""

import argparse
from pathlib import Path

from xinqiao.config import backups, runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", type=Path, help="for example xinqiao-2026-03-01.tar")
    parser.add_argument("--with-keys", action="store_true", help="put the secret keys in, too")
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(options: argparse.Namespace) -> int:
    """Write the backup and say what it holds."""
    size = backups.write(options.file, with_keys=options.with_keys, replace=options.force)
    runtime.say(f"{options.file}: {size / 1e6:.1f} MB")
    if not options.with_keys:
        runtime.say(
            "The secret keys are not in it. Keep a copy of the folder `keys` apart from it: "
            "without them sealed phone numbers cannot be read."
        )
    return 0
