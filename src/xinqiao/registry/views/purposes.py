"""`/admin/registry/purposes/` and `/admin/registry/looks/`: why data is kept, and who opened it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.registry.forms.data import PurposeForm, RuleForm
from xinqiao.registry.forms.law import add_domain_error
from xinqiao.registry.selectors.looks import WATCHERS, visible_looks
from xinqiao.registry.selectors.purposes import field_label, get_purpose, live_purposes, rules_at
from xinqiao.registry.services.purposes import PurposeDraft, save_data_rule, save_purpose


@roles_only(Role.SECURITY_ADMIN)
@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """What is kept for what, and the limits."""
    return _list(request)


@roles_only(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: HttpRequest, code: str) -> HttpResponse:
    """One purpose and its form."""
    at = now()
    found = get_purpose(code=code, at=at)
    form = PurposeForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            draft = PurposeDraft(**form.cleaned_data)
            save_purpose(actor=actor_of(request), code=code, draft=draft, at=at)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The purpose is saved."))
            return redirect("registry:purposes")
    status = 422 if form.errors else 200
    return render(request, "registry/purpose.html", {"form": form, "purpose": found}, status=status)


@roles_only(Role.SECURITY_ADMIN)
@require_POST
def rules(request: HttpRequest) -> HttpResponse:
    """New limits from now on."""
    form = RuleForm(request.POST)
    if form.is_valid():
        try:
            save_data_rule(actor=actor_of(request), at=now(), **form.cleaned_data)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The limits are saved."))
            return redirect("registry:purposes")
    return _list(request, form)


@roles_only(*WATCHERS)
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who opened whose masked data, newest first."""
    rows = visible_looks(actor=actor_of(request)).select_related("user", "post", "person__area")
    page = paginate(rows, order=Order("at", descending=True), cursor=request.GET.get("cursor"))
    return render(request, "registry/looks.html", {"page": page})


def _list(request: HttpRequest, form: RuleForm | None = None) -> HttpResponse:
    at = now()
    known = rules_at(at=at)
    initial = {
        "answer_working_days": known.answer_working_days,
        "looks_per_hour": known.looks_per_hour,
    }
    rows = [
        (one, [Role(role).label for role in one.roles], [field_label(f) for f in one.fields])
        for one in live_purposes(at=at).order_by("is_sensitive", "code")
    ]
    context = {"rows": rows, "form": form or RuleForm(initial=initial)}
    return render(request, "registry/purposes.html", context, status=422 if form else 200)
