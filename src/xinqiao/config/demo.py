"""The demonstration's data: filled once by the stories, kept, thrown away only when asked."""

import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from unicodedata import east_asian_width

import psycopg
from django.conf import settings
from django.db import connections

from xinqiao.config import cluster, environ, runtime
from xinqiao.config.machine import ClusterError

Say = Callable[[str], None]


class NotOurs(ClusterError):
    """The database was given by DATABASE_URL: we never empty it."""


def fill_when_empty(*, say: Say) -> None:
    """Let the stories happen when nothing has happened yet.

    A filling that was interrupted leaves its mark, and the next start begins anew.
    """
    from xinqiao.accounts.models import User
    from xinqiao.events.models import Event
    from xinqiao.stories import demo

    if _filling().exists() and runtime.is_private():
        say("The last filling was interrupted; beginning anew.")
        reset(say=lambda sentence: None)
        _migrate()
    names = [person.username for person in demo.people()]
    if User.objects.filter(username__in=names).exists():
        return
    if Event.objects.exists():
        raise NotOurs(
            "This database holds other data already. Choose another folder for the demonstration "
            "(XINQIAO_DATA=…), or throw it away with --reset."
        )
    say("Filling a believable community (about a minute, only the first time) …")
    _filling().touch()
    demo.fill(on_progress=say)
    _deliver_quietly()
    _filling().unlink()
    _filled().touch()


def reset(*, say: Say) -> None:
    """Throw away the private database and the attachments.

    Raises NotOurs for a database given by DATABASE_URL, or while another command uses it.
    """
    if not runtime.is_private():
        raise NotOurs(
            "--reset empties only the database in the data folder. DATABASE_URL names another "
            "one: empty it yourself, or unset DATABASE_URL."
        )
    connections.close_all()
    private = cluster.cluster_of(environ.data_dir())
    with psycopg.connect(private.url_for("postgres"), autocommit=True) as connection:
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [cluster.DATABASE]
        ).fetchone()
        if others and others[0]:
            raise NotOurs("Another xinqiao uses this database. Stop it first (Ctrl-C there).")
        say("Throwing away the old demonstration …")
        connection.execute(f"DROP DATABASE {cluster.DATABASE}")
    cluster.ensure_database(private)
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
    settings.FILES_DIR.mkdir(mode=0o700, exist_ok=True)
    _filling().unlink(missing_ok=True)
    _filled().unlink(missing_ok=True)


def is_demo_data() -> bool:
    """Tell whether the data folder holds a demonstration, whose secrets are no secrets."""
    return runtime.is_private() and _filled().exists()


def table_of_people(address: str) -> str:
    """Return the people one can sign in as, one line each, with the address to begin at."""
    from xinqiao.stories import demo

    head = ("身份 Role", "姓名 Name", "登录 Sign in with", "入口 Page")
    rows = [(p.role, p.name, p.sign_in, f"{address.rstrip('/')}{p.page}") for p in demo.people()]
    return "\n" + _columns([head, *rows]) + "\n"


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  " + "  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True))
        for row in rows
    )


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _deliver_quietly() -> None:
    """Send the past's text messages now, so that they do not flood the screen after the start."""
    from xinqiao.kit.time import now
    from xinqiao.notifications.services.deliver import deliver_due

    logging.disable(logging.INFO)
    try:
        while deliver_due(at=now()):
            pass
    finally:
        logging.disable(logging.NOTSET)


def _migrate() -> None:
    from xinqiao.config import prepare

    prepare.migrate(say=lambda sentence: None)


def _filling() -> Path:
    return Path(settings.DATA_DIR) / "demo-filling"


def _filled() -> Path:
    return Path(settings.DATA_DIR) / "demo-filled"
