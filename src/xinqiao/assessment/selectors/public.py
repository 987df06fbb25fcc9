"""What everybody may read: published scores of units, and of persons only how a group did."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, QuerySet

from xinqiao.assessment.errors import RoundNotFound
from xinqiao.assessment.models import Correction, Round, UnitScore
from xinqiao.assessment.selectors.rounds import with_parts

# A mean of fewer would tell about one of them.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """How a group of persons did. mean: None for groups too small to be anonymous."""

    name: str
    size: int
    mean: Decimal | None


def public_rounds() -> QuerySet[Round]:
    """What has been published, the newest version of each."""
    return Round.objects.filter(
        published_at__isnull=False, replaced_by__isnull=True
    ).select_related("scheme", "area")


def public_round(*, round_id: int) -> Round:
    """A published round; one that was corrected later can still be read. Raises RoundNotFound."""
    rows = Round.objects.filter(published_at__isnull=False).select_related("scheme", "area")
    round_ = rows.filter(pk=round_id).first()
    if round_ is None:
        raise RoundNotFound
    return round_


def public_scores(*, round_: Round) -> QuerySet[UnitScore]:
    """The ranked units; nobody where the units are persons."""
    if round_.scheme.is_personal:
        return UnitScore.objects.none()
    return UnitScore.objects.filter(round=round_).prefetch_related(with_parts())


def group_figures(*, round_: Round) -> list[GroupFigure]:
    """Size and mean of each group, without anybody's name; two statements."""
    rows = UnitScore.objects.filter(round=round_, total__isnull=False).order_by()
    told = {
        group_id: (size, mean)
        for group_id, size, mean in rows.values_list("group_id").annotate(
            size=Count("pk"), mean=Avg("total")
        )
    }
    found = []
    for group in round_.scheme.groups.all():
        size, mean = told.get(group.pk, (0, None))
        shown = round(mean, 2) if mean is not None and size >= FEWEST else None
        found.append(GroupFigure(group.name, size, shown))
    return found


def public_corrections(*, round_: Round) -> QuerySet[Correction]:
    """What was corrected on the way to this version, oldest first."""
    return Correction.objects.filter(
        round__in=Round.objects.filter(pk=round_.root_id)
        | Round.objects.filter(origin_id=round_.root_id),
        round__version__lt=round_.version,
    ).order_by("id")
