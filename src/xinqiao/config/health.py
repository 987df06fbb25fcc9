"""Answers for machines that watch the service."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; reads nothing."""
    return HttpResponse("ok\n", content_type="text/plain")
