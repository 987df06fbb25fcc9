"""Draw the samples of a round, once, by a seed that is made in that moment and recorded."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.assessment.errors import DrawnAlready, NothingToDraw
from xinqiao.assessment.models import CountedItem, Round, Sample, State
from xinqiao.assessment.sampling import draw
from xinqiao.assessment.services.rounds import locked, record, require_over
from xinqiao.kit.time import require_aware


@transaction.atomic
def draw_samples(*, actor: Actor, round_id: int, at: datetime, seed: str = "") -> Round:
    """Draw from each unit's finished items. Records `assessment.drawn` with the seed.

    seed: of a public lottery, say; made here when empty. It is made only now, because who knows
    it before the items are finished could tell which of them will be visited.
    Raises WrongStep, PeriodRuns, DrawnAlready, NothingToDraw.
    """
    round_ = locked(actor, round_id, State.COMPUTED)
    require_over(round_, at)
    if round_.drawn_at is not None:
        raise DrawnAlready
    rows = {
        (row.score.unit_id, row.item_id): row
        for row in CountedItem.objects.filter(round=round_, is_done=True).select_related("score")
    }
    candidates: dict[int, list[int]] = {}
    for unit_id, item_id in rows:
        candidates.setdefault(unit_id, []).append(item_id)
    round_.seed = seed.strip()[:64] or secrets.token_hex(16)
    lots = draw(round_.seed, candidates, per_unit=round_.scheme.samples_per_unit)
    if not lots:
        raise NothingToDraw
    round_.drawn_at = require_aware(at)
    round_.save(update_fields=["seed", "drawn_at"])
    Sample.objects.bulk_create(
        Sample(
            round=round_,
            unit_id=lot.unit_id,
            unit_name=rows[lot.unit_id, lot.item_id].score.name,
            area_path=rows[lot.unit_id, lot.item_id].score.area_path,
            item_id=lot.item_id,
            number=rows[lot.unit_id, lot.item_id].number,
            place=lot.place,
            digest=lot.digest,
        )
        for lot in lots
    )
    record("assessment.drawn", round_, actor=actor, at=at, seed=round_.seed, samples=len(lots))
    return round_
