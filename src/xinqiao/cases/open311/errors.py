"""Errors as the standard says: 404 what is not there, 403 a key, 400 everything else.

Source: Open311 GeoReport v2, "Errors" and the lists of each method.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, DomainError, NotAllowed, NotFound


class JurisdictionUnknown(NotFound):
    """404: another city's id."""

    code = "jurisdiction_not_found"
    message = _("jurisdiction_id “%(id)s” was not found. This service answers for “%(ours)s”.")


class ServiceMissing(BadInput):
    """400: no service_code."""

    code = "service_code_missing"
    message = _("service_code was not provided. The list of services names them.")


class ServiceUnknown(NotFound):
    """404: no category of that code today."""

    code = "service_code_not_found"
    message = _("service_code “%(service)s” was not found. The list of services names them.")


class RequestUnknown(NotFound):
    """404: no such request, or none that is public."""

    code = "service_request_not_found"
    message = _("service_request_id “%(id)s” was not found.")


class TokenUnknown(NotFound):
    """404: no such token."""

    code = "token_not_found"
    message = _("token “%(token)s” was not found.")


class KeyMissing(NotAllowed):
    """403: writing needs a key."""

    code = "api_key_missing"
    message = _("api_key was not provided. Sending a request needs a key that may write.")


class KeyInvalid(NotAllowed):
    """403: an unknown or withdrawn key."""

    code = "api_key_invalid"
    message = _("The api_key is not valid. Please ask the system administrator for a new one.")


class KeyReadsOnly(NotAllowed):
    """403: a key that may not write."""

    code = "api_key_reads_only"
    message = _("This api_key may only read. Please ask the system administrator for more.")


class PlaceMissing(BadInput):
    """400: no location parameter."""

    code = "location_missing"
    message = _("A place was not provided. Please send lat and long, or address_string.")


class AddressIdUnknown(BadInput):
    """400: there is no register of address ids here."""

    code = "address_id_unsupported"
    message = _("address_id is not known here. Please send lat and long, or address_string.")


class RangeTooLong(BadInput):
    """400: more than 90 days."""

    code = "range_too_long"
    message = _("start_date and end_date may not span more than 90 days.")


class BadValue(BadInput):
    """400: a parameter that cannot be read."""

    code = "bad_value"
    message = _("%(name)s “%(value)s” cannot be read. %(hint)s")


class NotForm(BadInput):
    """400: the body is not what the standard says."""

    code = "not_a_form"
    message = _("Please send the request as application/x-www-form-urlencoded.")


def http_status(error: DomainError) -> int:
    """The three statuses that the standard knows (and 429, 503, which HTTP needs)."""
    return error.status if error.status in {403, 404, 429, 503} else 400


def documents(errors: list[DomainError]) -> list[dict[str, object]]:
    """The rows of the error document."""
    return [{"code": http_status(e), "description": e.sentence()} for e in errors]
