"""What a neighbour may read of somebody else's request: never who, and not which door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from xinqiao.cases.action_words import STATES
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.contact import NAME_CONTEXT
from xinqiao.grid.models import Level, PlaceKind
from xinqiao.kit import crypto
from xinqiao.kit.deidentify import mask_public

FIRST_WORDS: Final = 30


@dataclass(frozen=True, slots=True)
class Teaser:
    """De-identified. `where`: the estate, road or community. `words`: the first ones, masked."""

    category: str
    where: str
    opened_at: datetime
    state: str | Promise
    words: str


def teaser(case: Case) -> Teaser:
    """Of a request with `item__area__parent`, `category` and `place__parent` loaded."""
    masked = " ".join(mask_public(case.text[: FIRST_WORDS * 3], names=names_of(case)).split())
    cut = masked[: FIRST_WORDS - 1] + "…" if len(masked) > FIRST_WORDS else masked
    return Teaser(
        category=case.category.name,
        where=_where(case),
        opened_at=case.item.opened_at,
        state=STATES.get(case.item.state, case.item.state),
        words=cut,
    )


def names_of(case: Case) -> tuple[str, ...]:
    """Names that must not be read in its words."""
    if case.reporter_name_sealed is None:
        return ()
    return (crypto.unseal(case.reporter_name_sealed, context=NAME_CONTEXT),)


def _where(case: Case) -> str:
    place = case.place
    if place is not None and place.kind == PlaceKind.BUILDING:
        # A building may be one stairwell of ten families: the estate around it is enough.
        place = place.parent
    if place is not None:
        return place.name
    area = case.item.area
    return area.parent.name if area.level > Level.COMMUNITY and area.parent else area.name
