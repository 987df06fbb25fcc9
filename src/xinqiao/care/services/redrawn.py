"""After a redraw of grids, helpers and stores of a grid go to the one that took it over."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from xinqiao.care.models import HELPER, Helper, Store
from xinqiao.grid.selectors.redraw import Redraw


@transaction.atomic
def move_helpers(redraw: Redraw, at: datetime) -> Counter[int]:
    """Move helpers by where they are, stores with the larger part; safe to run twice."""
    moved: Counter[int] = Counter()
    for helper in Helper.objects.filter(area_id__in=redraw.predecessors).order_by("pk"):
        to = redraw.area_for(
            helper.area_id, helper.lon, helper.lat, row=(HELPER, helper.pk)
        ).area_id
        if to != helper.area_id:
            Helper.objects.filter(pk=helper.pk).update(area_id=to)
            moved[to] += 1
    for store in Store.objects.filter(area_id__in=redraw.predecessors).order_by("pk"):
        to = redraw.area_for(store.area_id, None, None, row=("care_store", store.pk)).area_id
        if to != store.area_id:
            Store.objects.filter(pk=store.pk).update(area_id=to)
            moved[to] += 1
    return moved
