"""Waiting times as a histogram that can be added up: DDSketch's buckets, plain Python.

A wait of x minutes falls into bucket ceil(log(x) / log(GROWTH)); whatever is read back is within
(GROWTH - 1) / (GROWTH + 1) = 2.44 % of the true value. Waits up to a minute share bucket 0 and
are read as one minute. Source: Masson, Rim, Lee: DDSketch, VLDB 2019.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

GROWTH: Final = 1.05
RELATIVE_ERROR: Final = (GROWTH - 1) / (GROWTH + 1)
LOG_GROWTH: Final = math.log(GROWTH)


@dataclass(frozen=True, slots=True)
class Waits:
    """From opening to handling. None when nothing was handled."""

    count: int
    median_minutes: float | None
    p90_minutes: float | None


def bucket_of(minutes: float) -> int:
    """The bucket of a wait."""
    return 0 if minutes <= 1 else math.ceil(math.log(minutes) / LOG_GROWTH)


def minutes_of(bucket: int) -> float:
    """The value a bucket is read as."""
    return 1.0 if bucket <= 0 else 2 * GROWTH**bucket / (GROWTH + 1)


def summary(buckets: Mapping[int, int]) -> Waits:
    """Median and 90th percentile (nearest rank) of a histogram: bucket -> items."""
    total = sum(buckets.values())
    return Waits(total, _at_share(buckets, total, 0.5), _at_share(buckets, total, 0.9))


def _at_share(buckets: Mapping[int, int], total: int, share: float) -> float | None:
    rank, seen = math.ceil(share * total), 0
    for bucket in sorted(buckets):
        seen += buckets[bucket]
        if seen >= rank > 0:
            return minutes_of(bucket)
    return None
