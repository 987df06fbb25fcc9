"""Our categories and requests in the words of the standard.

A category's code loses its last dot: `env.drain.` is the service `env.drain`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from xinqiao.cases.action_words import STATES
from xinqiao.cases.models import Case, Kind
from xinqiao.cases.selectors.categories import CategoryFacts
from xinqiao.kit.deidentify import mask_public
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import format_iso

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
# What the standard allows a description to have.
LONGEST: Final = 4000
# About a hundred metres: enough for a map, too little for a door.
DECIMALS: Final = 3


def service_code(code: str) -> str:
    """The standard's name of a category code."""
    return code.removesuffix(".")


def discovery(changed_at: datetime) -> dict[str, Any]:
    """Where the endpoint is and what it speaks. changed_at: when categories last changed."""
    changeset = format_iso(changed_at)
    hotline = _("Please call %(phone)s.") % {"phone": settings.HOTLINE_PHONE}
    return {
        "changeset": changeset,
        "contact": hotline,
        "key_service": _("Keys are given by the system administrator. %(contact)s")
        % {"contact": hotline},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{settings.BASE_URL}/open311/v2",
                "changeset": changeset,
                "type": "test" if settings.DEMO else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def service(facts: CategoryFacts, names: dict[str, str]) -> dict[str, Any]:
    """One row of the list of services. names: category code -> name, for the group."""
    top = facts.code.split(".", 1)[0] + "."
    return {
        "service_code": service_code(facts.code),
        "service_name": facts.name,
        "description": facts.description,
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(facts.keywords),
        "group": names.get(top, ""),
    }


def definition(facts: CategoryFacts) -> dict[str, Any]:
    """The attributes of a service: what kind of request it is, and the door plate."""
    needs = _("A telephone number is needed for this service.") if facts.needs_contact else ""
    return {
        "service_code": service_code(facts.code),
        "attributes": [
            {
                "variable": True,
                "code": "kind",
                "datatype": "singlevaluelist",
                "required": False,
                "datatype_description": _("Choose one."),
                "order": 1,
                "description": _("What kind of request is it?"),
                "values": [{"key": value, "name": str(label)} for value, label in Kind.choices],
            },
            {
                "variable": True,
                "code": "plate",
                "datatype": "string",
                "required": False,
                "datatype_description": _("The code on the door plate."),
                "order": 2,
                "description": _("Which door plate did you scan?") + (f" {needs}" if needs else ""),
            },
        ],
    }


def request_row(case: Case, *, exact: bool) -> dict[str, Any]:
    """One request, without what could name or find a person.

    exact: the reader answers for the place, so point and address are as they were given.
    """
    item = case.item
    lon, lat = item.lon, item.lat
    if not exact and lon is not None and lat is not None:
        lon, lat = round(lon, DECIMALS), round(lat, DECIMALS)
    return {
        "service_request_id": item.number,
        "status": "open" if item.is_open else "closed",
        "status_notes": _status_notes(case),
        "service_name": case.category.name,
        "service_code": service_code(case.category.code),
        "description": mask_public(case.text)[:LONGEST],
        "agency_responsible": _agency(case),
        "service_notice": "",
        "requested_datetime": format_iso(item.opened_at),
        "updated_datetime": format_iso(item.closed_at or item.changed_at),
        "expected_datetime": format_iso(item.due_at) if item.due_at else "",
        "address": _address(case, exact=exact),
        "address_id": item.area.code,
        "zipcode": "",
        "lat": lat,
        "long": lon,
        "media_url": "",
    }


def created(number: str, *, media_refused: bool) -> dict[str, Any]:
    """The answer to a request that was sent in."""
    notice = _("Please quote the number %(number)s when you call.") % {"number": spoken(number)}
    if media_refused:
        notice += " " + _("The picture at media_url was not fetched; its address was noted.")
    return {"service_request_id": number, "service_notice": notice, "account_id": ""}


def _status_notes(case: Case) -> str:
    state = str(STATES.get(case.item.state, case.item.state))
    if case.item.is_open or not case.answer:
        return state
    return f"{state}: {mask_public(case.answer)}"[:LONGEST]


def _agency(case: Case) -> str:
    """The unit or the office, never the person: titles of desks and organisations are public."""
    item = case.item
    if item.owner_organisation is not None:
        return str(item.owner_organisation.name)
    return str(item.area.name)


def _address(case: Case, *, exact: bool) -> str:
    if exact and case.address:
        return f"{case.address}, {case.item.area.name}"
    return str(case.item.area.name)
