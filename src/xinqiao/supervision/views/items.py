"""Buttons on items of any flow: put on my list, take off, remind the owner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.htmx import go
from xinqiao.kit.time import now
from xinqiao.supervision.forms.records import RemindForm
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.watch import unwatch_item, watch_item
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.items import item_by_number
from xinqiao.workflow.views.bulk import back_address


@staff_only
@require_POST
def watch(request: HttpRequest, number: str) -> HttpResponse:
    """Put the item on my list."""
    actor = actor_of(request)
    item = item_by_number(actor=actor, number=number)
    watch_item(actor=actor, item_id=item.pk, at=now())
    messages.success(request, _("It is on your list now."))
    return _back(request, item)


@staff_only
@require_POST
def unwatch(request: HttpRequest, number: str) -> HttpResponse:
    """Take the item off my list."""
    actor = actor_of(request)
    item = item_by_number(actor=actor, number=number)
    unwatch_item(actor=actor, item_id=item.pk)
    messages.success(request, _("It is off your list."))
    return _back(request, item)


@staff_only
@require_POST
def remind(request: HttpRequest, number: str) -> HttpResponse:
    """Remind the owner, with words or with the usual ones."""
    actor = actor_of(request)
    item = item_by_number(actor=actor, number=number)
    form = RemindForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        remind_owner(actor=actor, item_id=item.pk, words=words, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The owner has been reminded."))
    return _back(request, item)


def _back(request: HttpRequest, item: Item) -> HttpResponse:
    return go(request, back_address(request, pages_of(item.flow).number_url(item.number)))
