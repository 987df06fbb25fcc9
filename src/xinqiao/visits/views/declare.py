"""`/my/declare/`, what residents declared, and what signals are worth."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of, roles_only, signed_in
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.visits.forms.plans import DeclareForm, SettleForm, ThresholdForm, WeightForm
from xinqiao.visits.models import DeclarationState
from xinqiao.visits.plan_errors import NothingToDeclare
from xinqiao.visits.selectors.declarations import (
    my_declarations,
    my_home,
    my_record,
    open_declarations,
)
from xinqiao.visits.selectors.freshness import kinds_at, threshold_at
from xinqiao.visits.services.declare import declare, settle_declaration
from xinqiao.visits.services.weights import set_threshold, weigh_signal
from xinqiao.visits.views.plans import VISITORS
from xinqiao.workflow.forms import done


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_declaration(request: HttpRequest) -> HttpResponse:
    """Say that I still live here, and what has changed."""
    actor = actor_of(request)
    try:
        person = my_record(actor=actor)
    except NothingToDeclare as error:
        return render(request, "visits/declare_unknown.html", {"error": error.sentence()})
    form = DeclareForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        told = form.cleaned_data
        made.append(declare(actor=actor, at=now(), **told).state)

    made: list[str] = []
    if form.is_bound and done(form, act):
        said = _("Thank you. Your record is confirmed.")
        if made[0] == DeclarationState.OPEN:
            said = _("Thank you. Your grid worker enters what has changed.")
        messages.success(request, said)
        return redirect("visits:declare")
    context = {
        "form": form,
        "person": person,
        "home": my_home(person=person),
        "rows": my_declarations(actor=actor)[:5],
    }
    return render(request, "visits/declare.html", context, status=422 if form.is_bound else 200)


@roles_only(*VISITORS)
@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """What residents declared and nobody has entered."""
    found = open_declarations(actor=actor_of(request))
    page = paginate(found, order=Order("id"), cursor=request.GET.get("cursor"))
    context = {"page": page, "form": SettleForm(auto_id=False)}
    return render(request, "visits/declarations.html", context)


@roles_only(*VISITORS)
@require_POST
def settle(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Say whether it is in the register now."""
    form = SettleForm(request.POST)

    def act() -> None:
        told = form.cleaned_data
        settle_declaration(actor=actor_of(request), declaration_id=declaration_id, at=now(), **told)

    if done(form, act):
        messages.success(request, _("The resident hears of it."))
    else:
        words = [str(one) for errors in form.errors.values() for one in errors]
        messages.error(request, " ".join(words))
    return redirect("visits:declarations")


@roles_only(Role.COUNTY, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    """What signals are worth, and the threshold."""
    actor, at = actor_of(request), now()
    if request.method == "POST":
        refusal = _tune(request)
        if refusal is None:
            messages.success(request, _("It counts from now on. Scores follow within minutes."))
            return redirect("visits:weights")
        messages.error(request, refusal)
    rows = [
        (kind, _(kind.name), WeightForm(auto_id=f"id_{kind.code}_%s", initial=vars(kind)))
        for kind in kinds_at(at).values()
    ]
    threshold = ThresholdForm(initial={"threshold": threshold_at(at)})
    context = {"rows": rows, "threshold": threshold, "actor": actor}
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/weights.html", context, status=status)


def _tune(request: HttpRequest) -> str | None:
    """Write what was sent; the sentence of a refusal."""
    actor, at = actor_of(request), now()
    if "threshold" in request.POST:
        form: ThresholdForm | WeightForm = ThresholdForm(request.POST)
        fine = done(form, lambda: set_threshold(actor=actor, at=at, **form.cleaned_data))
    else:
        form = WeightForm(request.POST)
        fine = done(form, lambda: weigh_signal(actor=actor, at=at, **form.cleaned_data))
    return None if fine else " ".join(str(one) for lines in form.errors.values() for one in lines)
