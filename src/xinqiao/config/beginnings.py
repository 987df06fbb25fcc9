"""What a new place needs before its first request. Imported after Django is set up."""

from collections.abc import Callable
from datetime import UTC, datetime

from xinqiao.accounts.access import SYSTEM
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.stories.beginnings import lay_beginnings
from xinqiao.workflow.models import CalendarYear
from xinqiao.workflow.services.working_calendar import fill_year

# So that the files of former years find their categories, too.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def make_ready_for_requests(*, say: Callable[[str], None]) -> None:
    """Give a place what is new of categories, limits, dispatch rules, forms, calendar and scheme.

    Staff edit them afterwards; what they have changed is never touched again.
    """
    lay_beginnings(at=LONG_AGO)
    this_year = now().year
    known = set(CalendarYear.objects.values_list("year", flat=True))
    for year in sorted({this_year - 1, this_year, this_year + 1} - known):
        try:
            fill_year(actor=SYSTEM, year=year, at=now())
        except DomainError as unknown:
            say(unknown.sentence())
