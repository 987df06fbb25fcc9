"""The log, for the audit administrator; stuck deliveries, for the system administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.accounts.access import Role
from xinqiao.accounts.forms import AuditForm
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.accounts.selectors.audit import audit_entries
from xinqiao.accounts.selectors.people import names_of
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import dead_entries, oldest_due
from xinqiao.events.services.outbox import revive
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ORDER = Order("id", descending=True)


@require_GET
@roles_only(Role.AUDIT_ADMIN)
def audit(request: HttpRequest) -> HttpResponse:
    """Show who did what, when and where, newest first."""
    form = AuditForm(request.GET or None)
    entries = audit_entries(actor=actor_of(request), wanted=form.wanted())
    page = paginate(entries, order=ORDER, cursor=request.GET.get("cursor"), size=50)
    names = names_of({entry.actor_user_id for entry in page if entry.actor_user_id})
    rows = [
        {
            "event": entry,
            "label": label_of(entry.kind),
            "who": entry.actor_label or names.get(entry.actor_user_id or 0, ""),
        }
        for entry in page
    ]
    return render(request, "accounts/audit.html", {"form": form, "page": page, "rows": rows})


@require_GET
@roles_only(Role.SYSTEM_ADMIN)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show deliveries given up after ten attempts, and since when the oldest one waits."""
    page = paginate(dead_entries(), order=ORDER, cursor=request.GET.get("cursor"))
    rows = [{"entry": entry, "label": label_of(entry.event.kind)} for entry in page]
    shown = {"page": page, "rows": rows, "oldest": oldest_due()}
    return render(request, "accounts/deliveries.html", shown)


@require_POST
@roles_only(Role.SYSTEM_ADMIN)
def deliver_again(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Give a dead delivery another round."""
    if revive(entry_id=entry_id, at=now()):
        messages.success(request, _("It will be tried again within a few seconds."))
    return redirect("accounts:deliveries")
