"""What care holds about a person: told in the person's copy, emptied when the person is erased."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from xinqiao.care.models import Call, Classification, Grant, HomeService
from xinqiao.care.sealed import CALL_ADDRESS, CALL_OUTCOME, CALL_WORDS, opened
from xinqiao.kit.time import format_iso
from xinqiao.registry.extras import (
    CopyPart,
    PersonWords,
    Rows,
    register_copy,
    register_words,
)


def register() -> None:
    """Tell the register."""
    register_copy(CopyPart(name="care", label=_("Care"), rows=care_of))
    register_copy(CopyPart(name="calls", label=_("Calls for help"), rows=calls_of))
    register_words(
        PersonWords(
            model="care.Call",
            empty={
                "address_sealed": None,
                "phone_sealed": None,
                "words_sealed": None,
                "outcome_sealed": None,
            },
        ),
        PersonWords(model="care.HomeService", empty={"note": ""}),
        PersonWords(model="care.Classification", empty={"reason": ""}),
        # What was given stays signed, without the name of who signed.
        PersonWords(model="care.Grant", empty={"signed_name": "—"}),
    )


def care_of(person_ids: list[int], at: datetime) -> Rows:
    """Classes, wares and services, in this order."""
    classes = Classification.objects.filter(person_id__in=person_ids).select_related("elder_class")
    grants = Grant.objects.filter(person_id__in=person_ids).select_related("ware")
    services = HomeService.objects.filter(person_id__in=person_ids).select_related("plan__kind")
    return [
        *(
            {"what": row.elder_class.name, "since": format_iso(row.proposed_at), "why": row.reason}
            for row in classes.order_by("pk")
        ),
        *(
            {"what": row.ware.name, "since": format_iso(row.granted_at), "why": row.signed_name}
            for row in grants.order_by("pk")
        ),
        *(
            {"what": row.plan.kind.name, "since": row.due_on.isoformat(), "why": row.note}
            for row in services.order_by("pk")
        ),
    ]


def calls_of(person_ids: list[int], at: datetime) -> Rows:
    """Calls for help with what was said and done."""
    return [
        {
            "at": format_iso(row.called_at),
            "address": opened(row.address_sealed, CALL_ADDRESS),
            "words": opened(row.words_sealed, CALL_WORDS),
            "outcome": opened(row.outcome_sealed, CALL_OUTCOME),
        }
        for row in Call.objects.filter(person_id__in=person_ids).order_by("called_at")
    ]
