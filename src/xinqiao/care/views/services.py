"""`/desk/care/services/`: services at home that are due, missed, done; writing one down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only, signed_in
from xinqiao.care.forms.elders import ServiceForm
from xinqiao.care.models import SERVICE, HomeService, ServiceState
from xinqiao.care.powers import WORKERS
from xinqiao.care.selectors.homes import home_of
from xinqiao.care.selectors.serving import get_service, served_people, service_page
from xinqiao.care.services.serving import Confirmation, cancel_service, record_service
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.time import local_day, now
from xinqiao.workflow.forms import done

TABS = {
    "today": gettext_lazy("Today"),
    "missed": gettext_lazy("Missed"),
    "done": gettext_lazy("Done"),
}
OPEN = (ServiceState.PLANNED, ServiceState.MISSED)


@roles_only(*WORKERS)
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """One tab of the services."""
    at, actor = now(), actor_of(request)
    tab = request.GET.get("tab", "today")
    tab = tab if tab in TABS else "today"
    day = local_day(at)
    context = {
        "page": service_page(actor=actor, view=tab, at=at, cursor=request.GET.get("cursor")),
        "tab": tab,
        "tabs": TABS.items(),
        "served": served_people(actor=actor, since=day.replace(day=1), until=day),
    }
    return render(request, "care/services.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Write down that it was done, or that it is not wanted this time."""
    at, actor = now(), actor_of(request)
    found = get_service(actor=actor, service_id=service_id)
    form = ServiceForm(initial={"minutes": found.plan.kind.minutes, "manner": "code"})
    if request.method == "POST":
        posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF)
        form = ServiceForm(posted.data)
        for problem in posted.problems:
            form.add_error("photos", problem)

        is_wanted = "cancel" not in request.POST
        if done(form, lambda: _perform(actor, found, form.cleaned_data, at, is_wanted=is_wanted)):
            messages.success(request, _("The service is written down. Thank you!"))
            return redirect("care:services" if actor.has_role(*WORKERS) else "care:duty")
    context = {
        "service": found,
        "home": home_of(found.person),
        "form": form,
        "is_open": found.state in OPEN and found.due_on <= local_day(at),
        "files": attachments_of(SERVICE, [found.pk]).get(found.pk, []),
        "works": actor.has_role(*WORKERS),
    }
    status = 422 if form.is_bound else 200
    return render(request, "care/service.html", context, status=status)


def _perform(
    actor: Actor, found: HomeService, told: dict[str, Any], at: datetime, *, is_wanted: bool
) -> None:
    """Write it down, or that it was not wanted this time."""
    if not is_wanted:
        reason = told["reason"] or told["note"]
        cancel_service(actor=actor, service_id=found.pk, reason=reason, at=at)
        return
    record_service(
        actor=actor,
        service_id=found.pk,
        confirmation=Confirmation(
            manner=told["manner"],
            code=told["code"],
            reason=told["reason"],
            tokens=told["photo_tokens"],
        ),
        minutes=told["minutes"],
        note=told["note"],
        at=at,
    )
