"""Time: stored as aware UTC, spoken and read in Shanghai."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

_FORMATS: Final = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
)


class BadTime(BadInput):
    """A text that is no moment we know how to read."""

    code = "bad_time"
    message = _("“%(text)s” is not a time we can read. Please write it like 2026-03-01 09:30.")


def now() -> datetime:
    """Return this moment as aware UTC."""
    return timezone.now()


def require_aware(at: datetime) -> datetime:
    """Return `at` in UTC; a naive moment is a programming error (ValueError)."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(UTC)


def local(at: datetime) -> datetime:
    """Return the moment on the clocks of Shanghai."""
    return require_aware(at).astimezone(SHANGHAI)


def local_day(at: datetime) -> date:
    """Return the calendar day on which `at` falls in Shanghai."""
    return local(at).date()


def day_start(day: date) -> datetime:
    """Return midnight of `day` in Shanghai as aware UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def day_range(day: date) -> tuple[datetime, datetime]:
    """Return the half-open interval of a Shanghai day as two aware UTC moments."""
    return day_start(day), day_start(day + timedelta(days=1))


def parse_time(text: str) -> datetime:
    """Read a moment as offices write it; without a zone it is Shanghai. Gives aware UTC.

    Accepts ISO 8601, `2026/3/1 9:30`, `2026年3月1日 9:30`, `2026.3.1`, `20260301093000`.
    Raises BadTime.
    """
    words = text.strip()
    moment = _from_iso(words) or _from_formats(words)
    if moment is not None:
        try:
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
            return zoned.astimezone(UTC)
        except (OverflowError, ValueError):
            pass
    raise BadTime(text=words[:40])


def format_time(at: datetime) -> str:
    """Write a moment for people: `2026-03-01 09:30` in Shanghai."""
    return local(at).strftime("%Y-%m-%d %H:%M")


def format_iso(at: datetime) -> str:
    """Write a moment for machines: ISO 8601, UTC, whole seconds, `Z`."""
    return require_aware(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def _from_iso(words: str) -> datetime | None:
    if words.isdigit():
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _from_formats(words: str) -> datetime | None:
    for shape in _FORMATS:
        try:
            return datetime.strptime(words, shape)  # noqa: DTZ007 (the caller adds the zone)
        except ValueError:
            continue
    return None
