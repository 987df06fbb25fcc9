"""Rows that came to a record at the very moment it was merged away follow it, too.

A phone or a form may have found the absorbed record a blink before the merger: its row waits for
the lock and is then written to a record that nobody sees. Each night such rows are brought along.
"""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import transaction

from xinqiao.registry.extras import person_references
from xinqiao.registry.models import Merge, Person
from xinqiao.registry.services.moving import move_all


def bring_stragglers(*, at: datetime) -> int:
    """Move rows of merged records that the merger does not name; how many rows. Safe to repeat."""
    merged = Person.objects.filter(merged_into__isnull=False).values("pk")
    late: set[int] = set()
    for reference in person_references():
        rows = apps.get_model(reference.model)._base_manager.filter(
            **{f"{reference.field}__in": merged}, **dict(reference.where)
        )
        late |= set(rows.values_list(reference.field, flat=True).distinct())
    standing = Merge.objects.filter(absorbed_id__in=late, undone_at__isnull=True)
    return sum(_bring(merge_id) for merge_id in standing.values_list("pk", flat=True))


@transaction.atomic
def _bring(merge_id: int) -> int:
    merge = Merge.objects.select_for_update().filter(pk=merge_id, undone_at__isnull=True).first()
    if merge is None:
        return 0
    found = move_all(source=merge.absorbed_id, target=merge.kept_id)
    for name, ids in found.moved.items():
        merge.moved[name] = [*merge.moved.get(name, []), *ids]
    merge.stayed = found.stayed
    merge.save(update_fields=["moved", "stayed"])
    return sum(len(ids) for ids in found.moved.values())
