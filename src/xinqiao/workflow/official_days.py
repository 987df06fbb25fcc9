"""The days of the State Council's yearly notice, as the `holidays` package has them.

The package goes on computing festivals for years whose notice is not out yet, without the swapped
days; those years are not official and are refused here.
"""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Final

import holidays
from holidays.countries.china import ChinaStaticHolidays

SOURCE: Final = f"holidays {version('holidays')}"
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """A day that differs from the plain week."""

    day: date
    is_off: bool
    name: str


def known_years() -> tuple[int, ...]:
    """The years whose notice the package knows."""
    return tuple(sorted(ChinaStaticHolidays.special_public_holidays))


def official_days(year: int) -> tuple[OfficialDay, ...]:
    """Weekdays off and weekend days worked of a known year, by date. Raises KeyError."""
    if year not in known_years():
        raise KeyError(year)
    # The neighbours too: the days swapped for New Year's Day may lie in the year before.
    around = holidays.country_holidays("CN", years=range(year - 1, year + 2), language="zh_CN")
    off = [
        OfficialDay(day, True, name[:60])
        for day, name in around.items()
        if day.year == year and day.weekday() < SATURDAY
    ]
    worked = [
        OfficialDay(day, False, "调休上班")
        for day in around.weekend_workdays
        if day.year == year and day.weekday() >= SATURDAY
    ]
    return tuple(sorted([*off, *worked], key=lambda one: one.day))
