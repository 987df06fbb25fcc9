"""Appeals (申诉): the unit's staff contradict, the county's supervisors decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.assessment.duties import is_own, may_judge
from xinqiao.assessment.errors import (
    AppealDecided,
    AppealsClosed,
    AppealTwice,
    RoundNotFound,
)
from xinqiao.assessment.models import (
    APPEAL,
    Appeal,
    AppealState,
    State,
    UnitScore,
)
from xinqiao.assessment.selectors.items import counted_id
from xinqiao.assessment.services.corrections import Change, note_correction
from xinqiao.events.services.append import append
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, NotAllowed
from xinqiao.kit.time import require_aware

REASON_LIMIT: Final = 1000
MOST_DOCUMENTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """accepted: with an item appealed against it is left out; else `position` gets `points`."""

    accepted: bool
    reason: str
    position: int | None = None
    points: Decimal | None = None


@transaction.atomic
def appeal(
    *,
    actor: Actor,
    score_id: int,
    reason: str,
    at: datetime,
    number: str = "",
    document_tokens: Sequence[str] = (),
) -> Appeal:
    """Contradict a score, or that the item with this number counted for it.

    Records `assessment.appealed`. Raises NotAllowed for others than the unit's staff,
    AppealsClosed, AppealTwice (409), ItemNotCounted, UploadGone (422).
    """
    score = UnitScore.objects.select_related("round__scheme").filter(pk=score_id).first()
    if score is None:
        raise RoundNotFound
    round_ = score.round
    if not is_own(actor, round_.scheme.unit_level, score):
        raise NotAllowed
    ends = round_.objections_until
    if round_.state != State.ANNOUNCED or ends is None or at >= ends:
        raise AppealsClosed
    number = number.strip()
    item_id = counted_id(score=score, number=number) if number else None
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                score=score,
                round=round_,
                item_id=item_id,
                number=number,
                reason=clean_text(reason, limit=REASON_LIMIT, field="reason", required=True),
                made_by_id=actor.user_id,
                made_by_label=actor.label[:160],
                made_at=require_aware(at),
            )
    except IntegrityError as error:
        raise AppealTwice from error
    if document_tokens:
        claim(
            tokens=tuple(dict.fromkeys(document_tokens)),
            subject_kind=APPEAL,
            subject_id=made.pk,
            purpose=Purpose.DOCUMENT,
            actor=actor,
            at=at,
            limit=MOST_DOCUMENTS,
        )
    _record("assessment.appealed", made, actor=actor, at=at)
    return made


@transaction.atomic
def decide_appeal(*, actor: Actor, appeal_id: int, decision: Decision, at: datetime) -> Appeal:
    """Accept or reject with a reason. What is accepted is taken up when the round is published.

    Records `assessment.decided`. Raises NotAllowed (also to who appealed), AppealDecided, and
    BadPoints for points beyond the part.
    """
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("score__round__scheme")
    made = rows.filter(pk=appeal_id).first()
    if made is None:
        raise RoundNotFound
    if not may_judge(actor, made.round.area_path) or made.made_by_id == actor.user_id:
        raise NotAllowed
    if made.state != AppealState.OPEN:
        raise AppealDecided
    reason = clean_text(decision.reason, limit=REASON_LIMIT, field="reason", required=True)
    if decision.accepted:
        note_correction(
            actor=actor,
            score=made.score,
            change=_change(made, decision, reason),
            at=at,
            appeal=made,
        )
    made.state = AppealState.ACCEPTED if decision.accepted else AppealState.REJECTED
    made.decision, made.decided_at = reason, require_aware(at)
    made.decided_by_label = actor.label[:160]
    made.save(update_fields=["state", "decision", "decided_at", "decided_by_label"])
    _record("assessment.decided", made, actor=actor, at=at)
    return made


def _change(made: Appeal, decision: Decision, reason: str) -> Change:
    if made.item_id is not None:
        return Change(reason=reason, item_id=made.item_id)
    if decision.position is None or decision.points is None:
        raise BadInput(field="points")
    return Change(reason=reason, position=decision.position, points=decision.points)


def _record(kind: str, made: Appeal, *, actor: Actor, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=APPEAL,
        subject_id=made.pk,
        area_path=made.score.area_path,
        data={
            "round": made.round_id,
            "score": made.score_id,
            "item": made.item_id,
            "state": str(made.state),
        },
    )
