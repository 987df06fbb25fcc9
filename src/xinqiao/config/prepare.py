"""Before the pages start: migrations, translations and page bundles."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from xinqiao.config.machine import ClusterError
from xinqiao.kit.messages import compile_all

Say = Callable[[str], None]


class NotBuilt(ClusterError):
    """The page bundles are missing."""


def everything(*, say: Say) -> None:
    """Check, compile and migrate, in the order in which they fail most cheaply."""
    check_bundles()
    compile_all()
    migrate(say=say)


def missing_migrations() -> list[str]:
    """Names such as `cases.0002_number_sequence` that the database does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _backwards in plan]


def migrate(*, say: Say) -> None:
    """Apply what is missing; says nothing when nothing is."""
    missing = missing_migrations()
    if not missing:
        return
    say(f"Preparing the database ({len(missing)} steps) …")
    call_command("migrate", database=DEFAULT_DB_ALIAS, interactive=False, verbosity=0)


def check_bundles() -> None:
    """Raise NotBuilt with a sentence when the scripts and styles were not built."""
    built = settings.STATIC_BUILT
    if not built.is_dir() or not any(built.iterdir()):
        raise NotBuilt("The page bundles are missing. Run `make setup` (or `make frontend`) once.")
