"""`/track/` and `/my/`: residents find their requests again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, client_key, signed_in
from xinqiao.accounts.services.limits import take
from xinqiao.cases.follow_words import follow_sentence
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.forms.follow import TrackForm
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.mine import my_cases
from xinqiao.cases.selectors.tracking import case_for_tracking
from xinqiao.kit.errors import DomainError, NotFound
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

TRIES = 10
TEN_MINUTES = 600
NEWEST_FIRST = Order("item_id", descending=True, tie="item_id")


@dataclass(frozen=True, slots=True)
class MyRow:
    """A request in the requester's own list."""

    case: Case
    sentence: str


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Number and the end of the telephone number lead to the follow page."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = _found(request, form)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("cases:follow", token=case.token)
    status = 422 if form.is_bound else 200
    return render(request, "cases/track.html", {"form": form}, status=status)


@signed_in
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """What the signed-in resident has reported."""
    page = paginate(
        my_cases(actor=actor_of(request)), order=NEWEST_FIRST, cursor=request.GET.get("cursor")
    )
    rows = my_rows(page.items)
    return render(request, "cases/my.html", {"page": page, "rows": rows})


def my_rows(cases: Iterable[Case]) -> list[MyRow]:
    """Requests with their sentence."""
    at = now()
    return [MyRow(case, follow_sentence(case, at)) for case in cases]


def _found(request: HttpRequest, form: TrackForm) -> Case:
    number = parse_number(form.cleaned_data["number"])
    at = now()
    # Ten thousand endings a number: few tries from one place, and few for one number from any.
    for key in (f"track:{client_key(request)}", f"track-number:{number}"):
        take(key=key, limit=TRIES, period_seconds=TEN_MINUTES, at=at)
    case = case_for_tracking(number=number, phone_end=form.cleaned_data["phone_end"])
    if case is None:
        raise NotFound(_("We found no request with this number and telephone. Please compare."))
    return case
