"""Whether a scheme makes sense, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from xinqiao.assessment.drafts import PartDraft, SchemeDraft
from xinqiao.assessment.errors import (
    BadValidity,
    EmptyGroup,
    IndicatorTwice,
    IndicatorUnknown,
    NoCriteria,
    NothingToCount,
    TooManyParts,
    WeightsNot100,
)
from xinqiao.assessment.models import Period, UnitLevel
from xinqiao.assessment.scoring import FULL
from xinqiao.assessment.selectors.units import assign, require_known, rules_of, units_of
from xinqiao.indicators.errors import UnknownIndicator
from xinqiao.indicators.selectors.definitions import definition
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput

MOST_PARTS: Final = 12  # the bits of `CountedItem`
MOST_SAMPLES: Final = 50
MOST_OBJECTION_DAYS: Final = 60
MOST_CRITERION_POINTS: Final = 100


def check_draft(draft: SchemeDraft, *, area_path: str | None, today: date) -> list[str]:
    """Return the names of the indicators in order.

    area_path: where it is played; None when that is open, so that its groups can only be rules.
    today: who has come since the first day is there, too. Raises BadInput with a sentence, see
    `assessment.errors`.
    """
    clean_text(draft.name, limit=80, field="name", required=True)
    if draft.unit_level not in UnitLevel or draft.period not in Period:
        raise BadInput(field="unit_level")
    if draft.valid_until is not None and draft.valid_until <= draft.valid_from:
        raise BadValidity(field="valid_until")
    if not 1 <= draft.objection_days <= MOST_OBJECTION_DAYS:
        raise BadInput(field="objection_days")
    names = check_parts(draft.parts, flow=draft.flow, day=draft.valid_from)
    _check_weights(draft)
    _check_on_site(draft)
    last = max(draft.valid_from, today)
    check_groups(draft, area_path=area_path, first=draft.valid_from, last=last)
    return names


def check_parts(parts: Sequence[PartDraft], *, flow: str, day: date) -> list[str]:
    """The names of the indicators. Raises NothingToCount, IndicatorUnknown, IndicatorTwice."""
    if not parts or any(part.weight <= 0 for part in parts):
        raise NothingToCount(field="parts")
    if len(parts) > MOST_PARTS:
        raise TooManyParts(most=MOST_PARTS, field="parts")
    names = []
    seen: set[str] = set()
    for part in parts:
        code = part.indicator_code
        if code in seen:
            raise IndicatorTwice(code=code, field="parts")
        seen.add(code)
        try:
            found = definition(code, day, flow=flow)
        except UnknownIndicator as error:
            raise IndicatorUnknown(code=code, field="parts") from error
        names.append(str(found.name))
    return names


def check_groups(draft: SchemeDraft, *, area_path: str | None, first: date, last: date) -> None:
    """Raises EmptyGroup, UnitInTwoGroups, UnknownRule, UnknownUnit."""
    if not draft.groups:
        raise EmptyGroup(group="—", field="groups")
    known_rules = rules_of(draft.unit_level)
    if area_path is None:
        for group in draft.groups:
            if group.members or not set(group.rules) & set(known_rules):
                raise EmptyGroup(group=group.name, field="groups")
        return
    units = units_of(level=draft.unit_level, area_path=area_path, first=first, last=last)
    require_known(draft.groups, units)
    for group, members in zip(
        draft.groups, assign(draft.unit_level, draft.groups, units), strict=True
    ):
        clean_text(group.name, limit=60, field="groups", required=True)
        if not members:
            raise EmptyGroup(group=group.name, field="groups")


def _check_weights(draft: SchemeDraft) -> None:
    total = sum((part.weight for part in draft.parts), start=Decimal(0)) + draft.on_site_weight
    if total != FULL or draft.on_site_weight < 0:
        raise WeightsNot100(sum=f"{total.normalize():f}", field="parts")


def _check_on_site(draft: SchemeDraft) -> None:
    told = (draft.on_site_weight > 0, draft.samples_per_unit > 0, bool(draft.criteria))
    if len(set(told)) != 1 or not 0 <= draft.samples_per_unit <= MOST_SAMPLES:
        raise NoCriteria(field="on_site_weight")
    for criterion in draft.criteria:
        clean_text(criterion.name, limit=120, field="criteria", required=True)
        if not 1 <= criterion.points <= MOST_CRITERION_POINTS:
            raise NoCriteria(field="criteria")
