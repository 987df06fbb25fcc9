"""Which requests a client of the standard may see.

Everybody sees what may be published: requests whose reporter agreed, of categories that are public.
A key also sees the requests of its area, and those that were sent with it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from xinqiao.cases.callers import Caller
from xinqiao.cases.models import Case, Category, Outcome
from xinqiao.cases.open311.errors import RequestUnknown, TokenUnknown
from xinqiao.cases.open311.params import RequestQuery
from xinqiao.kit.errors import DomainError
from xinqiao.kit.numbers import parse_number

MOST_ROWS: Final = 1000
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{10,32}")
_JOINED: Final = ("item__area", "item__owner_organisation", "category")


def readable_cases(*, caller: Caller) -> QuerySet[Case]:
    """What this client may read."""
    seen = Q(may_publish=True, category__is_public=True) & ~Q(outcome=Outcome.WITHDRAWN)
    if caller.client is not None:
        seen |= Q(api_client_id=caller.client.pk)
        if caller.client.area_path:
            seen |= Q(item__area_path__startswith=caller.client.area_path)
    return Case.objects.filter(seen).select_related(*_JOINED)


def is_exact(caller: Caller, case: Case) -> bool:
    """Whether the client answers for the place or sent the request itself."""
    client = caller.client
    if client is None:
        return False
    own = case.api_client_id == client.pk
    return own or bool(client.area_path and case.item.area_path.startswith(client.area_path))


def find_requests(*, caller: Caller, wanted: RequestQuery) -> list[Case]:
    """At most 1,000 requests, newest first; those named by number in any span of time."""
    found = readable_cases(caller=caller)
    if wanted.numbers:
        found = found.filter(item__number__in=[_plain(number) for number in wanted.numbers])
    else:
        found = found.filter(item__opened_at__range=(wanted.since, wanted.until))
        if len(set(wanted.statuses)) == 1:
            found = found.filter(item__is_open=wanted.statuses[0] == "open")
        if wanted.service_codes:
            codes = [f"{code.rstrip('.')}." for code in wanted.service_codes]
            found = found.filter(category__code__in=codes)
    return list(found.order_by("-item_id")[:MOST_ROWS])


def find_request(*, caller: Caller, number: str) -> Case:
    """One request. Raises RequestUnknown."""
    case = readable_cases(caller=caller).filter(item__number=_plain(number)).first()
    if case is None:
        raise RequestUnknown(id=number[:40])
    return case


def number_of_token(*, token: str) -> str:
    """The number of the request behind a token of its follow page. Raises TokenUnknown."""
    found = None
    if _TOKEN.fullmatch(token):
        found = Case.objects.filter(token=token).values_list("item__number", flat=True).first()
    if found is None:
        raise TokenUnknown(token=token[:40])
    return str(found)


def categories_changed_at() -> datetime | None:
    """When the list of services last changed."""
    starts = Category.objects.order_by("-valid_from").values_list("valid_from", flat=True).first()
    ends = (
        Category.objects.filter(valid_until__isnull=False)
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )
    return max((moment for moment in (starts, ends) if moment), default=None)


def _plain(number: str) -> str:
    try:
        return parse_number(number)
    except DomainError:
        return ""
