"""What a client sent, read as the standard says: empty is the same as absent.

Source: Open311 GeoReport v2, "GET Service Requests", "POST Service Request".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from xinqiao.cases.open311 import errors
from xinqiao.kit.time import BadTime, parse_time

SPAN: Final = timedelta(days=90)
MOST_IDS: Final = 1000
STATUSES: Final = ("open", "closed")
_ZONED: Final = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
_ATTRIBUTE: Final = re.compile(r"^attribute\[([A-Za-z0-9_.-]{1,40})\](?:\[\])?$")
FORM: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestQuery:
    """A question for requests. `numbers` overrides everything else; times aware UTC, inclusive."""

    numbers: tuple[str, ...] = ()
    service_codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request sent in, every text as it came. lat, lon: WGS 84 degrees, both or neither."""

    service_code: str
    description: str
    lat: float | None
    lon: float | None
    address: str
    name: str
    phone: str
    media_url: str
    attributes: dict[str, str]


def jurisdiction() -> str:
    """Our own id: the host of the site, as the standard suggests."""
    return settings.BASE_URL.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")


def check_jurisdiction(given: str | None) -> None:
    """One jurisdiction is served, so the id is optional. Raises JurisdictionUnknown."""
    if given and given.strip() and given.strip() != jurisdiction():
        raise errors.JurisdictionUnknown(id=given.strip()[:60], ours=jurisdiction())


def read_query(query: QueryDict, *, now: datetime) -> RequestQuery:
    """Read the filters of a list; without dates the last 90 days. Raises BadValue, RangeTooLong."""
    numbers = _listed(query, "service_request_id")[:MOST_IDS]
    if numbers:
        return RequestQuery(numbers=numbers, since=now, until=now)
    statuses = _listed(query, "status")
    for status in statuses:
        if status not in STATUSES:
            raise errors.BadValue(name="status", value=status[:20], hint=_("It is open or closed."))
    since, until = _moment(query, "start_date"), _moment(query, "end_date")
    if until is None:
        until = now if since is None else min(since + SPAN, max(now, since))
    if since is None:
        since = until - SPAN
    if until - since > SPAN:
        raise errors.RangeTooLong
    return RequestQuery(
        service_codes=_listed(query, "service_code"), statuses=statuses, since=since, until=until
    )


def read_new_request(request: HttpRequest) -> NewRequest:
    """Read a posted form. Raises NotForm, ServiceMissing, PlaceMissing, BadValue."""
    if request.content_type not in FORM:
        raise errors.NotForm
    form = request.POST

    def text(name: str) -> str:
        return form.get(name, "").strip()

    if not text("service_code"):
        raise errors.ServiceMissing
    lat, lon = _degrees(form, "lat", 90), _degrees(form, "long", 180)
    if (lat is None) != (lon is None):
        raise errors.PlaceMissing
    if lat is None and not text("address_string"):
        raise errors.AddressIdUnknown if text("address_id") else errors.PlaceMissing
    # In Chinese the family name stands first and nothing stands between.
    name = f"{text('last_name')}{text('first_name')}"
    return NewRequest(
        service_code=text("service_code"),
        description=form.get("description", ""),
        lat=lat,
        lon=lon,
        address=text("address_string"),
        name=name,
        phone=text("phone"),
        media_url=text("media_url"),
        attributes=_attributes(form),
    )


def _listed(query: QueryDict, name: str) -> tuple[str, ...]:
    """Values of a parameter that may be given several times, comma delimited."""
    parts: Iterable[str] = (p for value in query.getlist(name) for p in value.split(","))
    clean = (part.replace("\0", "").strip()[:60] for part in parts)
    return tuple(dict.fromkeys(part for part in clean if part))


def _moment(query: QueryDict, name: str) -> datetime | None:
    # A plus sign that was not escaped arrives as a blank.
    words = re.sub(r" (\d{2}:?\d{2})$", r"+\1", query.get(name, "").strip())
    if not words:
        return None
    hint = _("Write it like 2026-03-01T00:00:00Z.")
    if not _ZONED.search(words):
        raise errors.BadValue(name=name, value=words[:40], hint=hint)
    try:
        return parse_time(words)
    except BadTime as error:
        raise errors.BadValue(name=name, value=words[:40], hint=hint) from error


def _degrees(form: QueryDict, name: str, most: int) -> float | None:
    words = form.get(name, "").strip()
    if not words:
        return None
    try:
        value = float(words)
    except ValueError:
        value = float("nan")
    # NaN compares false, so it is refused here too.
    if not -most <= value <= most:
        hint = _("It is a number of degrees (WGS 84).")
        raise errors.BadValue(name=name, value=words[:20], hint=hint)
    return value


def _attributes(form: QueryDict) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in form:
        match = _ATTRIBUTE.match(name)
        if match:
            values = [value.strip() for value in form.getlist(name) if value.strip()]
            if values:
                found[match[1]] = ", ".join(values)
    return found
