"""What of plans and freshness hangs on others: columns at people, a sealed column, grids."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.grid.following import Follower, register_follower
from xinqiao.kit.sealed import SealedColumn, register_sealed
from xinqiao.registry.extras import (
    PersonReference,
    PersonWords,
    register_reference,
    register_words,
)
from xinqiao.visits.models.freshness import PHONE_CONTEXT
from xinqiao.visits.services.redraw import POSITION, move_planned


def register() -> None:
    """Tell the register what follows a merger, the keys what is sealed, the grids what moves."""
    register_reference(PersonReference("visits.PlannedVisit", "person"))
    register_reference(PersonReference("visits.PersonSignal", "person"))
    register_reference(PersonReference("visits.PersonFreshness", "person"))
    register_reference(PersonReference("visits.Declaration", "person"))
    # Why a visit was left out may tell of an illness.
    register_words(PersonWords(model="visits.PlannedVisit", empty={"reason": ""}))
    register_sealed(
        SealedColumn(model="visits.Declaration", field="phone_sealed", context=PHONE_CONTEXT)
    )
    register_follower(
        Follower(
            name="visits.planned", label=_("Planned visits"), move=move_planned, position=POSITION
        )
    )
