"""`/lists/…`: the red list and the exposure list, as everybody may read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, client_key
from xinqiao.kit.errors import DomainError, TooMany
from xinqiao.kit.time import now
from xinqiao.publicity.forms.appeal import AppealForm
from xinqiao.publicity.forms.listing import add_domain_error
from xinqiao.publicity.models import Colour, SubjectKind
from xinqiao.publicity.selectors.appeals import appeal_by_token
from xinqiao.publicity.selectors.public import (
    appealable,
    public_areas,
    public_entry,
    public_page,
    words_of,
)
from xinqiao.publicity.selectors.subjects import subject_label
from xinqiao.publicity.services.appeal import file_appeal


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Good news first."""
    return redirect("publicity:red")


@require_safe
def one_list(request: HttpRequest, colour: str) -> HttpResponse:
    """A page of a list, filtered by area and kind."""
    at = now()
    area, kind = request.GET.get("area", "")[:20], request.GET.get("kind", "")[:12]
    page = public_page(colour=colour, at=at, area=area, kind=kind, cursor=request.GET.get("cursor"))
    context = {
        "colour": Colour(colour),
        "page": page,
        "entries": page.items,
        "areas": public_areas(colour=colour, at=at),
        "kinds": SubjectKind.choices,
        "area": area,
        "kind": kind,
    }
    return _unindexed(render(request, "publicity/list.html", context))


@require_safe
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """One entry; 410 when it has left the list."""
    shown = public_entry(token=token, at=now())
    context = {"entry": shown, "colour": Colour(shown.colour)}
    return _unindexed(render(request, "publicity/entry.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Say that an entry is wrong."""
    at = now()
    listing = appealable(token=token, at=at)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            filed = file_appeal(
                actor=actor_of(request),
                token=token,
                at=at,
                client=client_key(request),
                **form.cleaned_data,
            )
        except TooMany:
            raise
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("publicity:appeal-status", token=filed.token)
    title, facts = words_of(listing)
    context = {
        "form": form,
        "subject": subject_label(listing),
        "title": title,
        "facts": facts,
        "colour": Colour(listing.colour),
        "action": reverse("publicity:appeal", args=[token]),
    }
    status = 422 if form.is_bound else 200
    return _private(render(request, "publicity/appeal.html", context, status=status))


@require_safe
def appeal_status(request: HttpRequest, token: str) -> HttpResponse:
    """How an appeal stands, for whoever holds its link."""
    found = appeal_by_token(token=token)
    return _private(render(request, "publicity/appeal_status.html", {"appeal": found}))


def _unindexed(response: HttpResponse) -> HttpResponse:
    """Copies in search engines and caches would outlive the expiry."""
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    return _unindexed(response)
