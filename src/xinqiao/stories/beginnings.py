"""What every place begins with: the rows that the rooms ship, and that staff edit afterwards."""

from __future__ import annotations

from datetime import datetime

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.seed import seed_assessment
from xinqiao.care.seed import seed_care
from xinqiao.cases.models import Category
from xinqiao.cases.seed import seed_cases
from xinqiao.registry.beginnings import seed_registry
from xinqiao.supervision.seed import seed_supervision
from xinqiao.upkeep.seed import seed_upkeep
from xinqiao.visits.seed import seed_forms
from xinqiao.visits.seed_freshness import seed_freshness


def lay_beginnings(*, at: datetime) -> None:
    """Write what is not there yet; what staff have changed or ended is never touched again.

    at: aware UTC, from when all of it holds. A place with categories of its own keeps to those.
    """
    seed_registry(actor=SYSTEM, at=at)
    if not Category.objects.exists():
        seed_cases(actor=SYSTEM, at=at)
    seed_forms(actor=SYSTEM, at=at)
    seed_freshness(actor=SYSTEM, at=at)
    seed_supervision(actor=SYSTEM, at=at)
    seed_assessment(actor=SYSTEM, at=at)
    seed_care(actor=SYSTEM, at=at)
    seed_upkeep(actor=SYSTEM, at=at)
