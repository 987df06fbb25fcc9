"""`/assessment/`: rounds, the ranked table of one, and its workbook."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.assessment.duties import may_inspect_in, may_judge, may_keep, may_see_all
from xinqiao.assessment.forms.small import DrawForm
from xinqiao.assessment.models import PeerGroup, Round, State
from xinqiao.assessment.selectors.checks import progress_of, visible_appeals
from xinqiao.assessment.selectors.export import export_round
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.public import public_corrections
from xinqiao.assessment.selectors.rounds import (
    SHOWN,
    get_round,
    groups_of,
    versions_of,
    visible_rounds,
    visible_scores,
    with_parts,
)
from xinqiao.assessment.views.shared import (
    ROUND_ORDER,
    SCORE_ORDER,
    SCORES_A_PAGE,
    period_name,
    rows_of,
    title_of,
)
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.paging import paginate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Step:
    """A button that takes a round further. confirm: asked before it is done."""

    name: str
    label: str | Promise
    icon: str
    is_main: bool = True
    confirm: str | Promise = ""


_STEPS: dict[str, tuple[Step, ...]] = {
    State.DRAFT: (Step("compute", _("Compute"), "calculator"),),
    State.COMPUTED: (
        Step("compute", _("Compute anew"), "refresh", is_main=False),
        Step(
            "freeze",
            _("Freeze"),
            "lock",
            confirm=_("Freeze the figures? Afterwards only a correction can change them."),
        ),
    ),
    State.FROZEN: (Step("announce", _("Announce"), "speakerphone"),),
    State.ANNOUNCED: (Step("publish", _("Publish"), "world"),),
}


@staff_only
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """All rounds somebody may see, the newest version of each."""
    actor = actor_of(request)
    rows = visible_rounds(actor=actor).filter(replaced_by__isnull=True)
    page = paginate(rows, order=ROUND_ORDER, cursor=request.GET.get("cursor"))
    shown = [(one, period_name(one.scheme.period, one.first)) for one in page]
    context = {"page": page, "rounds": shown, "may_keep": may_keep(actor)}
    return render(request, "assessment/rounds.html", context)


@staff_only
@require_safe
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """The ranked table of one peer group, and what can be done with the round."""
    actor = actor_of(request)
    round_ = get_round(actor=actor, round_id=round_id)
    scores = visible_scores(actor=actor, round_=round_)
    groups = groups_of(round_, scores)
    group = _chosen([group for group, _size in groups], request.GET.get("group", ""))
    page = paginate(
        scores.filter(group=group).prefetch_related(with_parts()),
        order=SCORE_ORDER,
        cursor=request.GET.get("cursor"),
        size=SCORES_A_PAGE,
    )
    appeals = visible_appeals(actor=actor, round_=round_)
    context = {
        "round": round_,
        "title": title_of(round_),
        "lines": lines_of(round_.scheme),
        "groups": groups,
        "group": group,
        "page": page,
        "rows": rows_of(page),
        "steps": _steps(actor, round_),
        "draw_form": _draw_form(actor, round_),
        "progress": progress_of(round_),
        "may_inspect": may_inspect_in(actor, round_.area_path),
        "appeals": appeals.count(),
        "corrections": list(public_corrections(round_=round_)[:50]),
        "versions": list(versions_of(round_)[:20]),
        "may_export": may_export(actor, round_),
        "named": not round_.scheme.is_personal or may_judge(actor, round_.area_path),
    }
    return render(request, "assessment/round.html", context)


@staff_only
@require_safe
def export(request: HttpRequest, round_id: int) -> HttpResponse:
    """The workbook from which anybody recomputes the table."""
    actor = actor_of(request)
    round_ = get_round(actor=actor, round_id=round_id)
    if not may_export(actor, round_):
        raise NotAllowed
    return workbook(round_, with_numbers=True)


def workbook(round_: Round, *, with_numbers: bool) -> HttpResponse:
    """A round as a download."""
    name = f"assessment-{round_.pk}-{round_.first:%Y%m}-v{round_.version}.xlsx"
    response = HttpResponse(export_round(round_, with_numbers=with_numbers), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def may_export(actor: Actor, round_: Round) -> bool:
    """Of units all who see the table; of persons only the county's supervisors."""
    if round_.computed_at is None:
        return False
    shown = round_.state in SHOWN and not round_.scheme.is_personal
    personal = round_.scheme.is_personal
    return shown or may_see_all(actor, round_.area_path, personal=personal)


def _chosen(groups: list[PeerGroup], wanted: str) -> PeerGroup | None:
    known = {str(group.pk): group for group in groups}
    return known.get(wanted) or next(iter(groups), None)


def _steps(actor: Actor, round_: Round) -> tuple[Step, ...]:
    if not may_keep(actor, round_.area_path):
        return ()
    if round_.state == State.ANNOUNCED and not may_judge(actor, round_.area_path):
        return ()
    return _STEPS.get(round_.state, ())


def _draw_form(actor: Actor, round_: Round) -> DrawForm | None:
    open_ = round_.state == State.COMPUTED and round_.drawn_at is None
    wanted = round_.scheme.samples_per_unit > 0 and may_keep(actor, round_.area_path)
    return DrawForm() if open_ and wanted else None
