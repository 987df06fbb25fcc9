"""What a new place needs before its first request. Imported after Django is set up."""

from collections.abc import Callable
from datetime import UTC, datetime

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.seed import seed_assessment
from xinqiao.care.seed import seed_care
from xinqiao.cases.models import Category
from xinqiao.cases.seed import seed_cases
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.registry.beginnings import seed_registry
from xinqiao.supervision.seed import seed_supervision
from xinqiao.visits.seed_freshness import seed_freshness
from xinqiao.workflow.services.working_calendar import fill_year

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def make_ready_for_requests(*, say: Callable[[str], None]) -> None:
    """Give a new place its first categories, limits, dispatch rules, calendar and scheme.

    Staff edit them afterwards; what they have changed is never touched again.
    """
    seed_registry(actor=SYSTEM, at=LONG_AGO)
    seed_freshness(actor=SYSTEM, at=LONG_AGO)
    if Category.objects.exists():
        return
    # From long ago, so that the files of former years find their categories, too.
    seed_cases(actor=SYSTEM, at=LONG_AGO)
    seed_supervision(actor=SYSTEM, at=LONG_AGO)
    seed_care(actor=SYSTEM, at=LONG_AGO)
    seed_assessment(actor=SYSTEM, at=LONG_AGO)
    this_year = now().year
    for year in (this_year - 1, this_year, this_year + 1):
        try:
            fill_year(actor=SYSTEM, year=year, at=now())
        except DomainError as unknown:
            say(unknown.sentence())
