"""`xinqiao messages`: compile the translations."""

import argparse

from xinqiao.config import runtime
from xinqiao.kit.messages import compile_all

NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Write each .mo that is older than its .po."""
    runtime.say(f"{compile_all()} translations compiled")
    return 0
