"""`/assessment/published/`: what everybody may read, without anybody's name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.public import (
    group_figures,
    public_corrections,
    public_round,
    public_rounds,
    public_scores,
)
from xinqiao.assessment.views.rounds import workbook
from xinqiao.assessment.views.shared import (
    ROUND_ORDER,
    SCORE_ORDER,
    SCORES_A_PAGE,
    period_name,
    rows_of,
    title_of,
)
from xinqiao.kit.errors import NotFound
from xinqiao.kit.paging import paginate


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """All published rounds, newest first."""
    page = paginate(public_rounds(), order=ROUND_ORDER, cursor=request.GET.get("cursor"))
    rounds = [(one, period_name(one.scheme.period, one.first)) for one in page]
    return render(request, "assessment/published.html", {"page": page, "rounds": rounds})


@require_safe
def published_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """One published round: the ranked units of a group, and what was corrected."""
    round_ = public_round(round_id=round_id)
    groups = list(round_.scheme.groups.all())
    wanted = {str(group.pk): group for group in groups}
    group = wanted.get(request.GET.get("group", ""), groups[0])
    page = paginate(
        public_scores(round_=round_).filter(group=group),
        order=SCORE_ORDER,
        cursor=request.GET.get("cursor"),
        size=SCORES_A_PAGE,
    )
    context = {
        "round": round_,
        "title": title_of(round_),
        "lines": lines_of(round_.scheme),
        "groups": groups,
        "group": group,
        "page": page,
        "rows": rows_of(page),
        "figures": group_figures(round_=round_) if round_.scheme.is_personal else [],
        "corrections": list(public_corrections(round_=round_)[:100]),
        "named": not round_.scheme.is_personal,
    }
    return render(request, "assessment/published_round.html", context)


@require_safe
def export(request: HttpRequest, round_id: int) -> HttpResponse:
    """The workbook for everybody: items without their numbers. Raises NotFound for persons."""
    round_ = public_round(round_id=round_id)
    if round_.scheme.is_personal:
        raise NotFound
    return workbook(round_, with_numbers=False)
