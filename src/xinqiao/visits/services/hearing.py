"""What follows for plans and freshness when a visit or call is put on record or corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xinqiao.visits.models import Outcome, Visit, VisitedPerson
from xinqiao.visits.services.matching import fulfil, refulfil
from xinqiao.visits.services.signals import PHONE, VISIT, Seen, note_signals


def hear_visits(*, visit_ids: Sequence[int], at: datetime) -> None:
    """Answer planned visits and freshen people; in the transaction that records the visits."""
    fulfil(visit_ids=visit_ids, at=at)
    note_signals(seen=_seen(visit_ids), at=at)


def hear_visit(*, visit_id: int, at: datetime) -> None:
    """The same for one visit that is new or was corrected: what it had answered is matched anew.

    A signal is not taken back: somebody was at the door on that day.
    """
    refulfil(visit_id=visit_id, at=at)
    note_signals(seen=_seen([visit_id]), at=at)


def _seen(visit_ids: Sequence[int]) -> list[Seen]:
    met = VisitedPerson.objects.filter(visit_id__in=visit_ids, visit__outcome=Outcome.MET)
    rows = list(met.values_list("person_id", "visit__method", "at"))
    alone = Visit.objects.filter(
        pk__in=visit_ids, outcome=Outcome.MET, person__isnull=False
    ).values_list("person_id", "method", "started_at")
    kinds = {"visit": VISIT, "phone": PHONE}
    return [Seen(person, kinds[method], at) for person, method, at in (*rows, *alone)]
