"""`/field/report/`: a grid worker or a hotline clerk writes for somebody else (代办)."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts.access import Actor, Role
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.cases.drafts import Reported
from xinqiao.cases.forms.field import FieldReportForm
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.near import Near
from xinqiao.cases.services.report import report_case
from xinqiao.cases.services.settle_on_spot import settle_on_spot
from xinqiao.cases.views import near
from xinqiao.cases.views.intake import (
    bound_form,
    category_code,
    form_context,
    new_key,
    refuse_emergency,
)
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import DomainError
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import now


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def field_report(request: HttpRequest) -> HttpResponse:
    """The form; after sending it stays here for the next person."""
    at = now()
    if request.method != "POST":
        form = FieldReportForm(initial={"idempotency_key": new_key()})
        return _page(request, form)
    proof = posted_with_photos(
        request, at=at, purpose=Purpose.PROOF, names=("proof", "proof_tokens")
    )
    form = bound_form(request, FieldReportForm, at=at, before=proof)
    if form.is_valid():
        if offers := near.offers_before_sending(request, form):
            return _page(request, form, offers=offers)
        try:
            reported = _send(request, form)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            number = spoken(reported.number)
            messages.success(
                request, _("Recorded under the number %(number)s.") % {"number": number}
            )
            return redirect(f"{reverse('cases:field-report')}?sent={reported.number}")
    return _page(request, form, status=422)


@staff_only
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """The person has the problem that somebody told us of before."""
    try:
        return near.join(request, for_other=True)
    except DomainError as error:
        form = FieldReportForm(request.POST)
        add_domain_error(form, error)
        return _page(request, form, status=error.status)


def _send(request: HttpRequest, form: FieldReportForm) -> Reported:
    refuse_emergency(form)
    at = now()
    actor = actor_of(request)
    draft = form.draft(
        source=_source(actor),
        category_code=category_code(form, at=at),
        photo_tokens=form.cleaned_data["photo_tokens"],
        on_behalf=True,
    )
    if not form.cleaned_data["settle"]:
        return report_case(actor=actor, draft=draft, at=at)
    return settle_on_spot(
        actor=actor,
        draft=draft,
        words=form.cleaned_data["settled_words"],
        proof_tokens=form.cleaned_data["proof_tokens"],
        at=at,
    )


def _source(actor: Actor) -> Source:
    """The telephone for whoever sits at it, else on site."""
    return Source.HOTLINE if actor.has_role(Role.HOTLINE) else Source.FIELD


def _page(
    request: HttpRequest,
    form: FieldReportForm,
    *,
    offers: Sequence[Near] = (),
    status: int = 200,
) -> HttpResponse:
    sent = request.GET.get("sent", "")[:20]
    context = form_context(form, at=now()) | {
        "proof_tokens": form["proof_tokens"].value() or (),
        "sent_number": sent if sent.isdecimal() else "",
        "offers": offers,
        **near.near_context(for_other=True),
    }
    return render(request, "cases/field_report.html", context, status=status)
