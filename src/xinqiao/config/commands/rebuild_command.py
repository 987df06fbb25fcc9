"""`xinqiao rebuild indicators`: compute all figures anew from the event log."""

import argparse
import sys
import time
from dataclasses import asdict

from tqdm import tqdm

from xinqiao.config import prepare, runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be rebuilt."""
    parser.add_argument("what", choices=("indicators",), help="the figures over the event log")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Rebuild while people read the old figures; they change at the very end, all at once."""
    from xinqiao.indicators.services.rebuild import rebuild
    from xinqiao.kit.time import now

    prepare.migrate(say=lambda sentence: None)
    begun = time.monotonic()
    with tqdm(unit=" steps", file=sys.stderr, delay=2, bar_format="{desc} {elapsed}") as bar:
        done = rebuild(at=now(), progress=bar.set_description)
    seconds = round(time.monotonic() - begun, 2)
    if options.json:
        runtime.print_json(asdict(done) | {"seconds": seconds})
    else:
        runtime.say(
            f"{done.facts:,} items, {done.rollup_rows:,} roll-ups and {done.wait_rows:,} waits "
            f"up to event {done.last_event_id} in {seconds} s."
        )
    return 0
