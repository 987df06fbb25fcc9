"""One unit: its parts, the items behind them, and a supervisor's own correction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only, signed_in
from xinqiao.assessment.duties import JUDGES, is_own, may_judge, may_open
from xinqiao.assessment.forms.items import ItemFilter
from xinqiao.assessment.forms.small import CorrectionForm
from xinqiao.assessment.models import State, UnitScore
from xinqiao.assessment.selectors.checks import undone_of
from xinqiao.assessment.selectors.formula import Line, lines_of
from xinqiao.assessment.selectors.items import counted_id, counted_items, item_rows
from xinqiao.assessment.selectors.rounds import get_score, peers_of
from xinqiao.assessment.services.corrections import correct_round
from xinqiao.assessment.views.shared import part_rows, title_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ITEM_ORDER = Order("item_id", tie="id")


@signed_in
@require_safe
def score_page(request: HttpRequest, round_id: int, score_id: int) -> HttpResponse:
    """How a score comes about, part by part."""
    actor = actor_of(request)
    score = get_score(actor=actor, round_id=round_id, score_id=score_id)
    lines = lines_of(score.round.scheme)
    context = {
        "score": score,
        "round": score.round,
        "title": title_of(score.round),
        "parts": part_rows(score, lines),
        "peers": peers_of(score),
        "undone": undone_of(score),
        "may_open": may_open(actor, score.round.scheme.unit_level, score),
        "may_appeal": _may_appeal(actor, score),
        "correction": _correction_form(actor, score, lines),
    }
    return render(request, "assessment/score.html", context)


@signed_in
@require_safe
def item_list(request: HttpRequest, round_id: int, score_id: int) -> HttpResponse:
    """The items that counted, one page at a time."""
    actor = actor_of(request)
    score = get_score(actor=actor, round_id=round_id, score_id=score_id)
    marked = [line for line in lines_of(score.round.scheme) if not line.is_on_site]
    form = ItemFilter(request.GET, parts=[(line.position, line.name) for line in marked])
    told = form.cleaned_data if form.is_valid() else {}
    line = next((one for one in marked if one.position == told.get("part")), None)
    side = told.get("side") or "all"
    items = counted_items(actor=actor, score=score, line=line, side=side)
    page = paginate(items, order=ITEM_ORDER, cursor=request.GET.get("cursor"))
    rows = item_rows(actor=actor, items=page, flow=score.round.scheme.flow, line=line)
    context = {
        "score": score,
        "round": score.round,
        "title": title_of(score.round),
        "form": form,
        "line": line,
        "page": page,
        "rows": rows,
        "may_appeal": _may_appeal(actor, score),
    }
    return render(request, "assessment/items.html", context)


@roles_only(*JUDGES)
@require_POST
def correct(request: HttpRequest, round_id: int, score_id: int) -> HttpResponse:
    """Correct what is published, by a new version."""
    actor = actor_of(request)
    score = get_score(actor=actor, round_id=round_id, score_id=score_id)
    form = CorrectionForm(request.POST, parts=_part_choices(lines_of(score.round.scheme)))
    if not form.is_valid():
        messages.warning(
            request, _("Please name an item, or a part with its points, and a reason.")
        )
        return redirect("assessment:score", round_id=round_id, score_id=score_id)
    number = form.cleaned_data["number"].replace(" ", "")
    try:
        item_id = counted_id(score=score, number=number) if number else None
        newer = correct_round(
            actor=actor,
            round_id=round_id,
            unit_id=score.unit_id,
            change=form.change(item_id),
            at=now(),
        )
    except DomainError as error:
        messages.warning(request, error.sentence())
        return redirect("assessment:score", round_id=round_id, score_id=score_id)
    messages.success(request, _("Corrected: this is the new version."))
    return redirect("assessment:round", round_id=newer.pk)


def _may_appeal(actor: Actor, score: UnitScore) -> bool:
    round_ = score.round
    ends = round_.objections_until
    running = round_.state == State.ANNOUNCED and ends is not None and now() < ends
    return running and is_own(actor, round_.scheme.unit_level, score)


def _correction_form(actor: Actor, score: UnitScore, lines: list[Line]) -> CorrectionForm | None:
    may = score.round.state == State.PUBLISHED and may_judge(actor, score.round.area_path)
    return CorrectionForm(parts=_part_choices(lines)) if may else None


def _part_choices(lines: list[Line]) -> list[tuple[int, str]]:
    return [(line.position, line.words) for line in lines]
