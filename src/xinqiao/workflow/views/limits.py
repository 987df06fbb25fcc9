"""`/admin/workflow/limits/`: how long each clock may take and when it turns yellow."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.workflow.duties import EDITORS
from xinqiao.workflow.forms import LimitForm, done
from xinqiao.workflow.selectors.rules import limits
from xinqiao.workflow.services.limits import end_limit, save_limit
from xinqiao.workflow.views.labels import (
    category_names,
    category_options,
    clock_choices,
    clock_label,
    standard_limits,
)

MOST_PAST = 50


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def limit_list(request: HttpRequest) -> HttpResponse:
    """Limits that hold, the standard ones, those that have ended, and a form for another."""
    at, actor = now(), actor_of(request)
    form = LimitForm(
        request.POST if request.method == "POST" else None,
        clocks=clock_choices(),
        categories=category_options(at),
    )
    if request.method == "POST" and done(
        form, lambda: save_limit(actor=actor, at=at, **form.values())
    ):
        messages.success(request, _("The limit is saved."))
        return redirect("workflow:limits")
    names = category_names(at)

    def rows(past: bool) -> list[dict[str, object]]:
        return [
            {
                "limit": row,
                "clock": clock_label(row.clock, row.flow),
                "category": names.get(row.category_code, row.category_code),
            }
            for row in limits(actor=actor, at=at, past=past)[: MOST_PAST * 10]
        ]

    context = {
        "form": form,
        "rows": rows(False),
        "past": rows(True)[:MOST_PAST],
        "standard": standard_limits(),
        "now": at,
    }
    status = 422 if form.is_bound else 200
    return render(request, "workflow/limits.html", context, status=status)


@roles_only(*EDITORS)
@require_POST
def limit_end(request: HttpRequest, limit_id: int) -> HttpResponse:
    """End a limit now."""
    try:
        end_limit(actor=actor_of(request), limit_id=limit_id, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The limit has ended."))
    return redirect("workflow:limits")
