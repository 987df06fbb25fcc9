"""`xinqiao migrate`: bring the database to this version."""

import argparse

from xinqiao.config import prepare, runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--check`."""
    parser.add_argument(
        "--check", action="store_true", help="only tell whether something is missing (exit code 1)"
    )


def run(options: argparse.Namespace) -> int:
    """Apply what is missing."""
    missing = prepare.missing_migrations()
    if options.check:
        runtime.say("\n".join(missing) if missing else "The database is up to date.")
        return 1 if missing else 0
    prepare.migrate(say=runtime.say)
    return 0
