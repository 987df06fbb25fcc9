"""Errors become answers here, once: a page for people, RFC 9457 problem details for programs."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from xinqiao.config.middleware import GetResponse
from xinqiao.kit.errors import DomainError, NotAllowed, NotFound, TooMany, Unavailable

log = logging.getLogger("xinqiao.problems")

DATABASE_ERRORS = (OperationalError, InterfaceError)
RETRY_SECONDS = 5
PROGRAM_PATHS = ("/api/", "/open311/")


class OurFault(DomainError):
    """500: a defect of the product."""

    code = "our_fault"
    status = 500
    message = _("Something went wrong on our side. It is recorded; please try again later.")


class NoPage(NotFound):
    """404: nothing lives at this address."""

    message = _("This page does not exist. Please check the address.")


class Problems:
    """Maps errors of views to answers; those of other middleware come by `handle_500`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an expected error; None lets Django treat it as a defect."""
        return answer(request, error)


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the answer to an expected error, None for any other."""
    if isinstance(error, DATABASE_ERRORS):
        # The statement and its parameters may name people: only the kind of error is logged.
        log.error("database not reachable: %s", type(error.__cause__ or error).__name__)
        return _database_gone(request)
    if isinstance(error, DomainError):
        return _answer_domain(request, error)
    return None


def handle_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return _answer_domain(request, NoPage())


def handle_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what this person may not open."""
    return _answer_domain(request, NotAllowed())


def handle_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection ran out, for example a page left open over night."""
    return _answer_domain(
        request, NotAllowed(_("This page was open for too long. Please reload it and send again."))
    )


def handle_500(request: HttpRequest) -> HttpResponse:
    """Answer a defect, or a database that was lost before any view was reached."""
    return answer(request, sys.exc_info()[1]) or _plain(request, OurFault())


def problem(
    error: DomainError, instance: str, faults: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Return RFC 9457 problem details: type, title, status, detail, instance, and our code.

    faults: members `field` and `detail` for each field at fault, where there are several.
    """
    body: dict[str, Any] = {
        "type": f"{settings.BASE_URL}/api/v1/problems#{error.code}",
        "title": str(error.code).replace("_", " ").capitalize(),
        "status": error.status,
        "detail": error.sentence(),
        "instance": instance,
        "code": error.code,
    }
    if faults is None and error.field:
        faults = [{"field": error.field, "detail": error.sentence()}]
    if faults:
        body["errors"] = faults
    response = JsonResponse(
        body,
        status=error.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    return _with_retry(response, error)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asked, by its path or by what it accepts."""
    if request.path.startswith(PROGRAM_PATHS):
        return True
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"


def _answer_domain(request: HttpRequest, error: DomainError) -> HttpResponse:
    if wants_json(request):
        return problem(error, request.path)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "config/_problem.html", {"error": error}, status=error.status)
        # The page keeps what was typed; the sentence appears in its place for messages.
        response.headers["HX-Retarget"] = "#problem"
        response.headers["HX-Reswap"] = "innerHTML"
        return _with_retry(response, error)
    try:
        response = render(request, "config/problem.html", {"error": error}, status=error.status)
    except DATABASE_ERRORS:
        return _database_gone(request)
    return _with_retry(response, error)


def _database_gone(request: HttpRequest) -> HttpResponse:
    error = Unavailable(
        _(
            "The database is not reachable for a moment. Nothing that was taken is lost; "
            "please send again in a few seconds."
        )
    )
    if wants_json(request):
        response: HttpResponse = problem(error, request.path)
    else:
        response = HttpResponse(
            # No request: context processors would ask the database who is signed in.
            render_to_string("config/unavailable.html", {"seconds": RETRY_SECONDS}),
            status=error.status,
        )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(request: HttpRequest, error: DomainError) -> HttpResponse:
    if wants_json(request):
        return problem(error, request.path)
    return HttpResponse(
        render_to_string("config/our_fault.html", {"error": error}), status=error.status
    )


def _with_retry(response: HttpResponse, error: DomainError) -> HttpResponse:
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
