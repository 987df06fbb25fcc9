"""`/desk/visits/today/`: whom I see today."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.time import now
from xinqiao.visits.forms.plans import SkipForm
from xinqiao.visits.plan_errors import PlannedNotFound
from xinqiao.visits.selectors.coverage import visible_planned
from xinqiao.visits.selectors.declarations import open_declarations
from xinqiao.visits.selectors.today import duty_of, lines, may_handle, todays_visits
from xinqiao.visits.services.skip import skip_visit
from xinqiao.visits.views.plans import VISITORS
from xinqiao.workflow.forms import done


@roles_only(*VISITORS)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is due, by building, unit, floor and flat."""
    actor, at = actor_of(request), now()
    page = todays_visits(actor=actor, at=at, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "lines": lines(page=page, at=at),
        "duty": duty_of(actor=actor, at=at),
        "declared": open_declarations(actor=actor).count(),
        "at": at,
    }
    return render(request, "visits/today.html", context)


@roles_only(*VISITORS)
@require_safe
def skip_page(request: HttpRequest, planned_id: int) -> HttpResponse:
    """Ask why a visit is left out."""
    return _skip(request, planned_id, SkipForm())


@roles_only(*VISITORS)
@require_POST
def skip(request: HttpRequest, planned_id: int) -> HttpResponse:
    """Leave one visit out, with a reason."""
    actor, form = actor_of(request), SkipForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        skip_visit(actor=actor, planned_id=planned_id, reason=reason, at=now())

    if done(form, act):
        messages.success(request, _("Left out. The next visit is due as planned."))
        return redirect("visits:today")
    return _skip(request, planned_id, form)


def _skip(request: HttpRequest, planned_id: int, form: SkipForm) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = visible_planned(actor=actor).select_related("person", "plan").filter(pk=planned_id)
    planned = row.first()
    if planned is None or not may_handle(actor=actor, planned=planned, at=at):
        raise PlannedNotFound
    status = 422 if form.is_bound else 200
    context = {"form": form, "planned": planned}
    return render(request, "visits/skip.html", context, status=status)
