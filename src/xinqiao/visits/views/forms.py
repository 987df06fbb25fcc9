"""`/admin/visits/forms/`: write forms, check them, look at them as a visitor does, publish."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.time import local_day, now
from xinqiao.visits.formlang import check, read
from xinqiao.visits.forms.visit import shown_sections
from xinqiao.visits.models import FormSubject
from xinqiao.visits.selectors.forms import EDITORS, form_families, get_form
from xinqiao.visits.selectors.subjects import Subject
from xinqiao.visits.services.forms import end_form, publish_form, save_draft
from xinqiao.workflow.forms import done

NOBODY = Subject(area_id=0, area_path="", title="")


class DraftForm(forms.Form):
    """A version of a form; the definition is JSON, as the guide describes it."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    subject = forms.ChoiceField(label=gettext_lazy("About"), choices=FormSubject.choices)
    definition = forms.JSONField(
        label=gettext_lazy("Definition"), widget=forms.Textarea(attrs={"rows": 24})
    )


@roles_only(*EDITORS)
@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """All forms with their versions."""
    families = form_families(actor=actor_of(request), at=now())
    return render(request, "visits/forms.html", {"families": families})


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, form_id: int | None = None) -> HttpResponse:
    """Write the next version, from an old one or from nothing; a preview stands below."""
    actor = actor_of(request)
    known = get_form(actor=actor, form_id=form_id) if form_id else None
    initial: dict[str, Any] = {}
    if known is not None:
        initial = {"code": known.code, "title": known.title, "subject": known.subject}
        initial["definition"] = json.dumps(known.definition, ensure_ascii=False, indent=1)
    form = DraftForm(request.POST if request.method == "POST" else None, initial=initial)
    made = []
    if request.method == "POST":

        def act() -> None:
            made.append(save_draft(actor=actor, at=now(), **form.cleaned_data))

        if done(form, act):
            messages.success(request, _("The draft is saved. Look at it, then publish it."))
            return redirect("visits:form", form_id=made[0].pk)
    definition = known.definition if known and not check(known.definition) else None
    preview = (
        shown_sections(read(definition), {}, subject=NOBODY, topics=(), errors={})
        if definition
        else ()
    )
    context = {"form": form, "known": known, "sections": preview, "today": local_day(now())}
    return render(
        request, "visits/form_edit.html", context, status=422 if made or form.is_bound else 200
    )


@roles_only(*EDITORS)
@require_POST
def publish(request: HttpRequest, form_id: int) -> HttpResponse:
    """Put a draft into use."""
    publish_form(actor=actor_of(request), form_id=form_id, at=now())
    messages.success(request, _("Published. Phones carry it after their next synchronisation."))
    return redirect("visits:forms")


@roles_only(*EDITORS)
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Take a form out of use."""
    end_form(actor=actor_of(request), code=code, at=now())
    messages.success(request, _("The form is no longer in use. Its visits stay."))
    return redirect("visits:forms")
