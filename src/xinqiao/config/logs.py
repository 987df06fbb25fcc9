"""Logs without personal data: no addresses that carry tokens, no values in database errors."""

import logging
import sys
from types import TracebackType

from django.db import Error as DatabaseFault

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RoutesForAddresses(logging.Filter):
    """Writes the route (`r/<token>`) where Django would write the address with its token."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's arguments; every record passes."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and record.args:
            match = getattr(request, "resolver_match", None)
            record.args = (*record.args[:-1], match.route if match else "(no route)")
        return True


class WithoutPeople(logging.Formatter):
    """Leaves out the details of a database error, which quote the values of the row."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        """Return the trace-back; of a database error only its kind and place."""
        error = ei[1]
        if not _is_database_fault(error):
            return super().formatException(ei)
        place = error.__traceback__ if error else None
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f" at {place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
        return f"{type(error).__name__}{where}"


def _is_database_fault(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, DatabaseFault):
            return True
        psycopg = sys.modules.get("psycopg")
        if psycopg is not None and isinstance(error, psycopg.Error):
            return True
        error = error.__cause__ or error.__context__
    return False
