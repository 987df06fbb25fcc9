"""`xinqiao story list | run NAME | run all`: the acceptance stories with their figures."""

import argparse
from dataclasses import asdict

from xinqiao.config import prepare, runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `list` and `run`."""
    actions = parser.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="names and titles")
    listing.add_argument("--json", action="store_true", help="one JSON object")
    run_parser = actions.add_parser("run", help="play a story and compare its figures")
    run_parser.add_argument("name", help="for example C1, or all")
    run_parser.add_argument("--short", action="store_true", help="long ones with fewer people")
    run_parser.add_argument("--keep", action="store_true", help="leave its rows in the database")
    run_parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Play; 1 when an expected figure differs or the story is unknown."""
    from xinqiao.stories import registry

    prepare.migrate(say=lambda sentence: None)
    if options.action == "list":
        return _list(options)
    names = registry.names() if options.name.lower() == "all" else (options.name,)
    unknown = [name for name in names if name.upper() not in registry.names()]
    if unknown:
        raise ValueError(f"There is no story {unknown[0]!r}. Known: {', '.join(registry.names())}.")
    return max(_play(name, options) for name in names)


def _list(options: argparse.Namespace) -> int:
    from xinqiao.stories import registry

    stories = [registry.find(name) for name in registry.names()]
    if options.json:
        runtime.print_json({"stories": [{"name": s.name, "title": s.title} for s in stories]})
    else:
        for story in stories:
            runtime.say(f"{story.name:<5}{story.title}")
    return 0


def _play(name: str, options: argparse.Namespace) -> int:
    from xinqiao.stories import figures, registry

    told = registry.run(name, begin=registry.BEGIN, keep=options.keep, short=options.short)
    if options.json:
        rows = [asdict(figure) | {"holds": figure.holds} for figure in told.figures]
        runtime.print_json({"story": told.story.name, "holds": told.holds, "figures": rows})
    else:
        runtime.say(f"{told.story.name}  {told.story.title}")
        runtime.say(figures.table(told.figures))
        runtime.say("as expected" if told.holds else "DIFFERS from what was expected")
    return 0 if told.holds else 1
