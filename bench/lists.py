"""What the work list and the map have in common: sizes, the reader, and counting statements."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.measure import say, scratch_database, times_of

SIZES = (10_000, 1_000_000)
Measure = Callable[[], dict[str, object]]


def run(name: str, measure: Measure) -> None:
    """Measure at each size in a database of its own, which is kept for the next time."""
    parser = argparse.ArgumentParser(prog=f"xinqiao bench {name}")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", type=int, action="append", help="requests in the database")
    parser.add_argument("--fresh", action="store_true", help="throw the last databases away")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _inside(options.size[0], measure)
        return
    results = [_outside(name, size, fresh=options.fresh) for size in options.size or SIZES]
    answer = {"bench": name, "sizes": results}
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=None if options.json else 2)
    sys.stdout.write("\n")


def _outside(name: str, size: int, *, fresh: bool) -> dict[str, object]:
    """Each size in a process of its own, because Django knows one database a process."""
    import subprocess

    with scratch_database(f"xinqiao_bench_{size}", fresh=fresh) as url:
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}", "--inside", "--size", str(size)],
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            check=True,
        )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def _inside(size: int, measure: Measure) -> None:
    from django.core.management import call_command

    from bench.world import build_county, fill

    call_command("migrate", verbosity=0)
    build_county()
    fill(size)
    say(f"measuring with {size:,} requests")
    json.dump({"requests": size, **measure()}, sys.stdout)


def supervisor() -> Any:
    """The one who sees the whole county: the widest scope there is."""
    from django.utils import timezone

    from xinqiao.grid.selectors.posts import actor_for

    return actor_for(somebody("county"), timezone.now())


def somebody(role: str) -> Any:
    """The first who holds a post of this role."""
    from xinqiao.accounts.models import User

    return User.objects.filter(appointments__post__role=role).order_by("pk").first()


def signed_in(user: Any) -> Any:
    """A client that is signed in with both factors and writes nothing while it is measured."""
    from django.test import Client

    from xinqiao.accounts import sessions

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=sessions.BACKEND)
    session = client.session
    session[sessions.STRONG] = True
    session[sessions.SEEN] = time.time() + 3600  # no note of the last click
    session.save()
    return client


def timed(work: Callable[[], object], *, rounds: int = 40) -> dict[str, object]:
    """Times of `work` and the number of SQL statements of one run."""
    from django.db import connection

    statements = 0

    def count(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    work()  # what a process remembers is read once
    with connection.execute_wrapper(count):
        work()
    return {**times_of(work, rounds=rounds), "statements": statements}
