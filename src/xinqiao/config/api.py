"""Assembly of `/api/v1/`: each room that has an `api` module brings a `router`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xinqiao.config import problems
from xinqiao.kit.errors import BadInput, DomainError, NotAllowed, NotFound

ROOMS = ("cases", "workflow", "notifications", "grid", "files", "accounts")


class NeedsKey(NotAllowed):
    """401: no key, or one that is not valid."""

    code = "needs_key"
    status = 401
    message = _("This address needs a valid key or a signed-in person.")


class HttpProblem(DomainError):
    """An error that only HTTP knows, such as a body that is no JSON."""

    code = "bad_request"

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status  # type: ignore[misc]


def build() -> NinjaAPI:
    """Return the API with the routers of all rooms and one way to answer errors."""
    made = NinjaAPI(
        title="Xinqiao",
        version="1",
        description="Requests of residents: report, follow, handle.",
        urls_namespace="api",
    )
    for room in ROOMS:
        if find_spec(f"xinqiao.{room}.api"):
            made.add_router("", import_module(f"xinqiao.{room}.api").router)
    made.add_exception_handler(DomainError, _domain)
    made.add_exception_handler(DatabaseError, _database)
    made.add_exception_handler(ValidationError, _invalid)
    made.add_exception_handler(AuthenticationError, _unknown_caller)
    made.add_exception_handler(HttpError, _http)
    made.add_exception_handler(Http404, _missing)
    return made


def _domain(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.problem(error, request.path)


def _database(request: HttpRequest, error: Any) -> HttpResponse:
    answered = problems.answer(request, error)
    if answered is None:
        raise error
    return answered


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {"field": ".".join(str(part) for part in fault["loc"][1:]), "detail": fault["msg"]}
        for fault in error.errors
    ]
    named = ", ".join(dict.fromkeys(fault["field"] for fault in faults if fault["field"]))
    said = BadInput(_("Please check these fields: %(fields)s."), fields=named or "body")
    return problems.problem(said, request.path, faults)


def _unknown_caller(request: HttpRequest, error: Any) -> HttpResponse:
    response = problems.problem(NeedsKey(), request.path)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.problem(HttpProblem(error.status_code, str(error)), request.path)


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.problem(NotFound(), request.path)


api = build()
