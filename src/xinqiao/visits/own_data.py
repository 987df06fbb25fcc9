"""What visits hold about a person: told in the person's copy, emptied when the person is erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.time import format_iso
from xinqiao.registry.extras import (
    CopyPart,
    PersonWords,
    Rows,
    register_copy,
    register_words,
)
from xinqiao.visits.formlang import read
from xinqiao.visits.models import Declaration, Visit, VisitedPerson
from xinqiao.visits.services.answers import open_sealed


def register() -> None:
    """Tell the register."""
    register_copy(CopyPart(name="visits", label=_("Visits"), rows=visits_of_person))
    register_copy(CopyPart(name="declarations", label=_("Own reports"), rows=declarations_of))
    register_words(
        PersonWords(
            model="visits.Visit",
            empty={"answers": {}, "answers_sealed": None, "note": ""},
            on_consent=("answers_sealed",),
        ),
        PersonWords(
            model="visits.Revision",
            person="visit__person",
            empty={"answers": {}, "answers_sealed": None},
            on_consent=("answers_sealed",),
        ),
        PersonWords(
            model="visits.Declaration", empty={"words": "", "answer": "", "phone_sealed": None}
        ),
    )


def visits_of_person(person_ids: list[int], at: datetime) -> Rows:
    """Visits to the person with all answers; of a household's visit that the person was met."""
    met = VisitedPerson.objects.filter(visit=OuterRef("pk"), person_id__in=person_ids)
    visits = Visit.objects.filter(Q(person_id__in=person_ids) | Exists(met))
    return [
        {
            "at": format_iso(visit.started_at),
            "form": visit.form.title,
            "outcome": visit.get_outcome_display(),
            "method": visit.get_method_display(),
            "note": visit.note if visit.person_id in person_ids else "",
            "answers": _answers(visit) if visit.person_id in person_ids else {},
        }
        for visit in visits.select_related("form").order_by("started_at", "pk")
    ]


def declarations_of(person_ids: list[int], at: datetime) -> Rows:
    """What the person declared, and what came of it."""
    rows = Declaration.objects.filter(person_id__in=person_ids).order_by("declared_at", "pk")
    return [
        {
            "at": format_iso(row.declared_at),
            "words": row.words,
            "state": row.get_state_display(),
            "answer": row.answer,
        }
        for row in rows
    ]


def _answers(visit: Visit) -> dict[str, Any]:
    """Open and sealed answers by the words of their questions."""
    definition = read(visit.form.definition)
    found = {**visit.answers, **open_sealed(visit.answers_sealed)}
    labels = {question.code: question.label for question in definition.questions}
    return {labels.get(code, code): answer for code, answer in found.items()}
