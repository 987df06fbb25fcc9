"""How fresh what we know of somebody is (人口活跃度): plain rules, no Django.

Each kind of signal (a visit, a call, what the person declares, a request, a sign-in …) that was
seen says with some weight that the record is right, and the weight halves with each half-life.
The newest signal of a kind counts. Signals of different kinds are independent hints, so

    score = 100 * (1 - product over kinds of (1 - weight * 2 ** (-age / half_life)))

which lies from 0 to 100, never falls when a signal is added, and never rises as signals age.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FULL = 100.0
# Whoever is still fresh after so many days counts as fresh until then.
HORIZON_DAYS = 3653


@dataclass(frozen=True, slots=True)
class Signal:
    """The newest signal of a kind. weight: above 0, at most 1. half_life: days, at least 1."""

    on: date
    weight: float
    half_life: int


def score(signals: Iterable[Signal], today: date) -> float:
    """Points from 0 to 100; a signal from the future counts as one of today."""
    doubt = 1.0
    for signal in signals:
        age = max(0, (today - signal.on).days)
        doubt *= 1.0 - signal.weight * 0.5 ** (age / signal.half_life)
    return FULL * (1.0 - doubt)


def stale_on(signals: Iterable[Signal], threshold: float, today: date) -> date:
    """The first day from `today` on which the score is below `threshold` without a new signal.

    The score only falls as days pass, so the day is found by halving; rows keep it and nothing
    has to be computed again until there is a signal or the weights change.
    """
    known = list(signals)
    if score(known, today) < threshold:
        return today
    low, high = 0, HORIZON_DAYS
    while high - low > 1:
        middle = (low + high) // 2
        if score(known, today + timedelta(days=middle)) < threshold:
            high = middle
        else:
            low = middle
    return today + timedelta(days=high)
