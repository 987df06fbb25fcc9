"""RFC 9457 problem details: every error of the API as one document with a code and a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from xinqiao.config.problems import answer, problem
from xinqiao.kit.errors import BadInput, DomainError, NotFound

SHOWN_ERRORS: Final = 20


class BadJson(BadInput):
    """400: a body that is no JSON."""

    code = "bad_json"
    status = 400
    message = gettext_lazy("The body is not valid JSON in UTF-8. Please check what is sent.")


class InvalidRequest(BadInput):
    """422: JSON of another shape than the description says."""

    code = "invalid_request"
    message = gettext_lazy("Some fields are not right. “errors” says which and why.")


class HttpProblem(DomainError):
    """An error that only HTTP knows."""

    code = "http_error"

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status  # type: ignore[misc]


class BodyTooBig(DomainError):
    """413: more than a request can need."""

    code = "body_too_big"
    status = 413
    message = gettext_lazy("This is too much for one request. Please send photos one by one.")


def install(api: NinjaAPI) -> None:
    """Answer every error of this API with a problem document."""
    api.add_exception_handler(DomainError, _on_domain_error)
    api.add_exception_handler(ValidationError, _on_validation_error)
    api.add_exception_handler(HttpError, _on_http_error)
    api.add_exception_handler(Http404, _on_missing)
    api.add_exception_handler(RequestDataTooBig, _on_too_big)
    api.add_exception_handler(DatabaseError, _on_database_error)


def _on_domain_error(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(error, request.path)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _on_missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(NotFound(), request.path)


def _on_too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(BodyTooBig(), request.path)


def _on_database_error(request: HttpRequest, error: Any) -> HttpResponse:
    answered = answer(request, error)
    if answered is None:
        raise error
    return answered


def _on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    # ninja answers 400 when it cannot read the body, also when it was too big to be read.
    if isinstance(error.__context__, RequestDataTooBig):
        return problem(BodyTooBig(), request.path)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem(BadJson(), request.path)
    return problem(HttpProblem(error.status_code, str(error)), request.path)


def _on_validation_error(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {"field": _place(found["loc"]), "detail": _sentence(found)}
        for found in error.errors[:SHOWN_ERRORS]
    ]
    return problem(InvalidRequest(), request.path, faults)


def _place(loc: Sequence[Any]) -> str:
    """`("body", "content", "photos", 3)` -> `photos.3`: what the sender calls it."""
    parts = [str(part) for part in loc]
    if parts and parts[0] in {"body", "query", "path", "header", "form"}:
        kind = parts.pop(0)
        if kind in {"body", "query", "form"} and parts:
            parts = parts[1:] or parts
    return ".".join(parts).encode("utf-8", "replace").decode()[:200]


def _sentence(found: Mapping[str, Any]) -> str:
    kind, context = str(found["type"]), found.get("ctx") or {}
    match kind:
        case "missing":
            return _("This field is needed.")
        case "extra_forbidden":
            return _("This field is not known here. Please remove it or correct its name.")
        case "string_type" | "string_sub_type":
            return _("This must be a text.")
        case "string_too_long":
            return _("This may have at most %(limit)s characters.") % {
                "limit": context.get("max_length")
            }
        case "null_byte" | "string_unicode":
            return _("The text holds characters that cannot be read. Please type it again.")
        case "string_too_short":
            return _("This must not be empty.")
        case "literal_error" | "enum":
            return _("This must be one of: %(known)s.") % {"known": context.get("expected", "")}
        case "too_long":
            return _("This list may have at most %(limit)s entries.") % {
                "limit": context.get("max_length")
            }
    return _sentence_of_type(kind, context)


def _sentence_of_type(kind: str, context: Mapping[str, Any]) -> str:
    if kind.startswith(("float", "int", "decimal", "finite_number")):
        return _("This must be a number.")
    if kind.startswith("bool"):
        return _("This must be true or false.")
    if kind.startswith(("datetime", "date", "timezone")):
        return _("This must be a time with its zone, for example 2026-03-01T09:30:00+08:00.")
    if kind in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        limit = next((context[key] for key in ("ge", "le", "gt", "lt") if key in context), "")
        return _("This is outside the allowed range (%(limit)s).") % {"limit": limit}
    if kind in {"list_type", "tuple_type"}:
        return _("This must be a list.")
    if kind in {"dict_type", "model_type", "model_attributes_type"}:
        return _("This must be a JSON object.")
    return _("This has not the right form.")
