"""`xinqiao apikey NAME`: give another system a key, or withdraw it."""

import argparse

from xinqiao.config import runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the name and the rights."""
    parser.add_argument("name", help="what the other system is called on the record")
    parser.add_argument("--write", action="store_true", help="it may also report requests")
    parser.add_argument(
        "--area", default="", metavar="CODE", help="division whose requests it may read"
    )
    parser.add_argument("--withdraw", action="store_true", help="end the key of that name")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the new key, once."""
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.accounts.services.api_keys import issue_key, withdraw_key
    from xinqiao.grid.codes import check_code, path_of
    from xinqiao.kit.time import now

    if options.withdraw:
        withdraw_key(actor=SYSTEM, name=options.name, at=now())
        if options.json:
            runtime.print_json({"name": options.name, "withdrawn": True})
        else:
            runtime.say(f"The key of {options.name} no longer works.")
        return 0
    issued = issue_key(
        actor=SYSTEM,
        name=options.name,
        can_write=options.write,
        area_path=path_of(check_code(options.area)) if options.area else "",
        at=now(),
    )
    if options.json:
        runtime.print_json({"name": issued.client.name, "key": issued.key})
    else:
        runtime.say(f"{issued.key}\nKeep it now: it is not shown again.")
    return 0
