"""The inbox of notices and the bell in the header."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, signed_in
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.notifications.catalogue import fill, known
from xinqiao.notifications.models import Notice
from xinqiao.notifications.selectors import notices_of, unread_count
from xinqiao.notifications.services.read import mark_all_read, mark_read

ORDER = Order("id", descending=True)


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


def _row(notice: Notice) -> dict[str, object]:
    template = known(notice.template)
    return {
        "notice": notice,
        "icon": template.icon,
        "title": fill(template.title, notice.params),
        "body": fill(template.body, notice.params),
    }
