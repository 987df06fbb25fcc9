"""Counters that slow down abuse, shared by all web processes."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from xinqiao.accounts.models import RateBucket
from xinqiao.kit.errors import TooMany

_COUNT = """
INSERT INTO accounts_ratebucket AS bucket (key, period_start, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN bucket.period_start = excluded.period_start
                 THEN bucket.count + 1 ELSE 1 END,
    period_start = excluded.period_start
RETURNING count
"""


def take(*, key: str, limit: int, period_seconds: int, at: datetime) -> int:
    """Count one use of `key` and return how many there were in this period, in one statement.

    key: who and what, at most 120 letters, never a plain phone or address (`client_key`).
    Periods are aligned to the clock. Raises TooMany with the seconds until the next period.
    """
    start = at.timestamp() // period_seconds * period_seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, datetime.fromtimestamp(start, UTC)])
        count = int(cursor.fetchone()[0])
    if count > limit:
        raise TooMany(seconds=max(1, int(start + period_seconds - at.timestamp())))
    return count


def forget_old(*, at: datetime) -> int:
    """Delete counters of periods that began more than two days ago; return how many."""
    deleted, _by_model = RateBucket.objects.filter(period_start__lt=at - timedelta(days=2)).delete()
    return deleted
