"""Who is told about a round: the staff of its units, the supervisors of its area."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES
from xinqiao.assessment.duties import JUDGES
from xinqiao.assessment.models import Round, UnitLevel, UnitScore
from xinqiao.grid.models import Appointment
from xinqiao.grid.selectors.posts import current_at


def staff_of(*, round_: Round, at: datetime) -> list[int]:
    """Ids of the accounts that work in the units of a round; one statement."""
    scores = UnitScore.objects.filter(round=round_)
    level = round_.scheme.unit_level
    if level == UnitLevel.PERSON:
        return list(scores.values_list("unit_id", flat=True))
    if level == UnitLevel.POST:
        held = Q(post_id__in=scores.values("unit_id"))
    elif level == UnitLevel.ORGANISATION:
        held = Q(post__organisation_id__in=scores.values("unit_id"))
    else:
        held = Q(post__area_id__in=scores.values("unit_id"))
        held &= Q(post__role__in=[*AREA_STAFF, *GRID_ROLES])
    return _people(held, at)


def judges_of(*, round_: Round, at: datetime) -> list[int]:
    """Ids of the accounts that decide appeals; one statement."""
    return _people(Q(post__role__in=JUDGES, post__area_id=round_.area_id), at)


def _people(held: Q, at: datetime) -> list[int]:
    rows = Appointment.objects.filter(current_at(at), held, user__is_active=True)
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())
