"""What somebody wants to see on the board, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self
from urllib.parse import urlencode

from xinqiao.indicators.periods import Period
from xinqiao.kit.time import local_day

PERIODS = ("today", "7d", "30d", "90d", "year")
DEFAULT_PERIOD = "30d"
DEFAULT_INDICATOR = "on_time_rate"
TREND_DAYS = 30
LONG_TREND_DAYS = 90
_LONG = frozenset({"90d", "year"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardQuery:
    """Empty members mean the actor's own area, thirty days and what is handled on time.

    area: the code of an area. unit: the id of an organisation. indicator: the code of a definition.
    """

    area: str = ""
    unit: int | None = None
    period: str = DEFAULT_PERIOD
    indicator: str = DEFAULT_INDICATOR

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read a query string leniently: what cannot be read is as if it were not there."""
        area, unit = query.get("area", ""), query.get("unit", "")
        period, indicator = query.get("period", ""), query.get("indicator", "")
        is_number = unit.isascii() and unit.isdecimal() and len(unit) < 19
        return cls(
            area=area if area.isascii() and area.isalnum() else "",
            unit=int(unit) if is_number else None,
            period=period if period in PERIODS else DEFAULT_PERIOD,
            indicator=indicator if indicator.isidentifier() else DEFAULT_INDICATOR,
        )

    def to_query(self, **changes: Any) -> str:
        """The query string that `from_query` reads back, with changes; defaults are left out."""
        wanted = replace(self, **changes)
        pairs = {
            "area": wanted.area,
            "unit": wanted.unit or "",
            "period": "" if wanted.period == DEFAULT_PERIOD else wanted.period,
            "indicator": "" if wanted.indicator == DEFAULT_INDICATOR else wanted.indicator,
        }
        return urlencode({name: value for name, value in pairs.items() if value != ""})

    def days(self, at: datetime) -> Period:
        """The days that the map, the rankings and the waits count."""
        today = local_day(at)
        if self.period == "today":
            return Period(today, today)
        if self.period == "year":
            return Period(date(today.year, 1, 1), today)
        return Period.last_days(int(self.period.removesuffix("d")), at)

    def trend_days(self, at: datetime) -> Period:
        """The days that the lines show; yesterday and today are always among them."""
        return Period.last_days(LONG_TREND_DAYS if self.period in _LONG else TREND_DAYS, at)
