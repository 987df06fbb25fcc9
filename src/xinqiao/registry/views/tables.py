"""`/admin/registry/…`: the tables of categories and of kinds of facilities."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.time import now
from xinqiao.registry.forms.tables import KindForm, TagTableForm
from xinqiao.registry.selectors.details import all_facility_kinds, all_tags
from xinqiao.registry.services.facility_kinds import save_facility_kind
from xinqiao.registry.services.tag_table import EDITORS, TagDraft, save_tag
from xinqiao.registry.views.common import done, status_of


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """The table; a category is chosen by `code` and saved by POST."""
    rows = all_tags()
    chosen = next((row for row in rows if row.code == request.GET.get("code")), None)
    names = ("code", "name", "definition", "is_sensitive", "needs_contact", "position")
    known = {name: getattr(chosen, name) for name in names} if chosen else {"position": len(rows)}
    if chosen is not None:
        rule = json.dumps(chosen.rule, ensure_ascii=False) if chosen.rule else ""
        known |= {"rule": rule, "is_ended": chosen.valid_until is not None}
    form = TagTableForm(request.POST or None, initial=known)

    def act() -> None:
        save_tag(actor=actor_of(request), draft=TagDraft(**form.cleaned_data), at=now())

    if request.method == "POST" and done(form, act):
        messages.success(request, _("Saved. What follows from rules is computed tonight."))
        return redirect("registry:tags")
    context = {"rows": rows, "form": form, "chosen": chosen}
    return render(request, "registry/tags.html", context, status=status_of(form))


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: HttpRequest) -> HttpResponse:
    """The table of kinds of facilities."""
    rows = all_facility_kinds()
    chosen = next((row for row in rows if row.code == request.GET.get("code")), None)
    names = ("code", "name", "is_line", "position")
    known = {name: getattr(chosen, name) for name in names} if chosen else {"position": len(rows)}
    if chosen is not None:
        known["is_ended"] = chosen.valid_until is not None
    form = KindForm(request.POST or None, initial=known)

    def act() -> None:
        save_facility_kind(actor=actor_of(request), at=now(), **form.cleaned_data)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("Saved."))
        return redirect("registry:facility-kinds")
    context = {"rows": rows, "form": form, "chosen": chosen}
    return render(request, "registry/facility_kinds.html", context, status=status_of(form))
