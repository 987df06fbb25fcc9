"""Who may see which requests: the gate of every page, list, count and export."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Case
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items


def visible_cases(*, actor: Actor) -> QuerySet[Case]:
    """What the actor may see: by post or unit, as requester, or as the one who recorded it.

    Administrators of system, security and audit see none by that duty.
    """
    # Asked row by row: one request must not cost a walk through a million items.
    seen = Q(Exists(visible_items(actor=actor).filter(pk=OuterRef("item_id"))))
    if actor.user_id is not None:
        seen |= own(actor)
    return Case.objects.filter(seen)


def own(actor: Actor) -> Q:
    """Requests the actor made, recorded, or made with the telephone number of the account."""
    if actor.user_id is None:
        return Q(pk__in=[])
    number = User.objects.filter(pk=actor.user_id, phone_index__isnull=False)
    # Three look-ups in three indexes; one condition with OR would read every request there is.
    made = Item.objects.filter(requester_id=actor.user_id).values("pk")
    recorded = Case.objects.filter(recorded_by_id=actor.user_id).values("pk")
    same = Case.objects.filter(reporter_phone_index__in=number.values("phone_index")).values("pk")
    return Q(pk__in=made.union(recorded, same))


def keys_of_numbers(*, actor: Actor, numbers: Sequence[str]) -> dict[str, int]:
    """The keys of those numbers that the actor may see because of a post or as the requester."""
    seen = visible_items(actor=actor).filter(number__in=numbers, flow=FLOW)
    return dict(seen.values_list("number", "pk"))
