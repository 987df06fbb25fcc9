"""`/admin/indicators/`: what each indicator counts, since when, and what it counted before."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.indicators.declare import feed_of, feeds
from xinqiao.indicators.duties import KEEPERS
from xinqiao.indicators.forms.definition import DefinitionForm, EndForm, NewIndicatorForm, done
from xinqiao.indicators.measures import MEASURES, MOMENT_WORDS
from xinqiao.indicators.models import Definition
from xinqiao.indicators.selectors.definitions import history, latest_versions
from xinqiao.indicators.services.definitions import end_definition, save_definition
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day, now


@roles_only(*KEEPERS)
@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator as it is defined today."""
    at = now()
    rows = [_row(row, local_day(at)) for row in latest_versions(at)]
    return render(request, "indicators/list.html", {"rows": rows})


@roles_only(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_new(request: HttpRequest) -> HttpResponse:
    """Define an indicator there has not been yet."""
    at, actor = now(), actor_of(request)
    posted = request.POST if request.method == "POST" else None
    form = NewIndicatorForm(posted, feeds=feeds(), initial={"valid_from": local_day(at)})
    if posted is not None and done(
        form, lambda: save_definition(actor=actor, at=at, **form.values())
    ):
        messages.success(request, _("The indicator is saved."))
        return redirect("indicators:list")
    status = 422 if form.is_bound else 200
    return render(request, "indicators/new.html", {"form": form}, status=status)


@roles_only(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, flow: str, code: str) -> HttpResponse:
    """All versions of one indicator, and a form for the next."""
    at, actor = now(), actor_of(request)
    versions = history(code, flow=flow)
    feed = feed_of(flow)
    posted = request.POST if request.method == "POST" else None
    form = DefinitionForm(
        posted, feeds=[feed] if feed else [], initial=_initial(versions[0], local_day(at))
    )
    if posted is not None and done(
        form,
        lambda: save_definition(actor=actor, at=at, flow=flow, code=code, **form.values()),
    ):
        messages.success(request, _("The new version is saved."))
        return redirect("indicators:indicator", flow=flow, code=code)
    context = {
        "form": form,
        "newest": versions[0],
        "rows": [_row(row, local_day(at)) for row in versions],
    }
    status = 422 if form.is_bound else 200
    return render(request, "indicators/indicator.html", context, status=status)


@roles_only(*KEEPERS)
@require_POST
def version_end(request: HttpRequest, flow: str, code: str, version_id: int) -> HttpResponse:
    """Let a version end with a day."""
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please give the last day."))
        return redirect("indicators:indicator", flow=flow, code=code)
    try:
        end_definition(
            actor=actor_of(request),
            definition_id=version_id,
            last_day=form.cleaned_data["last_day"],
            at=now(),
        )
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The last day is saved."))
    return redirect("indicators:indicator", flow=flow, code=code)


def _initial(row: Definition, today: date) -> dict[str, Any]:
    return {
        "name": row.name,
        "description": row.description,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "better": row.better,
        "valid_from": max(today, row.valid_from),
    }


def _row(row: Definition, today: date) -> dict[str, Any]:
    """A version in words."""
    feed = feed_of(row.flow)
    return {
        "version": row,
        "flow": (feed and feed.title) or row.flow,
        "numerator": [MEASURES[code].words for code in row.numerator if code in MEASURES],
        "denominator": [MEASURES[code].words for code in row.denominator if code in MEASURES],
        "moment": MOMENT_WORDS[MEASURES[row.denominator[0]].moment],
        "holds": row.valid_from <= today and (row.valid_until is None or today < row.valid_until),
        "ended": row.valid_until is not None and row.valid_until <= today,
    }
