"""`/desk/registry/`: search before browse."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of
from xinqiao.kit.errors import BadInput
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import local_day, now
from xinqiao.registry.forms.register import SearchForm
from xinqiao.registry.identity import masked_citizen_number, masked_phone
from xinqiao.registry.selectors.details import areas_below, buildings, tags_in_force
from xinqiao.registry.selectors.search import (
    Filters,
    Kind,
    kind_of,
    search_dwellings,
    search_people,
)
from xinqiao.registry.views.common import open_query, readers, sealed_query

PEOPLE, DWELLINGS = "people", "dwellings"
BY_NAME = Order("name")


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """POST seals the words into the address; GET shows what they find, or the buildings."""
    actor = actor_of(request)
    if request.method == "POST":
        form = SearchForm(request.POST)
        said = form.cleaned_data if form.is_valid() else {}
        return redirect(f"{reverse('registry:home')}?{urlencode(_address(said))}")
    words = open_query(request.GET.get("q", ""))
    filters = Filters(area=request.GET.get("area", ""), tag=request.GET.get("tag", ""))
    context: dict[str, Any] = {
        "words": words,
        "filters": filters,
        "areas": areas_below(actor=actor),
        "tags": [tag for tag in tags_in_force(at=now()) if not tag.is_sensitive],
        "tab": request.GET.get("tab") or (DWELLINGS if _is_place(words) else PEOPLE),
    }
    cursor = request.GET.get("cursor")
    try:
        context |= _found(actor, words, filters, str(context["tab"]), cursor)
    except BadInput as error:
        context["refusal"] = error.sentence()
    status = 422 if "refusal" in context else 200
    return render(request, "registry/home.html", context, status=status)


def _found(
    actor: Actor, words: str, filters: Filters, tab: str, cursor: str | None
) -> dict[str, Any]:
    if not words and not filters.area and not filters.tag:
        rows = buildings(actor=actor)
        return {"page": paginate(rows, order=BY_NAME, cursor=cursor), "tab": "", "is_start": True}
    if tab == DWELLINGS:
        place = Filters(area=filters.area)
        page = search_dwellings(actor=actor, words=words, filters=place, cursor=cursor)
        return {"page": page}
    found = search_people(
        actor=actor, words=words, today=local_day(now()), filters=filters, cursor=cursor
    )
    people = [
        (person, masked_citizen_number(person.citizen_number_sealed), masked_phone(sealed))
        for person in found.page
        for sealed in [person.phone_sealed]
    ]
    return {"page": found.page, "people": people, "kind": found.kind.value}


def _is_place(words: str) -> bool:
    return bool(words) and kind_of(words) is Kind.ADDRESS


def _address(said: dict[str, Any]) -> dict[str, str]:
    words = str(said.get("q", "")).strip()
    kept = {name: str(said[name]) for name in ("area", "tag", "tab") if said.get(name)}
    return ({"q": sealed_query(words)} if words else {}) | kept
