"""The inbox of notices, the bell in the header, and what could not be sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of, roles_only, signed_in
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.notifications.catalogue import fill, known
from xinqiao.notifications.models import Notice
from xinqiao.notifications.selectors import given_up, notices_of, unread_count
from xinqiao.notifications.services.deliver import queue_again
from xinqiao.notifications.services.read import mark_all_read, mark_read

ORDER = Order("id", descending=True)
TROUBLES = {"no_text_messages": gettext_lazy("The gateway did not answer.")}


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """List the person's notices, newest first."""
    actor = actor_of(request)
    page = paginate(notices_of(actor=actor), order=ORDER, cursor=request.GET.get("cursor"))
    rows = [_row(notice) for notice in page]
    return render(request, "notifications/inbox.html", {"page": page, "rows": rows})


@require_safe
@signed_in
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and lead to what it is about."""
    notice = mark_read(actor=actor_of(request), notice_id=notice_id, at=now())
    is_ours = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if notice.link and is_ours else "notifications:inbox")


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(actor=actor_of(request), at=now())
    return redirect("notifications:inbox")


@require_safe
@signed_in
def bell(request: HttpRequest) -> HttpResponse:
    """The number in the header, as a fragment."""
    count = unread_count(actor=actor_of(request))
    return render(request, "notifications/_bell.html", {"count": count})


@require_safe
@roles_only(Role.SYSTEM_ADMIN)
def unsent(request: HttpRequest) -> HttpResponse:
    """List text messages given up; neither phone nor link is shown."""
    page = paginate(given_up(), order=ORDER, cursor=request.GET.get("cursor"))
    rows = [
        {
            "delivery": delivery,
            "title": _row(delivery.notice)["title"],
            "trouble": TROUBLES.get(delivery.last_error, delivery.last_error),
        }
        for delivery in page
    ]
    return render(request, "notifications/unsent.html", {"page": page, "rows": rows})


@require_POST
@roles_only(Role.SYSTEM_ADMIN)
def send_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Queue one of them anew."""
    if queue_again(delivery_id=delivery_id, at=now()):
        messages.success(request, _("It will be tried again within a few seconds."))
    return redirect("notifications:unsent")


def _row(notice: Notice) -> dict[str, object]:
    template = known(notice.template)
    return {
        "notice": notice,
        "icon": template.icon,
        "title": fill(template.title, notice.params),
        "body": fill(template.body, notice.params),
    }
