"""Schemes: the list, one of them, and its editor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.assessment.drafts import SchemeDraft
from xinqiao.assessment.duties import KEEPERS, may_keep
from xinqiao.assessment.forms.scheme import Editor
from xinqiao.assessment.forms.small import EndForm
from xinqiao.assessment.models import Scheme
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.rounds import visible_rounds
from xinqiao.assessment.selectors.schemes import (
    draft_of,
    get_scheme,
    kept_areas,
    visible_schemes,
)
from xinqiao.assessment.services.schemes import end_scheme, save_scheme
from xinqiao.assessment.views.editing import group_rows, options_for, start_form
from xinqiao.assessment.views.opening import open_form
from xinqiao.assessment.views.shared import period_name
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

SCHEME_ORDER = Order("id", descending=True)
MOST_ROUNDS = 12


@staff_only
@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Schemes that hold here, newest first."""
    actor = actor_of(request)
    rows = visible_schemes(actor=actor)
    page = paginate(rows, order=SCHEME_ORDER, cursor=request.GET.get("cursor"))
    return render(request, "assessment/schemes.html", {"page": page, "may_keep": may_keep(actor)})


@staff_only
@require_safe
def scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """One scheme as anybody among the staff may read it."""
    actor, at = actor_of(request), now()
    found = get_scheme(actor=actor, scheme_id=scheme_id)
    rounds = visible_rounds(actor=actor).filter(scheme=found, replaced_by__isnull=True)
    keeps = may_keep(actor, found.area.path) if found.area else may_keep(actor)
    context = {
        "scheme": found,
        "lines": lines_of(found),
        "groups": group_rows(found),
        "rounds": [
            (one, period_name(found.period, one.first))
            for one in rounds.order_by("-first")[:MOST_ROUNDS]
        ],
        "open_form": open_form(found, kept_areas(actor=actor)[:200], at) if keeps else None,
        "may_edit": keeps and found.area_id is not None,
        "end_form": EndForm() if keeps and found.area_id and not found.valid_until else None,
        "may_copy": may_keep(actor),
    }
    return render(request, "assessment/scheme.html", context)


@roles_only(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_new(request: HttpRequest) -> HttpResponse:
    """A new scheme: first where, who and what; then its tables, perhaps filled from another."""
    actor, at = actor_of(request), now()
    start = start_form(request.GET or None, actor)
    if not start.is_bound or not start.is_valid():
        return render(request, "assessment/scheme_start.html", {"form": start})
    told = start.cleaned_data
    pattern = request.GET.get("like", "")
    draft = None
    if pattern.isdecimal():
        draft = draft_of(get_scheme(actor=actor, scheme_id=int(pattern)))
    fixed = {"area_id": told["area"], "level": told["level"], "flow": told["flow"]}
    return _edit(request, actor, at, fixed=fixed, draft=draft)


@roles_only(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_edit(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Change a scheme; one that has been played gets a successor."""
    actor, at = actor_of(request), now()
    found = get_scheme(actor=actor, scheme_id=scheme_id)
    fixed = {"area_id": found.area_id, "level": found.unit_level, "flow": found.flow}
    return _edit(request, actor, at, fixed=fixed, draft=draft_of(found), former=found)


@roles_only(*KEEPERS)
@require_POST
def scheme_end(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Let a scheme end."""
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            end_scheme(
                actor=actor_of(request),
                scheme_id=scheme_id,
                last_day=form.cleaned_data["last_day"],
                at=now(),
            )
        except DomainError as error:
            messages.warning(request, error.sentence())
        else:
            messages.success(request, _("The scheme ends on that day."))
    else:
        messages.warning(request, _("Please choose the last day."))
    return redirect("assessment:scheme", scheme_id=scheme_id)


def _edit(
    request: HttpRequest,
    actor: Actor,
    at: datetime,
    *,
    fixed: dict[str, Any],
    draft: SchemeDraft | None,
    former: Scheme | None = None,
) -> HttpResponse:
    options = options_for(actor, at, **fixed)
    posted = request.POST if request.method == "POST" else None
    editor = Editor(options=options, data=posted, draft=draft)
    if posted is not None and editor.is_valid():
        try:
            saved = save_scheme(
                actor=actor,
                draft=editor.draft(**fixed),
                at=at,
                replaces=former.pk if former else None,
            )
        except DomainError as error:
            editor.refuse(error)
        else:
            messages.success(request, _("The scheme is saved."))
            return redirect("assessment:scheme", scheme_id=saved.pk)
    context = {"editor": editor, "form": editor.form, "former": former, "fixed": fixed}
    status = 422 if posted is not None else 200
    return render(request, "assessment/scheme_edit.html", context, status=status)
