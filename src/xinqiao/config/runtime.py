"""What every command needs before it runs: the database, Django, and errors as sentences."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xinqiao.config import cluster, environ, machine, pgbin

SETTINGS = "xinqiao.config.settings"


def set_up_django() -> None:
    """Load the settings and all rooms."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


@contextmanager
def database() -> Iterator[None]:
    """Have a database and Django inside the block: the given one, or the private cluster.

    The address is put into the environment, so that child processes use the same database.
    """
    data = environ.data_dir()
    # Residents' photos: nobody else on the machine may look into the folder.
    (data / "files").mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "files").chmod(0o700)
    if os.environ.get("DATABASE_URL"):
        cluster.check_characters(os.environ["DATABASE_URL"])
        set_up_django()
        yield
        return
    with cluster.running(cluster.cluster_of(data)) as private:
        os.environ["DATABASE_URL"] = private.url
        try:
            set_up_django()
            yield
        finally:
            os.environ.pop("DATABASE_URL", None)
            from django.db import connections

            connections.close_all()


def is_private() -> bool:
    """Tell whether the database is the one in the data folder, which is ours to empty."""
    return os.environ.get("DATABASE_URL", cluster.url_of(environ.data_dir())) == cluster.url_of(
        environ.data_dir()
    )


def sentence_for(error: Exception) -> str | None:
    """Return what to tell a person about an expected error, None when it is a bug of ours."""
    import psycopg

    if isinstance(error, FileNotFoundError) and error.filename:
        return f"There is no file {error.filename}."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, machine.ClusterError | pgbin.NoPostgres | OSError | ValueError):
        return str(error)
    if isinstance(error, psycopg.OperationalError):
        return f"The database cannot be reached: {str(error).strip()}"
    if "django" not in sys.modules:
        return None
    from django.core.management.base import CommandError
    from django.db import InterfaceError, OperationalError

    from xinqiao.kit.errors import DomainError

    if isinstance(error, OperationalError | InterfaceError):
        return f"The database cannot be reached: {str(error).strip()}"
    if isinstance(error, DomainError | CommandError):
        return str(error)
    return None


def print_json(value: Any) -> None:
    """Write one JSON object on standard output for scripts."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def say(sentence: str) -> None:
    """Write one line for a person on standard output, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
