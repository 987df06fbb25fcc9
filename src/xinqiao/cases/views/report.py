"""`/report/` and `/d/<code>`: a resident says what is the matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from xinqiao.accounts.requests import actor_of
from xinqiao.cases.drafts import Reported
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.forms.report import ReportForm
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.services.report import report_case
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.cases.views import near
from xinqiao.cases.views.intake import (
    bound_form,
    category_code,
    form_context,
    new_key,
    refuse_emergency,
    slow_down,
)
from xinqiao.grid.models import Plate
from xinqiao.grid.selectors.boundaries import public_features
from xinqiao.grid.selectors.plates import plate_by_code
from xinqiao.kit.errors import DomainError, TooMany
from xinqiao.kit.time import now

AREAS_SECONDS = 3600
OTHER = "other."  # the seeded category for what fits nowhere
SUGGEST_FROM = 500  # characters; more do not make the guess better


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; however often it is clicked, one request comes of it."""
    return _form_page(request, source=Source.WEB, plate=None)


@require_http_methods(["GET", "HEAD", "POST"])
def plate_report(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a door plate, which knows the building."""
    plate = plate_by_code(code)
    if plate is None:
        return render(request, "cases/plate_unknown.html", status=404)
    return _form_page(request, source=Source.PLATE, plate=plate)


@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """“That is my problem too”; when it cannot be, the form with what was typed says why."""
    try:
        return near.join(request, for_other=False)
    except DomainError as error:
        plate = plate_by_code(request.GET.get("plate", ""))
        form = ReportForm(request.POST)
        add_domain_error(form, error)
        return _render(request, form_context(form, at=now()), plate, status=error.status)


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Fragment: the categories that the words so far speak of."""
    at = now()
    text = request.GET.get("text", "")[:SUGGEST_FROM]
    chosen = request.GET.get("category", "")
    found = suggest_category(text, at)
    offered = [one.category for one in found.choices]
    offered += [c for c in categories_at(at) if c.code in (chosen, OTHER) and c not in offered]
    context = {
        "suggested": [(facts.code, facts.name) for facts in offered] if text.strip() else [],
        "chosen": chosen or (found.best.code if found.best and found.is_sure else ""),
        "is_unsure": bool(text.strip()) and not found.is_sure,
    }
    return render(request, "cases/_suggestions.html", context)


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """GeoJSON of our areas, to choose a place on; the same for everybody."""
    found = {"type": "FeatureCollection", "features": public_features()}
    response = JsonResponse(found, content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=AREAS_SECONDS)
    return response


def _form_page(request: HttpRequest, *, source: Source, plate: Plate | None) -> HttpResponse:
    at = now()
    if request.method != "POST":
        form = ReportForm(initial=_first_values(request))
        return _render(request, form_context(form, at=at), plate)
    try:
        slow_down(request, at=at)
    except TooMany as error:
        form = ReportForm(request.POST)
        add_domain_error(form, error)
        return _render(request, form_context(form, at=at), plate, status=error.status)
    form = bound_form(request, ReportForm, at=at)
    if form.is_valid():
        offers = near.offers_before_sending(request, form, plate_code=plate.code if plate else "")
        if offers:
            return _render(request, form_context(form, at=at) | {"offers": offers}, plate)
        try:
            reported = _send(request, form, source=source, plate=plate)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("cases:sent", token=reported.token)
    return _render(request, form_context(form, at=at), plate, status=422)


def _send(
    request: HttpRequest, form: ReportForm, *, source: Source, plate: Plate | None
) -> Reported:
    refuse_emergency(form)
    at = now()
    draft = form.draft(
        source=source,
        category_code=category_code(form, at=at),
        photo_tokens=form.cleaned_data["photo_tokens"],
        plate_code=plate.code if plate else "",
    )
    return report_case(actor=actor_of(request), draft=draft, at=at)


def _first_values(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    name = "" if actor.is_anonymous or actor.is_staff else actor.name
    return {
        "idempotency_key": new_key(),
        "name": name,
        "text": request.GET.get("text", "")[:SUGGEST_FROM],
        "category": request.GET.get("category", ""),
    }


def _render(
    request: HttpRequest, context: dict[str, Any], plate: Plate | None, *, status: int = 200
) -> HttpResponse:
    template = "cases/report_plate.html" if plate else "cases/report.html"
    urls = near.near_context(plate_code=plate.code if plate else "")
    return render(request, template, {**context, **urls, "plate": plate}, status=status)
