"""`/`: where residents begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of
from xinqiao.cases.selectors.mine import my_cases
from xinqiao.cases.views.track import my_rows

SHOWN = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three big buttons; staff are led to their desk unless they ask for this page."""
    actor = actor_of(request)
    if actor.is_staff and "resident" not in request.GET:
        return redirect("desk:home")
    mine = []
    if not actor.is_anonymous:
        mine = my_rows(my_cases(actor=actor).order_by("-item_id")[:SHOWN])
    return render(request, "cases/home.html", {"mine": mine})
