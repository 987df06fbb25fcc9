"""Actions on many rows of the work list at once, each in its own transaction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.htmx import go
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import now
from xinqiao.workflow.extras import common_perform
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.items import visible_items

MOST_ITEMS = 100
SHOWN_REFUSALS = 5


@staff_only
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do `action` to every chosen item the actor sees; say how many and which were refused."""
    address = back_address(request)
    ids = [int(text) for text in request.POST.getlist("item") if text.isdecimal()][:MOST_ITEMS]
    action = request.POST.get("action", "")
    if not ids or not action:
        messages.warning(request, _("Please choose at least one row and what to do with it."))
        return go(request, address)
    data = {name: value for name, value in request.POST.items() if name not in _OURS}
    at = now()
    done, refused = 0, []
    for item in visible_items(actor=actor_of(request)).filter(id__in=ids).order_by("id"):
        try:
            perform = common_perform(action) or pages_of(item.flow).perform
            perform(actor=actor_of(request), item_id=item.id, action=action, data=data, at=at)
            done += 1
        except DomainError as error:
            refused.append(f"{spoken(item.number)}: {error.sentence()}")
    _tell(request, done, refused)
    return go(request, address)


_OURS = frozenset({"csrfmiddlewaretoken", "item", "action", "back"})


def back_address(request: HttpRequest, default: str = "/desk/work/") -> str:
    """Where the form wants to lead back to, if that is a page of ours."""
    wanted = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted.startswith("/") and ours else default


def _tell(request: HttpRequest, done: int, refused: list[str]) -> None:
    if done:
        messages.success(
            request,
            ngettext("%(count)s item done.", "%(count)s items done.", done) % {"count": done},
        )
    for sentence in refused[:SHOWN_REFUSALS]:
        messages.warning(request, sentence)
    if len(refused) > SHOWN_REFUSALS:
        rest = len(refused) - SHOWN_REFUSALS
        messages.warning(
            request,
            ngettext("%(count)s more item was refused.", "%(count)s more items were refused.", rest)
            % {"count": rest},
        )
