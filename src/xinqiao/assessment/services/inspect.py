"""Record what an inspector found on site (现场检查)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.assessment.duties import may_inspect
from xinqiao.assessment.errors import BadPoints, PhotoNeeded, RoundNotFound, SampleDone, WrongStep
from xinqiao.assessment.models import SAMPLE, Criterion, Finding, Sample, State
from xinqiao.events.services.append import append
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import require_aware

MOST_PHOTOS: Final = 9


@transaction.atomic
def record_inspection(
    *,
    actor: Actor,
    sample_id: int,
    points: Mapping[int, int],
    photo_tokens: Sequence[str],
    at: datetime,
    words: str = "",
) -> Sample:
    """Fill in one spot check; it counts from the next computing on.

    points: criterion id -> points, for each criterion of the scheme. Records
    `assessment.inspected`. Raises NotAllowed for the unit's own staff, WrongStep, SampleDone,
    BadPoints, PhotoNeeded, UploadGone.
    """
    sample = _open_sample(actor, sample_id)
    findings = [
        Finding(sample=sample, criterion=one, points=_earned(one, points))
        for one in sample.round.scheme.criteria.all()
    ]
    if not photo_tokens:
        raise PhotoNeeded(field="photos")
    claim(
        tokens=tuple(dict.fromkeys(photo_tokens)),
        subject_kind=SAMPLE,
        subject_id=sample.pk,
        purpose=Purpose.PROOF,
        actor=actor,
        at=at,
        limit=MOST_PHOTOS,
    )
    Finding.objects.bulk_create(findings)
    sample.done_at = require_aware(at)
    sample.done_by_id = actor.user_id
    sample.done_by_label = actor.label[:160]
    sample.words = clean_text(words, limit=1000, field="words")
    sample.save(update_fields=["done_at", "done_by", "done_by_label", "words"])
    _record(sample, sum(finding.points for finding in findings), actor=actor, at=at)
    return sample


def _open_sample(actor: Actor, sample_id: int) -> Sample:
    """The sample, locked. Raises RoundNotFound, NotAllowed, WrongStep, SampleDone."""
    rows = Sample.objects.select_for_update(of=("self",)).select_related("round__scheme")
    sample = rows.filter(pk=sample_id).first()
    if sample is None:
        raise RoundNotFound
    if not may_inspect(actor, sample):
        raise NotAllowed
    if sample.round.state != State.COMPUTED:
        raise WrongStep
    if sample.done_at is not None:
        raise SampleDone
    return sample


def _record(sample: Sample, points: int, *, actor: Actor, at: datetime) -> None:
    append(
        kind="assessment.inspected",
        actor=actor,
        at=at,
        subject_kind=SAMPLE,
        subject_id=sample.pk,
        area_path=sample.area_path,
        data={"round": sample.round_id, "item": sample.item_id, "points": points},
    )


def _earned(criterion: Criterion, points: Mapping[int, int]) -> int:
    got = points.get(criterion.pk)
    allowed = (0, criterion.points) if criterion.is_pass_fail else range(criterion.points + 1)
    if got is None or got not in allowed:
        raise BadPoints(
            name=criterion.name, most=criterion.points, field=f"criterion_{criterion.pk}"
        )
    return got
