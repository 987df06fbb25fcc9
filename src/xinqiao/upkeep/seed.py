"""The kinds of upkeep that a new place begins with; staff change them afterwards.

Source: STORIES G4; seeds 000, 营口站前区.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.upkeep.models import Kind

# code, name, what to look at, what a defect is reported as.
KINDS: Final = (
    ("patrol", "巡查", "路面、路灯、井盖、线缆、卫生都看一眼。", "facility.road."),
    ("planting", "补绿养护", "有没有缺株、黄土裸露、枯枝。", "env.green."),
    ("road", "路面修补", "有没有坑洼、积水、松动的地砖。", "facility.road."),
    ("fittings", "设施检修", "座椅、路灯、晾晒架、扶手是否完好。", "facility.light."),
    ("corners", "清理死角", "墙根、楼后、空地有没有垃圾和杂物。", "env.garbage."),
    ("wires", "飞线整治", "有没有下垂、乱拉的电线和网线。", "safety.wire."),
)


@transaction.atomic
def seed_upkeep(*, actor: Actor, at: datetime) -> int:
    """Write the kinds that are not there yet; how many were new."""
    known = set(Kind.objects.values_list("code", flat=True))
    new = [
        Kind(code=code, name=name, look_at=look, defect_category=category, position=position)
        for position, (code, name, look, category) in enumerate(KINDS)
        if code not in known
    ]
    Kind.objects.bulk_create(new)
    return len(new)
