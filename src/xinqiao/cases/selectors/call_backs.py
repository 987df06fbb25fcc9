"""Whom to call: answered requests that nobody has confirmed."""

from __future__ import annotations

from django.db.models import Q

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.cases.flow import ANSWERED
from xinqiao.cases.models import Case
from xinqiao.kit.paging import Order, Page, paginate

BY_DUE = Order("item__due_at", nullable=True, tie="item_id")
# The roles that stand to an item as its dispatchers, who alone may call back (see the flow).
_CALLERS = (*AREA_STAFF, Role.HOTLINE)


def call_back_page(*, actor: Actor, cursor: str | None = None) -> Page[Case]:
    """One page in the caller's areas, the end of the time to confirm first. One statement.

    What the actor closed is left out: another person must call (济南).
    """
    inside = Q(pk__in=())
    for path in actor.area_paths(*_CALLERS):
        inside |= Q(item__area_path__startswith=path)
    cases = (
        Case.objects.filter(inside, item__state=ANSWERED, item__is_open=True)
        .exclude(handler_id=actor.user_id)
        .select_related("item__requester", "category")
    )
    return paginate(cases, order=BY_DUE, cursor=cursor)
