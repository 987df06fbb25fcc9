"""`/desk/upkeep/`: how the lanes stand, what is due, which have no steward, the plans."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local_day, now
from xinqiao.registry.selectors.scope import get_facility
from xinqiao.upkeep.forms import PlanForm
from xinqiao.upkeep.selectors.upkeep import (
    due_tasks,
    figures,
    get_plan,
    kinds_in_use,
    orphan_page,
    plan_page,
    task_page,
)
from xinqiao.upkeep.services.plans import PLANNERS, PlanDraft, end_plan, start_plan
from xinqiao.workflow.forms import done

TABS: Final = (
    ("due", gettext_lazy("Due")),
    ("late", gettext_lazy("Late")),
    ("orphans", gettext_lazy("Without a steward")),
    ("plans", gettext_lazy("Upkeep plans")),
)


@roles_only(*GRID_ROLES, *AREA_STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Figures of my area, and one list of four."""
    actor, at = actor_of(request), now()
    cursor, tab = request.GET.get("cursor"), request.GET.get("tab", "due")
    shown: dict[str, Any] = {
        "at": at,
        "tab": tab if tab in dict(TABS) else "due",
        "tabs": TABS,
        "figures": figures(actor=actor, at=at),
        "may_plan": actor.has_role(*PLANNERS),
    }
    if shown["tab"] == "orphans":
        shown["page"] = orphan_page(actor=actor, cursor=cursor)
    elif shown["tab"] == "plans":
        shown["page"] = plan_page(actor=actor, cursor=cursor)
    else:
        late_at = at if shown["tab"] == "late" else None
        shown["page"] = task_page(due_tasks(actor=actor, late_at=late_at), cursor=cursor)
    return render(request, "upkeep/home.html", shown)


@roles_only(*PLANNERS)
@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest, facility_id: int) -> HttpResponse:
    """Plan upkeep for a lane or facility."""
    actor, at = actor_of(request), now()
    facility = get_facility(actor=actor, facility_id=facility_id)
    kinds = [(kind.code, kind.name) for kind in kinds_in_use()]
    form = PlanForm(request.POST or None, kinds=kinds, today=local_day(at))

    def start() -> None:
        data = form.cleaned_data
        draft = PlanDraft(
            facility_id=facility.pk,
            kind=data["kind"],
            every=data["every"],
            interval=data["interval"] or 1,
            days=form.days,
            days_allowed=data["days_allowed"],
            starts_on=data["starts_on"],
        )
        start_plan(actor=actor, draft=draft, at=at)

    if form.is_bound and done(form, start):
        messages.success(request, _("The upkeep is planned; it falls due by itself."))
        return redirect("registry:facility", facility_id=facility.pk)
    status = 422 if form.is_bound else 200
    return render(request, "upkeep/plan.html", {"form": form, "facility": facility}, status=status)


@roles_only(*PLANNERS)
@require_POST
def end(request: HttpRequest, plan_id: int) -> HttpResponse:
    """No more turns of a plan."""
    actor = actor_of(request)
    facility_id = get_plan(actor=actor, plan_id=plan_id).facility_id
    try:
        end_plan(actor=actor, plan_id=plan_id, at=now())
    except DomainError as error:
        messages.error(request, error.sentence())
    else:
        messages.success(request, _("The plan has ended; what is due already stays due."))
    return redirect("registry:facility", facility_id=facility_id)
