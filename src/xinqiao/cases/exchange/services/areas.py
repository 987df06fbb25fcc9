"""Make the test areas that a gazetteer needs, each county of them with a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.exchange.errors import ForeignAreas
from xinqiao.cases.exchange.placeholders import PROVINCE, TestArea
from xinqiao.grid.models import Area, Level
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.services.posts import desk_of


@transaction.atomic
def make_areas(*, actor: Actor, areas: Sequence[TestArea], at: datetime) -> int:
    """Add those of `areas` that are missing, parents first; return how many.

    Only test codes (99…) are made. Raises ForeignAreas for others, AreaNotFound for a test code
    whose parent is neither registered nor listed. Records `grid.area_added`, `grid.post_opened`.
    """
    codes = [area.code for area in areas]
    known = set(Area.objects.filter(code__in=codes).values_list("code", flat=True))
    missing = [area for area in areas if area.code not in known]
    foreign = [area.code for area in missing if not area.code.startswith(PROVINCE)]
    if foreign:
        raise ForeignAreas(codes=", ".join(foreign[:5]), field="gazetteer")
    for area in missing:
        made = add_area(actor=actor, code=area.code, name=area.name, at=at)
        if made.level >= Level.COUNTY and made.level != Level.GRID:
            desk_of(area_id=made.pk, at=at)
    return len(missing)
