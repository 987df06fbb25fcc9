"""Draw the samples of a round, once, by a seed that is made in that moment and recorded."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.assessment.errors import DrawnAlready, NothingToDraw
from xinqiao.assessment.models import CountedItem, Round, Sample, State, UnitScore
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
    scores = {score.pk: score for score in UnitScore.objects.filter(round=round_)}
    units = {score.unit_id: score for score in scores.values()}
    numbers: dict[int, dict[int, str]] = {}
    done = CountedItem.objects.filter(round=round_, is_done=True)
    for score_id, item_id, number in done.values_list("score_id", "item_id", "number"):
        numbers.setdefault(scores[score_id].unit_id, {})[item_id] = number
    round_.seed = seed.strip()[:64] or secrets.token_hex(16)
    lots = draw(round_.seed, numbers, per_unit=round_.scheme.samples_per_unit)
    if not lots:
        raise NothingToDraw
    round_.drawn_at = require_aware(at)
    round_.save(update_fields=["seed", "drawn_at"])
    Sample.objects.bulk_create(
        Sample(
            round=round_,
            unit_id=lot.unit_id,
            unit_name=units[lot.unit_id].name,
            area_path=units[lot.unit_id].area_path,
            item_id=lot.item_id,
            number=numbers[lot.unit_id][lot.item_id],
            place=lot.place,
            digest=lot.digest,
        )
        for lot in lots
    )
    record("assessment.drawn", round_, actor=actor, at=at, seed=round_.seed, samples=len(lots))
    return round_
