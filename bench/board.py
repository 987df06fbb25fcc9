"""The board from roll-ups: whole pages for a county, a street and a community, and one round of
its live stream, at a million requests of a year over 1,400 grids.

The database is the one that `bench.rebuild` fills, kept for the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench.measure import say, scratch_database

SIZE = 1_000_000
YEAR = 120  # times 3 days
ROLES = ("county", "street", "community")
PERIODS = ("today", "30d", "year")
ROUNDS = 40


def main() -> None:
    """Measure in a process of its own, because Django knows one database a process."""
    parser = argparse.ArgumentParser(prog="xinqiao bench board")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", type=int, default=SIZE, help="requests in the database")
    parser.add_argument("--fresh", action="store_true", help="throw the last database away")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(_measure(options.size), sys.stdout)
        return
    with scratch_database(f"xinqiao_bench_year_{options.size}", fresh=options.fresh) as url:
        words = [sys.executable, "-m", "bench.board", "--inside", "--size", str(options.size)]
        environment = {**os.environ, "DATABASE_URL": url}
        done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True)
    answer = {"bench": "board", **json.loads(done.stdout)}
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=None if options.json else 2)
    sys.stdout.write("\n")


def _measure(size: int) -> dict[str, object]:
    import bench.ready  # noqa: F401  first: it makes Django ready

    _prepare(size)
    from xinqiao.indicators.models import RollUp

    pages = {role: dict(_pages(role)) for role in ROLES}
    figures = [times for role in pages.values() for times in role.values()]
    return {
        "requests": size,
        "rollup_rows": RollUp.objects.count(),
        "median_ms": max(times["median_ms"] for times in figures),
        "p95_ms": max(times["p95_ms"] for times in figures),
        "statements": max(times["statements"] for times in figures),
        "pages": pages,
        "live": _live(),
    }


def _prepare(size: int) -> None:
    from django.core.management import call_command

    from bench.world import build_county, fill
    from bench.world_events import add_events
    from xinqiao.indicators.models import Fact
    from xinqiao.indicators.services.rebuild import rebuild
    from xinqiao.kit.time import now

    call_command("migrate", verbosity=0)
    build_county()
    fill(size, spread=YEAR)
    add_events()
    if Fact.objects.count() < size:
        say("rebuilding the figures")
        rebuild(at=now(), progress=say)


def _pages(role: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The whole page of the first desk of a role, by period; the slowest indicator is a share."""
    from bench.lists import signed_in, somebody, timed

    client = signed_in(somebody(role))
    for period in PERIODS:
        say(f"{role}, {period}")
        yield period, timed(partial(_get, client, "/board/", {"period": period}), rounds=ROUNDS)


def _live() -> dict[str, object]:
    """A round of the stream with news, and one without, which is what most of them are."""
    from bench.lists import signed_in, somebody, timed
    from xinqiao.desk.selectors.live import stamp
    from xinqiao.kit.time import now

    client = signed_in(somebody("county"))

    def quiet() -> None:
        _get(client, "/board/live", {"stamp": stamp(now())})

    news: Callable[[], None] = partial(_get, client, "/board/live", {})
    return {"news": timed(news, rounds=ROUNDS), "quiet": timed(quiet, rounds=ROUNDS)}


def _get(client: Any, path: str, query: dict[str, str]) -> None:
    answer = client.get(path, query)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


if __name__ == "__main__":
    main()
