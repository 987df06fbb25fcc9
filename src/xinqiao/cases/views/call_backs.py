"""`/desk/call-backs/`: answered, not confirmed, and not by the one who calls."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.call_backs import call_back_page
from xinqiao.cases.selectors.contact import Contact, masked_contact
from xinqiao.kit.time import now


@dataclass(frozen=True, slots=True)
class Row:
    """A request somebody should be called about."""

    case: Case
    reporter: Contact | None


@staff_only
@require_safe
def call_backs(request: HttpRequest) -> HttpResponse:
    """The list, the one whose time ends first on top."""
    page = call_back_page(actor=actor_of(request), cursor=request.GET.get("cursor"))
    rows = [Row(case, masked_contact(case)) for case in page.items]
    context = {"page": page, "rows": rows, "at": now()}
    return render(request, "cases/call_backs.html", context)
