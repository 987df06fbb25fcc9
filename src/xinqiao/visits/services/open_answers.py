"""Open the sensitive answers of a visit, with a reason; the look is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.services import reveal as reveals
from xinqiao.events.services.append import append
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.models import LookKind
from xinqiao.registry.selectors.powers import may_write
from xinqiao.registry.services.reveal import note_look
from xinqiao.visits.errors import UnknownWord
from xinqiao.visits.models import VISIT
from xinqiao.visits.selectors.visits import get_visit
from xinqiao.visits.services.answers import open_sealed
from xinqiao.visits.services.correct import subject_of_visit


@transaction.atomic
def open_answers(
    *, actor: Actor, visit_id: int, kind: str, reason: str, at: datetime
) -> dict[str, Any]:
    """Sensitive answers in full, for one screen. Records a Look and `visits.answers_opened`.

    kind: a LookKind. Raises VisitNotFound (404), NotAllowed (403) for those who only oversee,
    UnknownWord, ReasonMissing (422), TooMany (429).
    """
    visit = get_visit(actor=actor, visit_id=visit_id)
    if not may_write(actor, visit.area_path):
        raise NotAllowed
    if kind not in LookKind.values:
        raise UnknownWord(field="kind")
    person = subject_of_visit(actor, visit).contact
    why = reveals.clean_reason(reason)
    if person is not None:
        note_look(actor=actor, person=person, fields=["visit"], kind=kind, reason=why, at=at)
    append(
        kind="visits.answers_opened",
        actor=actor,
        at=at,
        subject_kind=VISIT,
        subject_id=visit.pk,
        area_path=visit.area_path,
        data={"why": kind},
    )
    return open_sealed(visit.answers_sealed)
