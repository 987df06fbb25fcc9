"""`xinqiao demo`: a filled community, its pages and its worker, with one command."""

import argparse
import os

from xinqiao.config import demo, prepare, runtime, serve
from xinqiao.config.commands import serve_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the same options as `serve`, and `--reset`."""
    serve_command.add_arguments(parser)
    parser.add_argument("--reset", action="store_true", help="throw the data away and begin anew")


def prepare_options(options: argparse.Namespace) -> None:
    """Mark this process and its children as a demonstration."""
    os.environ["XINQIAO_DEMO"] = "1"
    serve_command.prepare_options(options)


def run(options: argparse.Namespace) -> int:
    """Fill when empty, print the people, serve until Ctrl-C."""
    plan = serve_command.plan_of(options)
    serve.refuse_taken_port(plan)
    if options.reset:
        demo.reset(say=runtime.say)
    prepare.everything(say=runtime.say)
    demo.fill_when_empty(say=runtime.say)
    runtime.say(demo.table_of_people(plan.address))
    return serve.supervise(plan, say=runtime.say)
