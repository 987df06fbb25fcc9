"""Answers for machines that watch the service. No personal data."""

import hmac
import os

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from xinqiao.config import measures, prepare

WORKER_SILENT_SECONDS = 60

_migrated = False


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; reads nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be served: 200, or 503 when database or migrations are missing.

    A silent worker is told but stays 200: pages work without it, and what it owes waits in rows.
    """
    try:
        told = {"database": "ok", "migrations": _migrations(), "worker": _worker()}
    except DatabaseError:
        told = {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}
    ready = told["database"] == told["migrations"] == "ok"
    return JsonResponse({"ready": ready, **told}, status=200 if ready else 503)


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text; with XINQIAO_METRICS_TOKEN set only for its bearer."""
    token = os.environ.get("XINQIAO_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(token.encode(), given.encode()):
        return HttpResponse("A bearer token is needed.\n", status=401, content_type="text/plain")
    body, content_type = measures.exposition()
    return HttpResponse(body, content_type=content_type)


def _migrations() -> str:
    # Reading the migration graph takes tens of milliseconds; once complete it stays complete.
    global _migrated
    if not _migrated:
        _migrated = not prepare.missing_migrations()
    return "ok" if _migrated else "missing"


def _worker() -> str:
    age = measures.worker_silence_seconds(connection)
    return "ok" if age is not None and age < WORKER_SILENT_SECONDS else "silent"
