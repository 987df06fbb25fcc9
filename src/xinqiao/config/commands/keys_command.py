"""`xinqiao keys status|rotate`: under which keys personal data is sealed; write it anew."""

import argparse
import sys
from dataclasses import asdict

from tqdm import tqdm

from xinqiao.config import runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `status` and `rotate`."""
    actions = parser.add_subparsers(dest="action", required=True)
    for name, told in (
        ("status", "count the values of every column by key"),
        ("rotate", "write what is not under the newest keys anew, while people work"),
    ):
        action = actions.add_parser(name, help=told)
        action.add_argument("--json", action="store_true", help="one JSON object on stdout")


def run(options: argparse.Namespace) -> int:
    """1 when a value is sealed under a key that is not in the ring."""
    return _status(options) if options.action == "status" else _rotate(options)


def _status(options: argparse.Namespace) -> int:
    from xinqiao.config.rotation import standings
    from xinqiao.kit import crypto

    found = standings()
    if options.json:
        runtime.print_json(
            {
                "current_key": crypto.current_key_id().hex(),
                "index_key": crypto.index_key_id(),
                "stale": sum(one.stale for one in found),
                "unknown": sum(one.unknown for one in found),
                "columns": [asdict(one) for one in found],
            }
        )
    else:
        runtime.say(f"Values are sealed under the key {crypto.current_key_id().hex()} now.")
        for one in found:
            lost = f", {one.unknown:,} under a key we do not have" if one.unknown else ""
            runtime.say(f"{one.column}: {one.values:,}, under older keys {one.stale:,}{lost}")
    return 1 if any(one.unknown for one in found) else 0


def _rotate(options: argparse.Namespace) -> int:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.config.rotation import count_values, rotate
    from xinqiao.events.services.append import append
    from xinqiao.kit import crypto
    from xinqiao.kit.time import now

    with tqdm(total=count_values(), unit=" values", file=sys.stderr, delay=2) as bar:
        done = rotate(progress=bar.update)
    sealed, indexed = sum(one.sealed for one in done), sum(one.indexed for one in done)
    unreadable = sum(len(one.unreadable) for one in done)
    if sealed or indexed:
        append(
            kind="accounts.keys_turned",
            actor=SYSTEM,
            at=now(),
            subject_kind="keys",
            subject_id=int.from_bytes(crypto.current_key_id()),
            data={"sealed": sealed, "indexed": indexed, "unreadable": unreadable},
        )
    if options.json:
        facts = {"sealed": sealed, "indexed": indexed, "unreadable": unreadable}
        runtime.print_json(facts | {"columns": [asdict(one) for one in done]})
    else:
        runtime.say(f"{sealed:,} values and {indexed:,} indexes written anew.")
        for one in done:
            if one.unreadable:
                runtime.say(f"{one.column}: {len(one.unreadable):,} values open under no key.")
    return 1 if unreadable else 0
