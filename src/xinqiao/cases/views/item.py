"""`/cases/<number>/`: everything about one request."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, signed_in, staff_only
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.forms.reveal import RevealForm
from xinqiao.cases.selectors.contact import contact_of, masked_contact
from xinqiao.cases.selectors.item_page import works_on
from xinqiao.cases.selectors.one import get_case
from xinqiao.cases.services.reveal import reveal_reporter
from xinqiao.cases.views.item_page import item_colour, item_page
from xinqiao.kit.errors import DomainError
from xinqiao.kit.htmx import is_htmx
from xinqiao.kit.time import now


@signed_in
@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a request for those who work on it; its requester is led to the follow page."""
    actor = actor_of(request)
    case = get_case(actor=actor, number=number)
    if not works_on(actor=actor, case=case):
        return redirect("cases:follow", token=case.token)
    return item_page(request, case)


@staff_only
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contact in full, once, after recording who looked and why."""
    actor = actor_of(request)
    case = get_case(actor=actor, number=number)
    form = RevealForm(request.POST, auto_id="id_reveal_%s")
    if form.is_valid():
        try:
            reveal_reporter(actor=actor, case=case, reason=form.cleaned_data["reason"], at=now())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            context = {"case": case, "revealed": contact_of(case)}
            if is_htmx(request):
                return render(request, "cases/_item_reporter.html", context)
            return render(request, "cases/revealed.html", context)
    if is_htmx(request):
        context = {
            "case": case,
            "reporter": masked_contact(case),
            "may_reveal": True,
            "reveal_form": form,
        }
        return render(request, "cases/_item_reporter.html", context)
    return item_page(request, case, reveal_form=form, status=422)


@signed_in
@require_safe
def point(request: HttpRequest, number: str) -> HttpResponse:
    """GeoJSON of the one point, for the small map of the page."""
    case = get_case(actor=actor_of(request), number=number)
    if case.item.lon is None:
        raise Http404
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [case.item.lon, case.item.lat]},
        "properties": {
            "number": case.item.number,
            "title": case.item.title,
            "colour": item_colour(case, now()),
        },
    }
    return JsonResponse(
        {"type": "FeatureCollection", "features": [feature]}, content_type="application/geo+json"
    )
