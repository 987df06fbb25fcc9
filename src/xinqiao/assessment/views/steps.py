"""Take a round further: open, compute, draw, freeze, announce, publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.assessment.duties import KEEPERS
from xinqiao.assessment.forms.small import DrawForm
from xinqiao.assessment.models import Round
from xinqiao.assessment.selectors.schemes import get_scheme, kept_areas
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.draw import draw_samples
from xinqiao.assessment.services.rounds import (
    announce_round,
    compute_round,
    freeze_round,
    open_round,
)
from xinqiao.assessment.views.opening import open_form
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.time import now

Take = Callable[..., Round]
_STEPS: dict[str, tuple[Take, Any]] = {
    "compute": (compute_round, _("The scores are computed.")),
    "draw": (draw_samples, _("The samples are drawn.")),
    "freeze": (freeze_round, _("The figures are frozen.")),
    "announce": (announce_round, _("The scores are announced. Appeals are possible now.")),
    "publish": (publish_round, _("The scores are published.")),
}


@roles_only(*KEEPERS)
@require_POST
def step(request: HttpRequest, round_id: int, step: str) -> HttpResponse:
    """One step; what is refused is said on the page of the round."""
    if step not in _STEPS:
        raise Http404
    take, done = _STEPS[step]
    more: dict[str, Any] = {}
    if step == "draw":
        form = DrawForm(request.POST)
        more["seed"] = form.cleaned_data["seed"] if form.is_valid() else ""
    try:
        round_ = take(actor=actor_of(request), round_id=round_id, at=now(), **more)
    except Conflict as error:
        messages.warning(request, error.sentence())
        return redirect("assessment:round", round_id=round_id)
    messages.success(request, done)
    return redirect("assessment:round", round_id=round_.pk)


@roles_only(*KEEPERS)
@require_POST
def open_(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Prepare the assessment of one period."""
    actor, at = actor_of(request), now()
    scheme = get_scheme(actor=actor, scheme_id=scheme_id)
    form = open_form(scheme, kept_areas(actor=actor), at, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            round_ = open_round(
                actor=actor, scheme_id=scheme_id, area_id=told["area"], day=told["day"], at=at
            )
        except DomainError as error:
            messages.warning(request, error.sentence())
        else:
            return redirect("assessment:round", round_id=round_.pk)
    return redirect("assessment:scheme", scheme_id=scheme_id)
