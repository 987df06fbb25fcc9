"""`/desk/registry/people/<id>/reveal/<field>/`: open what is masked, for a reason, for a minute."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.kit.errors import DomainError, NotAllowed
from xinqiao.kit.htmx import is_htmx
from xinqiao.kit.time import now
from xinqiao.registry.errors import UnknownField
from xinqiao.registry.forms.law import RevealForm, add_domain_error
from xinqiao.registry.selectors.scope import get_person
from xinqiao.registry.services.reveal import (
    CITIZEN_NUMBER,
    OPENED,
    PHONE,
    TAGS,
    Revealed,
    reveal,
    revealable,
)

SHOWN_SECONDS: Final = 60
TITLES: Final = {
    CITIZEN_NUMBER: _("Citizen number"),
    PHONE: _("Telephone"),
    TAGS: _("Sensitive categories"),
}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, person_id: int, field: str) -> HttpResponse:
    """GET asks why, alone for a dialog or as a page; POST shows the value until a minute is over.

    The page that shows it leads back here by itself, so an unwatched screen forgets.
    """
    actor, at = actor_of(request), now()
    if field not in OPENED:
        raise UnknownField
    person = get_person(actor=actor, person_id=person_id)
    if field not in revealable(actor=actor, person=person, at=at):
        raise NotAllowed
    form = RevealForm(request.POST if request.method == "POST" else None, auto_id="id_reveal_%s")
    revealed: Revealed | None = None
    if form.is_bound and form.is_valid():
        try:
            revealed = reveal(
                actor=actor, person_id=person.pk, field=field, at=at, **form.cleaned_data
            )
        except DomainError as error:
            add_domain_error(form, error)
    context = {
        "person": person,
        "field": field,
        "title": TITLES[field],
        "form": form,
        "revealed": revealed,
        "is_phone": field == PHONE,
        "seconds": SHOWN_SECONDS,
    }
    page = "registry/_reveal.html" if is_htmx(request) else "registry/reveal.html"
    response = render(request, page, context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "private, no-store"
    if "over" in request.GET and is_htmx(request):
        response.headers["HX-Trigger-After-Settle"] = "close-dialog"
    return response
