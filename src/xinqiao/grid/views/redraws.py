"""The redraws of a community on record, and taking one back."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of
from xinqiao.grid.forms import UndoForm
from xinqiao.grid.models import RedrawKind
from xinqiao.grid.selectors.areas import get_area
from xinqiao.grid.selectors.redraws import get_redraw, report_of, visible_redraws
from xinqiao.grid.services.undo_redraw import undo_redraw
from xinqiao.grid.views.doors import EDITORS, done, held_by, status_of
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

NEWEST: Final = Order("id", descending=True)


@require_safe
@held_by(*EDITORS)
def redraws(request: HttpRequest, code: str) -> HttpResponse:
    """What was redrawn in a community, the newest first."""
    actor = actor_of(request)
    area = get_area(actor, code)
    acts = visible_redraws(actor=actor).filter(community=area)
    page = paginate(acts, order=NEWEST, cursor=request.GET.get("cursor"), size=25)
    return render(request, "grid/redraws.html", {"area": area, "page": page})


@require_http_methods(["GET", "POST"])
@held_by(*EDITORS)
def redraw_act(request: HttpRequest, act_id: int) -> HttpResponse:
    """One redraw: what followed; a reason takes it back."""
    actor = actor_of(request)
    act = get_redraw(actor=actor, act_id=act_id)
    form: forms.Form = UndoForm(request.POST or None)

    def undo() -> None:
        reason = form.cleaned_data["reason"]
        undo_redraw(actor=actor, act_id=act.pk, reason=reason, at=now())

    if request.method == "POST" and done(form, undo):
        messages.success(request, _("The redraw is taken back. The grids are as they were."))
        return redirect("grid:redraws", code=act.community.code)
    shown = {
        "act": act,
        "report": report_of(act),
        "form": form,
        "may_undo": act.kind != RedrawKind.UNDO and not hasattr(act, "undone_by"),
    }
    return render(request, "grid/redraw_act.html", shown, status=status_of(form))
