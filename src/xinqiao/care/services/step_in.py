"""Staff who see a call go themselves, whoever was rung."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from xinqiao.accounts.access import Actor, Role
from xinqiao.care.errors import NotYourElders
from xinqiao.care.models import Call, Offer, Rung
from xinqiao.care.powers import WORKERS
from xinqiao.care.sealed import new_token
from xinqiao.workflow.services.steps import lock_item


@transaction.atomic
def step_in(*, actor: Actor, call: Call, at: datetime) -> Offer:
    """An offer to the actor's own post, to be taken at once. Raises NotYourElders (403)."""
    item = lock_item(call.pk)
    held = [p for p in actor.posts if p.role in WORKERS and item.area_path.startswith(p.area_path)]
    if not held:
        raise NotYourElders
    post = max(held, key=lambda one: len(one.area_path))
    last = Offer.objects.filter(call=call).aggregate(last=Max("position"))["last"] or 0
    rungs = {Role.COMMUNITY: Rung.COMMUNITY, Role.STREET: Rung.STREET}
    return Offer.objects.create(
        call=call,
        position=last + 1,
        rung=rungs.get(post.role, Rung.GRID),
        post_id=post.post_id,
        token=new_token(),
        offered_at=at,
    )
