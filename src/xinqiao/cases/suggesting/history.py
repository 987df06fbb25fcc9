"""What the product itself has learnt: its own requests with the categories that staff agreed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from xinqiao.cases.models import Case, Outcome
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.suggesting.rows import Labelled
from xinqiao.events.models import Event

RECATEGORISED: Final = "cases.recategorised"
MOST_ROWS: Final = 30_000  # the newest; more would cost minutes and hardly any accuracy
ENOUGH: Final = 20  # corrections since the last training, to learn again by night
CORRECTED: Final = 3.0  # how much a correction weighs beside a request that was let stand


@dataclass(frozen=True, slots=True)
class OwnRequests:
    """Texts with their categories. `opened_at` a row; corrections: how many rows were corrected."""

    found: Labelled
    opened_at: tuple[datetime, ...]
    corrections: int


def own_requests(at: datetime) -> OwnRequests:
    """Requests whose handler kept the promise, and those that staff put under another category.

    What nobody has looked at yet teaches nothing: its category may be our own guess. Runs in the
    worker and the command, for nobody's eyes, so it is not scoped.
    """
    in_force = {facts.code for facts in categories_at(at)}
    corrected = Event.objects.filter(kind=RECATEGORISED).values("subject_id")
    rows = (
        Case.objects.filter(Q(item__done_at__isnull=False) | Q(pk__in=corrected))
        .exclude(outcome=Outcome.WITHDRAWN)
        .exclude(text="")
        .order_by("-pk")
        .values_list("pk", "text", "category__code", "item__opened_at")[:MOST_ROWS]
    )
    kept = [row for row in rows if row[2] in in_force]
    moved = _corrected_ids([row[0] for row in kept])
    return OwnRequests(
        found=Labelled(
            texts=tuple(text for _pk, text, _code, _opened in kept),
            labels=tuple(code for _pk, _text, code, _opened in kept),
            importance=tuple(CORRECTED if row[0] in moved else 1.0 for row in kept),
        ),
        opened_at=tuple(row[3] for row in kept),
        corrections=len(moved),
    )


def counts_by_category(at: datetime) -> Mapping[str, int]:
    """Category code -> how many requests of it there were among the newest."""
    codes = Case.objects.order_by("-pk").values_list("category__code", flat=True)[:MOST_ROWS]
    in_force = {facts.code for facts in categories_at(at)}
    return {code: count for code, count in Counter(codes).items() if code in in_force}


def corrections_since(moment: datetime | None) -> int:
    """How many requests staff have put under another category since."""
    events = Event.objects.filter(kind=RECATEGORISED)
    if moment is not None:
        events = events.filter(at__gt=moment)
    return events.values("subject_id").distinct().count()


def _corrected_ids(pks: list[int]) -> set[int]:
    events = Event.objects.filter(kind=RECATEGORISED, subject_kind="item")
    return set(events.values_list("subject_id", flat=True)) & set(pks)
