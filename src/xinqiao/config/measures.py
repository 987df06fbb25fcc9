"""What `/metrics` tells: requests by page and status, times, and what the worker still owes."""

import os
import time
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric

from xinqiao.config.metrics_files import VARIABLE
from xinqiao.config.middleware import GetResponse

REQUESTS = Counter("xinqiao_requests_total", "Answers by page and status", ["page", "status"])
SECONDS = Histogram(
    "xinqiao_request_seconds",
    "Time to answer by page",
    ["page"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
# One statement for all gauges, so that a scrape costs one round trip.
GAUGES = """
SELECT (SELECT count(*) FROM events_outboxentry WHERE NOT is_dead),
       (SELECT count(*) FROM events_outboxentry WHERE is_dead),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
       (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers)
"""
GAUGE_NAMES = (
    ("xinqiao_outbox_waiting", "Events not yet handed to a subscriber"),
    ("xinqiao_outbox_dead", "Events whose subscriber failed too often"),
    ("xinqiao_jobs_waiting", "Jobs waiting for the worker"),
    ("xinqiao_jobs_failed", "Jobs that failed for good"),
    ("xinqiao_worker_silence_seconds", "Time since a worker was last heard of"),
)


class Measure:
    """Counts every answer by the name of its page, never by its address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and note how long it took."""
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        page = (match.view_name or "unnamed") if match else "none"
        REQUESTS.labels(page, str(response.status_code)).inc()
        SECONDS.labels(page).observe(time.perf_counter() - begun)
        return response


class DatabaseGauges:
    """Reads the gauges at each scrape; says nothing while the database is away."""

    def collect(self) -> Iterator[Metric]:
        """Yield one gauge per number; a worker never heard of yields none."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(GAUGES)
                row = cursor.fetchone()
        except DatabaseError:
            return
        for (name, told), value in zip(GAUGE_NAMES, row, strict=True):
            if value is not None:
                yield GaugeMetricFamily(name, told, value=float(value))


def exposition() -> tuple[bytes, str]:
    """Return the text for Prometheus and its content type, over all web processes."""
    registry = CollectorRegistry()
    if os.environ.get(VARIABLE):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = generate_latest(registry)
    else:
        counted = generate_latest(REGISTRY)
    gauges = CollectorRegistry()
    gauges.register(DatabaseGauges())
    return counted + generate_latest(gauges), CONTENT_TYPE_LATEST


def worker_silence_seconds(database: BaseDatabaseWrapper) -> float | None:
    """Seconds since the last heartbeat of any worker; None when there never was one."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
        )
        row = cursor.fetchone()
    return None if row is None or row[0] is None else float(row[0])
