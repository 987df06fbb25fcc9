"""Rows of the room `assessment`."""

from xinqiao.assessment.models.checks import (
    APPEAL,
    SAMPLE,
    Appeal,
    AppealState,
    Correction,
    Finding,
    Sample,
)
from xinqiao.assessment.models.rounds import (
    ROUND,
    CountedItem,
    PartScore,
    Round,
    State,
    UnitScore,
)
from xinqiao.assessment.models.schemes import (
    SCHEME,
    Criterion,
    EmptyCounts,
    GroupMember,
    PeerGroup,
    Period,
    Scheme,
    SchemePart,
    UnitLevel,
)

__all__ = [
    "APPEAL",
    "ROUND",
    "SAMPLE",
    "SCHEME",
    "Appeal",
    "AppealState",
    "Correction",
    "CountedItem",
    "Criterion",
    "EmptyCounts",
    "Finding",
    "GroupMember",
    "PartScore",
    "PeerGroup",
    "Period",
    "Round",
    "Sample",
    "Scheme",
    "SchemePart",
    "State",
    "UnitLevel",
    "UnitScore",
]
