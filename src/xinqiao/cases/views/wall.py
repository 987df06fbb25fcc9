"""`/wall/`: closed requests that everybody may read, and objections to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.accounts.requests import actor_of, client_key, roles_only
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.forms.wall import ObjectionDecisionForm, ObjectionForm, WallTermForm
from xinqiao.cases.selectors.wall import (
    days_on_wall,
    objection_by_token,
    objection_page,
    public_wall,
    wall_entry,
)
from xinqiao.cases.services.wall import EDITORS, decide_objection, object_to_entry, save_wall_term
from xinqiao.kit.errors import Conflict, DomainError, TooMany
from xinqiao.kit.time import now


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """A page of the wall, newest first."""
    page = public_wall(at=now(), cursor=request.GET.get("cursor"))
    response = render(request, "cases/wall.html", {"page": page, "entries": page.items})
    # Copies in search engines would outlive the expiry.
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, key: str) -> HttpResponse:
    """“This shows me”: hide it at once."""
    at = now()
    entry = wall_entry(key=key, at=at)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            filed = object_to_entry(
                actor=actor_of(request),
                key=key,
                words=form.cleaned_data["words"],
                client=client_key(request),
                at=at,
            )
        except TooMany:
            raise
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("cases:objected", token=filed.token)
    status = 422 if form.is_bound else 200
    return render(request, "cases/objection.html", {"entry": entry, "form": form}, status=status)


@require_safe
def objected(request: HttpRequest, token: str) -> HttpResponse:
    """How an objection stands, for whoever holds its link."""
    found = objection_by_token(token=token)
    response = render(request, "cases/objected.html", {"objection": found})
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@roles_only(*AREA_STAFF, *EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: HttpRequest) -> HttpResponse:
    """Objections to decide, and how long the wall shows a request."""
    actor, at = actor_of(request), now()
    may_edit = actor.has_role(*EDITORS)
    form = WallTermForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            save_wall_term(actor=actor, days_shown=form.cleaned_data["days_shown"], at=at)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The wall shows requests that long from now on."))
            return redirect("cases:objections")
    page = objection_page(actor=actor, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "rows": [(row, ObjectionDecisionForm(auto_id=f"id_{row.pk}_%s")) for row in page.items],
        "days": days_on_wall(at),
        "form": form if may_edit else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "cases/objections.html", context, status=status)


@roles_only(*AREA_STAFF)
@require_POST
def decide(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Decide one objection."""
    form = ObjectionDecisionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please choose a decision and give a reason."))
        return redirect("cases:objections")
    try:
        decide_objection(
            actor=actor_of(request),
            objection_id=objection_id,
            stays_hidden=form.cleaned_data["verdict"] == "hide",
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except Conflict as error:
        messages.info(request, error.sentence())
    else:
        messages.success(request, _("The objection is decided."))
    return redirect("cases:objections")
