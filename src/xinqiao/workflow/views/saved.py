"""Saved filters of the work list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.workflow.services.filters import delete_filter, save_filter


@staff_only
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the page under a name; an existing name is replaced."""
    query = request.POST.get("query", "").lstrip("?")
    name = request.POST.get("name", "")
    try:
        save_filter(actor=actor_of(request), name=name, query=query, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The filter is saved."))
    return redirect(f"{reverse('workflow:work-list')}?{query}")


@staff_only
@require_POST
def delete(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Forget a saved filter."""
    try:
        delete_filter(actor=actor_of(request), filter_id=filter_id)
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The saved filter is deleted."))
    return redirect("workflow:work-list")
