"""What a new place needs before its first request. Imported after Django is set up."""

from collections.abc import Callable

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.models import Category
from xinqiao.cases.seed import seed_cases
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.workflow.services.working_calendar import fill_year


def make_ready_for_requests(*, say: Callable[[str], None]) -> None:
    """Give a new place its first categories, limits, dispatch rules and calendar.

    Staff edit them afterwards; what they have changed is never touched again.
    """
    if Category.objects.exists():
        return
    at = now()
    seed_cases(actor=SYSTEM, at=at)
    for year in (at.year - 1, at.year, at.year + 1):
        try:
            fill_year(actor=SYSTEM, year=year, at=at)
        except DomainError as unknown:
            say(unknown.sentence())
