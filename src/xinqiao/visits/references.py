"""What of this room hangs on others: columns at people, sealed columns, rows in grids."""

from __future__ import annotations

from xinqiao.kit.sealed import SealedColumn, register_sealed
from xinqiao.registry.extras import PersonReference, register_reference
from xinqiao.visits.services.answers import CONTEXT


def register() -> None:
    """Tell the register what follows a merger of people, and the keys what is sealed."""
    register_reference(PersonReference("visits.Visit", "person"))
    register_reference(PersonReference("visits.VisitedPerson", "person", unique_with=("visit",)))
    register_sealed(
        SealedColumn(model="visits.Visit", field="answers_sealed", context=CONTEXT),
        SealedColumn(model="visits.Revision", field="answers_sealed", context=CONTEXT),
    )
