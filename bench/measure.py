"""Small helpers that all measurements share: scratch databases, percentiles, progress."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg


def say(text: str) -> None:
    """Progress goes to standard error; standard output carries the JSON alone."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile; `share` between 0 and 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def times_of(work: Callable[[], object], *, rounds: int, warm_up: int = 3) -> dict[str, float]:
    """Milliseconds of `work` over `rounds` runs: median, p95 and worst."""
    for _ in range(warm_up):
        work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return {
        "median_ms": round(statistics.median(taken), 2),
        "p95_ms": round(percentile(taken, 0.95), 2),
        "worst_ms": round(max(taken), 2),
        "rounds": rounds,
    }


def url_with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def scratch_database(name: str, *, fresh: bool) -> Iterator[str]:
    """Yield the URL of a database of its own beside the product's; kept for the next run.

    fresh: drop what a former run left.
    """
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        if fresh:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    yield url_with_database(url, name)
