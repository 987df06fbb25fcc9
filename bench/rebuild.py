"""Facts and roll-ups from nothing, beside one DuckDB group-by of the same events.

A year of requests over 1,400 grids, in a database of its own that is kept for the next time.
DuckDB reads a Parquet file written beforehand and groups by area, category, unit and day once;
the product reads its own rows with their JSON, follows each item through its history, and writes
facts, roll-ups, waits and indexes. Then the speed of following: events of new requests in batches,
taken back afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.measure import say, scratch_database

SIZE = 1_000_000
YEAR = 120  # times 3 days
NEW_ITEMS = 5_000


def main() -> None:
    """Measure in a process of its own, because Django knows one database a process."""
    parser = argparse.ArgumentParser(prog="xinqiao bench rebuild")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", type=int, default=SIZE, help="requests in the database")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fresh", action="store_true", help="throw the last database away")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(_measure(options.size, options.rounds), sys.stdout)
        return
    with scratch_database(f"xinqiao_bench_year_{options.size}", fresh=options.fresh) as url:
        words = [sys.executable, "-m", "bench.rebuild", "--inside"]
        words += ["--size", str(options.size), "--rounds", str(options.rounds)]
        environment = {**os.environ, "DATABASE_URL": url}
        done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True)
    answer = {"bench": "rebuild", **json.loads(done.stdout)}
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=None if options.json else 2)
    sys.stdout.write("\n")


def _measure(size: int, rounds: int) -> dict[str, object]:
    import bench.ready  # noqa: F401  first: it makes Django ready

    _prepare(size)
    say("rebuilding")
    seconds = [_timed(_rebuild) for _round in range(rounds)]
    facts, rollups, waits = _sizes()
    say("DuckDB")
    with tempfile.TemporaryDirectory() as folder:
        events = _export(Path(folder))
        duckdb_seconds = [_timed(lambda: _group_by(Path(folder))) for _round in range(rounds)]
    say("following")
    followed = _following(rounds)
    return {
        "seconds": round(statistics.median(seconds), 2),
        "all_seconds": [round(one, 2) for one in seconds],
        "requests": size,
        "events": events,
        "facts": facts,
        "rollup_rows": rollups,
        "wait_rows": waits,
        "duckdb_seconds": round(statistics.median(duckdb_seconds), 3),
        "ratio_to_duckdb": round(statistics.median(seconds) / statistics.median(duckdb_seconds), 1),
        "follow_events_per_second": round(statistics.median(followed)),
    }


def _prepare(size: int) -> None:
    from django.core.management import call_command

    from bench.world import build_county, fill
    from bench.world_events import add_events

    call_command("migrate", verbosity=0)
    build_county()
    fill(size, spread=YEAR)
    add_events()


def _rebuild() -> None:
    from xinqiao.indicators.services.rebuild import rebuild
    from xinqiao.kit.time import now

    rebuild(at=now(), progress=say)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _sizes() -> tuple[int, int, int]:
    from xinqiao.indicators.models import Fact, RollUp, Wait

    return Fact.objects.count(), RollUp.objects.count(), Wait.objects.count()


_COPY = """
COPY (
    SELECT e.kind, e.at, e.area_path, i.category_code,
           coalesce((e.data->>'organisation')::bigint, 0) AS organisation
    FROM events_event e JOIN workflow_item i ON i.id = e.subject_id
    WHERE e.subject_kind = 'item'
) TO STDOUT (FORMAT csv, HEADER)
"""
_COUNT = "SELECT count(*) FROM '{file}'"
_GROUP_BY = """
SELECT area_path, category_code, organisation, CAST("at" AS DATE) AS day,
       count(*) FILTER (kind = 'cases.reported'), count(*) FILTER (kind = 'cases.accepted'),
       count(*) FILTER (kind = 'cases.answered'), count(*) FILTER (kind = 'cases.reopened'),
       count(*) FILTER (kind = 'cases.called_back'), count(*) FILTER (kind = 'cases.closed')
FROM '{file}' GROUP BY ALL
"""


def _export(folder: Path) -> int:
    """Write the events as Parquet; return how many."""
    import duckdb
    from django.db import connection

    table = folder / "events.csv"
    with connection.cursor() as cursor, table.open("wb") as out, cursor.copy(_COPY) as lines:
        for line in lines:
            out.write(line)
    with duckdb.connect() as duck:
        duck.execute(f"COPY (FROM '{table}') TO '{folder / 'events.parquet'}'")
        table.unlink()
        found = duck.execute(_COUNT.format(file=folder / "events.parquet")).fetchone()
    return int(found[0]) if found else 0


def _group_by(folder: Path) -> int:
    import duckdb

    with duckdb.connect() as duck:
        return len(duck.execute(_GROUP_BY.format(file=folder / "events.parquet")).fetchall())


_NEW_EVENTS = """
INSERT INTO events_event (kind, at, recorded_at, actor_user_id, actor_label, subject_kind,
                          subject_id, area_path, data)
SELECT e.kind, e.at, now(), e.actor_user_id, e.actor_label, e.subject_kind,
       e.subject_id + 1000000000, e.area_path, e.data
FROM events_event e
WHERE e.subject_kind = 'item' AND e.subject_id > %s AND e.subject_id <= %s
ORDER BY e.id
"""


def _following(rounds: int) -> list[float]:
    """Events a second, for the histories of some thousand requests that arrive again as new."""
    from django.db import connection, transaction

    from xinqiao.indicators.services.feed import follow
    from xinqiao.kit.time import now

    speeds = []
    for number in range(rounds):
        first = number * NEW_ITEMS
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_NEW_EVENTS, [first, first + NEW_ITEMS])
            begun = time.perf_counter()
            taken = follow(at=now())
            speeds.append(taken / (time.perf_counter() - begun))
            transaction.set_rollback(True)
    return speeds


if __name__ == "__main__":
    main()
