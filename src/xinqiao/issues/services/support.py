"""Who stands behind a request besides its requester."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xinqiao.issues.models import Member, Support
from xinqiao.issues.services.counting import recount
from xinqiao.workflow.models import Item


@transaction.atomic
def record_joined(*, item_id: int, count: int, at: datetime) -> None:
    """People who joined a request so far; a late event never lowers the count."""
    if not Item.objects.filter(pk=item_id).exists():
        return
    row, _made = Support.objects.select_for_update().get_or_create(item_id=item_id)
    if count <= row.joined:
        return
    row.joined = count
    row.save(update_fields=["joined"])
    issue_ids = Member.objects.filter(item_id=item_id).values_list("issue_id", flat=True)
    recount(issue_ids=list(issue_ids), at=at)


@transaction.atomic
def record_votes(*, votes: Mapping[int, int]) -> int:
    """Votes for requests of an imported file, by item id; returns how many rows it wrote."""
    known = set(Item.objects.filter(pk__in=votes).values_list("pk", flat=True))
    rows = [Support(item_id=pk, votes=n) for pk, n in votes.items() if pk in known and n > 0]
    Support.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["votes"],
    )
    return len(rows)
