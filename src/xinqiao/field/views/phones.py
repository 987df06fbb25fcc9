"""`/accounts/phones/`: my phones; `/admin/phones/`: everybody's, for the security administrator."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.field.contract import carried
from xinqiao.field.selectors.phones import carried_counts, my_phones, phones_in_use, until
from xinqiao.field.services.phones import end_phone
from xinqiao.kit.time import now


@require_safe
@staff_only
def mine(request: HttpRequest) -> HttpResponse:
    """The phones that carry my grids."""
    rows = [(phone, until(phone)) for phone in my_phones(actor=actor_of(request))]
    return render(request, "field/phones.html", {"rows": rows, "at": now()})


@require_safe
@roles_only(Role.SECURITY_ADMIN)
def everybody(request: HttpRequest) -> HttpResponse:
    """All phones in use, with how many people each carries."""
    page = phones_in_use(actor=actor_of(request), cursor=request.GET.get("cursor"))
    counts = carried_counts([phone.pk for phone in page.items])
    labels = {one.name: str(one.label or one.name) for one in carried()}
    rows = [
        (phone, until(phone), [(labels.get(k, k), n) for k, n in counts.get(phone.pk, {}).items()])
        for phone in page.items
    ]
    return render(request, "field/all_phones.html", {"page": page, "rows": rows, "at": now()})


@require_POST
@staff_only
def end(request: HttpRequest, phone_id: UUID) -> HttpResponse:
    """Take a phone out of use."""
    actor = actor_of(request)
    phone = end_phone(actor=actor, phone_id=phone_id, at=now())
    sentence = _("“%(name)s” is out of use. It forgets everything as soon as it has signal.")
    messages.success(request, sentence % {"name": phone.name})
    own = phone.user_id == actor.user_id
    return redirect("field:my-phones" if own else "field:phones")
