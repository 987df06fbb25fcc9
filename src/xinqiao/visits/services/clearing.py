"""What a visit makes clear about a household: one row an aspect, the latest visit counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from xinqiao.visits.formlang import asked, holds
from xinqiao.visits.models import Aspect, FourClear, Method, Outcome, Visit
from xinqiao.visits.services.answers import Answers

# Water, gas and wires are seen, not heard of.
BY_TELEPHONE: Final = (Aspect.FAMILY, Aspect.CATEGORIES)


def mark_clear(*, visit: Visit, answers: Answers, unclear: Collection[str]) -> None:
    """Say of each aspect that the form asks about whether it is clear now.

    unclear: aspects in which the register did not agree with what was told.
    """
    if visit.household_id is None:
        return
    FourClear.objects.filter(visit=visit).delete()  # of the version before a correction
    if visit.outcome != Outcome.MET:
        return
    for aspect, is_clear in _aspects(answers):
        seen = visit.method == Method.VISIT or aspect in BY_TELEPHONE
        clear_at = visit.started_at if is_clear and seen and aspect not in unclear else None
        FourClear.objects.update_or_create(
            household_id=visit.household_id,
            aspect=aspect,
            defaults={"clear_at": clear_at, "visit": visit},
        )


def _aspects(answers: Answers) -> Iterator[tuple[str, bool]]:
    shown = {section.code for section, _questions in asked(answers.definition, answers.clean)}
    for section in answers.definition.sections:
        if section.clears and section.code in shown:
            yield section.clears, holds(section.clear_when, answers.clean)
