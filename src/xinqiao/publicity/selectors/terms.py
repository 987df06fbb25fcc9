"""How long each list shows an entry; what staff have set, else the standard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from xinqiao.publicity.models import Colour, Term


@dataclass(frozen=True, slots=True)
class Terms:
    """Lengths of one list: natural days on the list, working days to appeal, the usual rule."""

    colour: str
    days_shown: int
    appeal_working_days: int
    legal_basis: str
    since: datetime | None = None


# Used until somebody in charge has set others.
STANDARD: Final = {
    Colour.RED: Terms(Colour.RED, 365, 5, ""),
    Colour.BLACK: Terms(Colour.BLACK, 90, 5, ""),
}


def terms_at(*, colour: str, at: datetime) -> Terms:
    """The lengths that hold for a list at a moment."""
    row = (
        Term.objects.filter(colour=colour, valid_from__lte=at)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
        .order_by("-valid_from")
        .first()
    )
    if row is None:
        return STANDARD[Colour(colour)]
    return Terms(colour, row.days_shown, row.appeal_working_days, row.legal_basis, row.valid_from)


def past_terms(*, most: int = 50) -> list[Term]:
    """What held before, newest first."""
    return list(Term.objects.filter(valid_until__isnull=False).order_by("-valid_until")[:most])
