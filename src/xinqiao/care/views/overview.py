"""`/desk/care/`: what needs doing today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.action_words import CALL_STATES
from xinqiao.care.powers import KEEPERS, WORKERS
from xinqiao.care.selectors.grants import fitted_people
from xinqiao.care.selectors.overview import today
from xinqiao.care.selectors.serving import served_people
from xinqiao.kit.time import local_day, now


@roles_only(*WORKERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Open calls, fittings, services, reviews, stock, gaps of the rota."""
    at, actor = now(), actor_of(request)
    seen, day = today(actor=actor, at=at), local_day(at)
    context = {
        "seen": seen,
        "calls": [(call, CALL_STATES[call.item.state]) for call in seen.calls],
        "fitted": fitted_people(actor=actor),
        "served": served_people(actor=actor, since=day.replace(day=1), until=day),
        "keeps": actor.has_role(*KEEPERS),
    }
    return render(request, "care/overview.html", context)
