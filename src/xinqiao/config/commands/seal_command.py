"""`xinqiao seal verify`: recompute the hash chain over the event log."""

import argparse
import sys
from dataclasses import asdict

from tqdm import tqdm

from xinqiao.config import runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `verify`."""
    actions = parser.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="recompute every seal")
    verify.add_argument("--expect", default="", metavar="HASH", help="a head noted down earlier")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 when the log was altered."""
    from xinqiao.events.models import Event
    from xinqiao.events.seals import verify

    with tqdm(total=Event.objects.count(), unit=" events", file=sys.stderr, delay=2) as bar:
        found = verify(expected_head=options.expect, on_progress=lambda n: bar.update(n - bar.n))
    if options.json:
        runtime.print_json(asdict(found) | {"holds": found.holds})
    elif found.holds:
        runtime.say(
            f"The log holds: {found.events} events in {found.seals} seals, "
            f"{found.unsealed} not sealed yet.\nHead: {found.head}"
        )
    else:
        runtime.say(f"The log was altered: {found.broken}.")
    return 0 if found.holds else 1
