"""Find the request that was already taken in, when the same one comes again."""

from __future__ import annotations

from django.db.models import Q

from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Case
from xinqiao.cases.services.intake import scoped_key


def find_known(draft: ReportDraft) -> Reported | None:
    """The request that the same sender has sent before, by key or by source number."""
    same = Q()
    if draft.idempotency_key:
        same |= Q(idempotency_key=scoped_key(draft))
    if draft.source_number.strip():
        same |= Q(
            source_system=draft.source_system.strip(), source_number=draft.source_number.strip()
        )
    if not same:
        return None
    row = Case.objects.filter(same).values_list("item_id", "item__number", "token").first()
    return Reported(row[0], row[1], row[2], is_new=False) if row else None
