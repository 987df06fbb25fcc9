"""`/desk/field/`: what phones have sent, what two people changed, and settling it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.field.models import CommandFate, CommandLog
from xinqiao.field.selectors.commands import clashes_of, conflict_page, figures, stuck_page
from xinqiao.field.services.settle import settle_conflict
from xinqiao.field.shown import in_words, label_of, page_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now

TABS: Final = {
    "": gettext_lazy("Changed by two"),
    "refused": gettext_lazy("Not possible"),
    "waiting": gettext_lazy("Waiting"),
}
LATELY: Final = timedelta(days=7)


@require_safe
@staff_only
def sent(request: HttpRequest) -> HttpResponse:
    """A tab of what could not simply be done, and the figures of the last seven days."""
    actor, at = actor_of(request), now()
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    cursor = request.GET.get("cursor")
    if tab:
        page = stuck_page(actor=actor, fate=CommandFate(tab), cursor=cursor)
    else:
        page = conflict_page(actor=actor, cursor=cursor, size=10)
    context = {
        "page": page,
        "rows": [_row(row) for row in page.items],
        "tab": tab,
        "tabs": TABS.items(),
        "figures": figures(actor=actor, since=at - LATELY),
        "days": LATELY.days,
    }
    return render(request, "field/sent.html", context)


@require_POST
@staff_only
def settle(request: HttpRequest, command_id: UUID) -> HttpResponse:
    """Take the chosen value of each field."""
    prefix = "field-"
    choices = {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    }
    try:
        answer = settle_conflict(
            actor=actor_of(request), command_id=command_id, choices=choices, at=now()
        )
    except DomainError as error:
        messages.error(request, error.sentence())
        return redirect("field:sent")
    if answer.id != command_id and answer.fate == CommandFate.CONFLICT:
        messages.warning(
            request, _("Somebody changed it again meanwhile. Please look at it once more.")
        )
    else:
        messages.success(request, _("Settled. The register now says what you chose."))
    return redirect("field:sent")


def _row(row: CommandLog) -> dict[str, Any]:
    return {
        "command": row,
        "label": label_of(row.kind),
        "url": page_of(row.kind, row.data),
        "clashes": [
            {
                "field": clash.field,
                "label": clash.label,
                "base": in_words(clash.base),
                "mine": in_words(clash.mine),
                "theirs": in_words(clash.theirs),
            }
            for clash in clashes_of(row)
        ],
    }
