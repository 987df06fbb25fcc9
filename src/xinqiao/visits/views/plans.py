"""`/desk/visits/plans/` and `/desk/visits/leave/`: who is seen how often, who stands in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import local_day, now
from xinqiao.visits.forms.plans import LeaveForm, PlanForm, known_plan
from xinqiao.visits.models import Plan
from xinqiao.visits.plan_errors import PlanNotFound
from xinqiao.visits.selectors import plans as reading
from xinqiao.visits.services.leave import cancel_leave, take_leave
from xinqiao.visits.services.plans import change_plan, end_plan, may_plan, start_plan
from xinqiao.workflow.forms import done

ORDER = Order("id", descending=True)
VISITORS = (*GRID_ROLES, *AREA_STAFF)


@roles_only(*VISITORS)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans in force, or those that have ended."""
    actor, at = actor_of(request), now()
    ended = request.GET.get("state") == "ended"
    found = reading.plan_list(actor=actor, at=at, ended=ended)
    page = paginate(found, order=ORDER, cursor=request.GET.get("cursor"))
    rows = [
        (plan, reading.rhythm_words(plan), may_plan(actor, plan.area_path)) for plan in page.items
    ]
    may = actor.has_role(*AREA_STAFF)
    context = {"page": page, "rows": rows, "ended": ended, "may_plan": may}
    return render(request, "visits/plans.html", context)


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    return _plan_form(request, None)


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a plan: the old one ends, a new one begins."""
    actor = actor_of(request)
    plan = reading.get_plan(actor=actor, plan_id=plan_id)
    if not may_plan(actor, plan.area_path):
        raise PlanNotFound
    return _plan_form(request, plan)


@roles_only(*AREA_STAFF)
@require_POST
def end(request: HttpRequest, plan_id: int) -> HttpResponse:
    """End a plan."""
    end_plan(actor=actor_of(request), plan_id=plan_id, at=now())
    messages.success(request, _("The plan has ended; its visits are off the lists."))
    return redirect("visits:plans")


@roles_only(*VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, and one more."""
    actor, at = actor_of(request), now()
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        posts=reading.own_posts(actor=actor),
        others=reading.post_choices(actor=actor),
    )

    def act() -> None:
        told = form.cleaned_data
        take_leave(
            actor=actor,
            post_id=told["post"],
            substitute_id=told["substitute"],
            first_day=told["first_day"],
            last_day=told["last_day"],
            at=at,
        )

    if form.is_bound and done(form, act):
        messages.success(request, _("Done. The visits are on the other list on these days."))
        return redirect("visits:leave")
    found = reading.leaves(actor=actor, today=local_day(at))
    page = paginate(found, order=Order("id"), cursor=request.GET.get("cursor"))
    status = 422 if form.is_bound else 200
    return render(request, "visits/leave.html", {"form": form, "page": page}, status=status)


@roles_only(*VISITORS)
@require_POST
def end_leave(request: HttpRequest, leave_id: int) -> HttpResponse:
    """Take a leave back."""
    cancel_leave(actor=actor_of(request), leave_id=leave_id, at=now())
    messages.success(request, _("Taken back. The list is with its own post again."))
    return redirect("visits:leave")


def _plan_form(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    actor, at = actor_of(request), now()
    choices: dict[str, Any] = {
        "areas": reading.area_choices(actor=actor),
        "places": reading.building_choices(actor=actor),
        "tags": reading.tag_choices(at),
        "posts": reading.post_choices(actor=actor),
        "forms_in_use": reading.form_choices(at),
    }
    form = PlanForm(
        request.POST if request.method == "POST" else None, initial=known_plan(plan), **choices
    )

    def act() -> None:
        if plan is None:
            start_plan(actor=actor, draft=form.draft(), at=at)
        else:
            change_plan(actor=actor, plan_id=plan.pk, draft=form.draft(), at=at)

    if form.is_bound and done(form, act):
        messages.success(request, _("The plan holds. What is due is on the lists."))
        return redirect("visits:plans")
    status = 422 if form.is_bound else 200
    return render(request, "visits/plan_form.html", {"form": form, "plan": plan}, status=status)
