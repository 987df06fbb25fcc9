"""`/desk/`: the first page of staff, by what their posts ask of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.desk.selectors.homes import home_sections
from xinqiao.kit.time import now


@staff_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The sections of everything the actor holds, the widest duty first."""
    at = now()
    sections = home_sections(actor=actor_of(request), at=at)
    return render(request, "desk/home.html", {"sections": sections, "at": at})
