"""Template and worker databases of the test suite."""

import fcntl
import hashlib
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from xinqiao.config import cluster
from xinqiao.config.settings_test import TEST_DATA

SUFFIX = os.environ.get("XINQIAO_TEST_DB_SUFFIX", "")
_stack = ExitStack()


def enter_cluster() -> None:
    """Start the private test cluster unless DATABASE_URL names a server."""
    if not os.environ.get("DATABASE_URL"):
        TEST_DATA.mkdir(parents=True, exist_ok=True)
        _stack.enter_context(cluster.running(cluster.cluster_of(TEST_DATA, durable=False)))


def leave_cluster() -> None:
    """Undo `enter_cluster`."""
    _stack.close()


def clone_for(worker: str) -> str:
    """Make this worker's database from the template and point Django at it; return its name."""
    name = f"test_xinqiao{SUFFIX}_{worker}"
    template = f"test_template{SUFFIX}_{_migrations_hash()}"
    lock_file = Path(f"/tmp/.xinqiao-template-{os.getuid()}{SUFFIX}.lock")
    with open(lock_file, "a") as lock, _admin() as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(admin, template):
            _make_template(admin, template)
        _drop(admin, name)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    _point_at(name)
    return name


def drop(name: str) -> None:
    """Close this worker's connections and remove its database."""
    connections.close_all()
    with _admin() as admin:
        _drop(admin, name)


def _make_template(admin: psycopg.Connection[Any], template: str) -> None:
    for old in admin.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s",
        [f"test\\_template{SUFFIX.replace('_', chr(92) + '_')}\\_%"],
    ).fetchall():
        if len(old[0]) == len(template):
            _drop(admin, old[0])
    draft = f"{template}_draft"
    _drop(admin, draft)
    admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(draft)))
    _point_at(draft)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    # Renamed last: a run that dies half-way leaves no template that looks whole.
    admin.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(draft), sql.Identifier(template)
        )
    )


def _point_at(name: str) -> None:
    connection = connections["default"]
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _admin() -> psycopg.Connection[Any]:
    told = settings.DATABASES["default"]
    return psycopg.connect(
        host=told["HOST"] or None,
        port=told["PORT"] or None,
        user=told["USER"] or None,
        password=told["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def _exists(admin: psycopg.Connection[Any], name: str) -> bool:
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _migrations_hash() -> str:
    """Ten characters that change when any migration of the house changes."""
    digest = hashlib.sha256()
    house = Path(cluster.__file__).resolve().parents[1]
    for path in sorted(house.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(house)).encode() + path.read_bytes())
    return digest.hexdigest()[:10]
