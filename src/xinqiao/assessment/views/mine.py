"""`/assessment/mine/`: how am I doing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.rounds import own_scores
from xinqiao.assessment.selectors.running import running_counts
from xinqiao.assessment.views.shared import part_rows, period_name
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

OWN_ORDER = Order("id", descending=True)
SHOWN_AT_ONCE = 10


@staff_only
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The scores of oneself, one's post, unit and area, and the month that runs."""
    actor = actor_of(request)
    scores = own_scores(actor=actor).prefetch_related("round__scheme__parts")
    page = paginate(scores, order=OWN_ORDER, cursor=request.GET.get("cursor"), size=SHOWN_AT_ONCE)
    cards = [
        {
            "score": score,
            "parts": part_rows(score, lines_of(score.round.scheme)),
            "period": period_name(score.round.scheme.period, score.round.first),
        }
        for score in page
    ]
    context = {"page": page, "cards": cards, "running": running_counts(actor=actor, at=now())}
    return render(request, "assessment/mine.html", context)
