"""Offers while somebody writes, joining one of them, and the page of who joined."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of, client_key, staff_only
from xinqiao.accounts.services.limits import take
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.forms.report import ReportForm
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.near import Near, near_requests
from xinqiao.cases.selectors.shared_page import shared_page
from xinqiao.cases.selectors.sharing import follower_by_token, main_of_merged
from xinqiao.cases.services.around import around_of
from xinqiao.cases.services.join import Joined, join_case
from xinqiao.cases.services.known import find_known
from xinqiao.kit.emergency import numbers_to_dial
from xinqiao.kit.errors import TooMany
from xinqiao.kit.time import now

HOUR = 3600
LOOKS_AN_HOUR = 300
JOINS_AN_HOUR = 20
TEXT_LIMIT = 500  # characters; the matter stands at the beginning


@require_POST
def near(request: HttpRequest) -> HttpResponse:
    """Fragment: open requests about the same, close by. POST, so that no log keeps the words."""
    return _fragment(request, for_other=False)


@staff_only
@require_POST
def near_for_other(request: HttpRequest) -> HttpResponse:
    """The same while a grid worker or the hotline writes for somebody (代办)."""
    return _fragment(request, for_other=True)


def near_context(*, plate_code: str = "", for_other: bool = False) -> dict[str, Any]:
    """What the templates of the report forms need to offer and to join."""
    query = f"?plate={plate_code}" if plate_code else ""
    names = ("field-near", "field-join") if for_other else ("report-near", "report-join")
    near_url, join_url = (reverse(f"cases:{name}") + query for name in names)
    return {"near_url": near_url, "join_url": join_url, "for_other": for_other}


def offers_before_sending(
    request: HttpRequest, form: ReportForm, *, plate_code: str = ""
) -> list[Near]:
    """What a page without scripts shows between “send” and sending, once."""
    key = form.cleaned_data["idempotency_key"]
    if request.POST.get("near_seen") or numbers_to_dial(str(form.cleaned_data["text"])):
        return []
    if key and find_known(_keyed(key)) is not None:
        return []  # a second click: the request is there already, and it would offer itself
    return _offers(request, form.cleaned_data, plate_code)


@require_safe
def joined(request: HttpRequest, token: str) -> HttpResponse:
    """`/j/<token>`: how the joined request stands, without anything private."""
    follower = follower_by_token(token=token)
    at = now()
    case = main_of_merged(follower.case_id) or follower.case
    context = {
        "page": shared_page(case, at),
        "address": settings.BASE_URL + reverse("cases:joined", args=[token]),
    }
    response = render(request, "cases/joined.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def join(request: HttpRequest, *, for_other: bool) -> HttpResponse:
    """Join the offer that was tapped and lead to its page. Raises what `join_case` raises."""
    done = _join(request, for_other=for_other)
    if done.is_new:
        messages.success(request, _("Thank you. You hear of it when there is news."))
    return redirect("cases:joined", token=done.token)


def _join(request: HttpRequest, *, for_other: bool) -> Joined:
    actor, at = actor_of(request), now()
    if actor.is_anonymous:
        take(key=f"join:{client_key(request)}", limit=JOINS_AN_HOUR, period_seconds=HOUR, at=at)
    source = Source.PLATE if request.GET.get("plate") else Source.WEB
    if for_other:
        source = Source.HOTLINE if actor.has_role(Role.HOTLINE) else Source.FIELD
    return join_case(
        actor=actor,
        ref=request.POST.get("ref", "")[:200],
        phone=request.POST.get("phone", "")[:60],
        key=request.POST.get("idempotency_key", "")[:64],
        on_behalf=for_other,
        source=source,
        at=at,
    )


def _fragment(request: HttpRequest, *, for_other: bool) -> HttpResponse:
    plate_code = request.GET.get("plate", "")[:16]
    context = {
        "offers": _offers(request, request.POST, plate_code),
        **near_context(plate_code=plate_code, for_other=for_other),
    }
    return render(request, "cases/_near.html", context)


def _offers(request: HttpRequest, said: QueryDict | dict[str, Any], plate_code: str) -> list[Near]:
    actor, at = actor_of(request), now()
    who = client_key(request) if actor.is_anonymous else f"user:{actor.user_id}"
    try:
        take(key=f"near:{who}", limit=LOOKS_AN_HOUR, period_seconds=HOUR, at=at)
    except TooMany:
        return []  # the report itself must still be possible
    text = str(said.get("text") or "")[:TEXT_LIMIT]
    around = around_of(
        actor=actor,
        text=text,
        lon=_degrees(said.get("lon")),
        lat=_degrees(said.get("lat")),
        address=str(said.get("address") or "")[:200],
        plate_code=plate_code,
    )
    return near_requests(actor=actor, around=around, text=text, at=at) if around else []


def _degrees(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _keyed(key: str) -> ReportDraft:
    return ReportDraft(text="", category_code="", source=Source.WEB, idempotency_key=key)
