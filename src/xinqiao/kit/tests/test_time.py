"""Moments are stored in UTC and spoken in Shanghai."""

from datetime import UTC, date, datetime

import pytest

from xinqiao.kit import time as clock

NINE = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01 09:30",
        "2026/3/1 9:30",
        "2026年3月1日 9:30",
        "2026-03-01T09:30:00+08:00",
        "2026-03-01T01:30:00Z",
        "20260301093000",
    ],
)
def test_moments_are_read_as_offices_write_them(written):
    assert clock.parse_time(written) == NINE


@pytest.mark.parametrize("written", ["", "yesterday", "2026-13-01", "0001-01-01", "20261301", "99"])
def test_other_words_are_no_time(written):
    with pytest.raises(clock.BadTime):
        clock.parse_time(written)


def test_days_are_days_in_shanghai():
    late = datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert clock.local_day(late) == date(2026, 3, 1)
    assert clock.day_range(date(2026, 3, 1))[0] == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert clock.local_day(clock.parse_time("2026.3.1")) == date(2026, 3, 1)
    assert clock.format_time(NINE) == "2026-03-01 09:30"
    assert clock.format_iso(NINE) == "2026-03-01T01:30:00Z"
    with pytest.raises(ValueError, match="time zone"):
        clock.require_aware(datetime(2026, 3, 1))
