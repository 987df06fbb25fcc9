"""`xinqiao manage …`: Django's own commands, with the private database running."""

import argparse

from xinqiao.config import runtime


def run(options: argparse.Namespace) -> int:
    """Hand the words to Django; without words it lists its commands."""
    from django.core.management import ManagementUtility

    runtime.set_up_django()
    ManagementUtility(["xinqiao manage", *options.words]).execute()
    return 0
