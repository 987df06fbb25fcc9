"""`/desk/visits/`: visits of my areas, one visit, what is clear by grid or building."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.time import now
from xinqiao.registry.selectors.details import history_of
from xinqiao.registry.selectors.powers import may_write
from xinqiao.visits.forms.visit import OpenForm
from xinqiao.visits.models import VISIT, Method, Outcome
from xinqiao.visits.selectors.clearing import BUILDING, GRID, four_clear_counts
from xinqiao.visits.selectors.findings import findings_of
from xinqiao.visits.selectors.forms import forms_for
from xinqiao.visits.selectors.reading import parts_of
from xinqiao.visits.selectors.visits import VisitFilter, get_visit, may_correct, visit_page
from xinqiao.visits.services.export_clear import clear_workbook
from xinqiao.visits.services.open_answers import open_answers
from xinqiao.visits.views.plans import VISITORS
from xinqiao.workflow.forms import done

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@roles_only(*VISITORS)
@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits, the newest first, narrowed by form, outcome and what was found."""
    actor, given = actor_of(request), request.GET
    wanted = VisitFilter(
        form=given.get("form", "")[:40],
        outcome=given.get("outcome", ""),
        method=given.get("method", ""),
        mine="mine" in given,
        with_findings="found" in given,
    )
    context = {
        "page": visit_page(actor=actor, wanted=wanted, cursor=given.get("cursor")),
        "wanted": wanted,
        "forms": forms_for(actor=actor, at=now()),
        "outcomes": Outcome.choices,
        "methods": Method.choices,
    }
    return render(request, "visits/visits.html", context)


@roles_only(*VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visit; a post opens its sensitive answers for a reason, on this screen only."""
    actor = actor_of(request)
    found = get_visit(actor=actor, visit_id=visit_id)
    form = OpenForm(request.POST if request.method == "POST" else None)
    opened = None
    if request.method == "POST":
        given: dict[str, object] = {}

        def act() -> None:
            given.update(
                open_answers(actor=actor, visit_id=visit_id, at=now(), **form.cleaned_data)
            )

        if done(form, act):
            opened = given
    context = {
        "visit": found,
        "parts": parts_of(found, opened=opened),
        "found": findings_of(actor=actor, visit=found),
        "met": found.met.select_related("person"),
        "revisions": found.revisions.select_related("replaced_by").order_by("-version"),
        "history": history_of(kind=VISIT, row_id=found.pk),
        "may_correct": may_correct(actor, found),
        "may_open": found.answers_sealed is not None and may_write(actor, found.area_path),
        "is_opened": opened is not None,
        "form": form,
    }
    status = 422 if form.is_bound and opened is None else 200
    response = render(request, "visits/visit.html", context, status=status)
    if opened is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@roles_only(*VISITORS)
@require_safe
def clear(request: HttpRequest) -> HttpResponse:
    """Households visited, clear and unvisited, by grid or building."""
    by = BUILDING if request.GET.get("by") == BUILDING else GRID
    counts = four_clear_counts(actor=actor_of(request), by=by)
    return render(request, "visits/clear.html", {"counts": counts, "by": by})


@roles_only(*VISITORS)
@require_safe
def clear_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    by = BUILDING if request.GET.get("by") == BUILDING else GRID
    response = HttpResponse(clear_workbook(actor=actor_of(request), by=by), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="four-clear.xlsx"'
    return response
