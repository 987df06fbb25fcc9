"""What makes an issue hot, and that the parts add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xinqiao.issues.heat import Rule, Told, heat_of, total

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ONE = Told(at=NOW, day=1, support=0, is_waiting=False, is_late=False)
RULE = Rule()


def heat(*told: Told) -> float:
    return total(heat_of(told, rule=RULE, now=NOW))


def test_more_newer_supported_waiting_late_and_spread_is_hotter() -> None:
    base = heat(ONE, ONE)
    old = replace(ONE, at=NOW - timedelta(days=60))
    assert heat(ONE, ONE, ONE) > base
    assert heat(old, old) < base
    for hotter in (
        replace(ONE, support=5),
        replace(ONE, is_waiting=True),
        replace(ONE, is_late=True),
        replace(ONE, day=2),
    ):
        assert heat(ONE, hotter) > base


def test_a_half_life_halves_what_is_recent() -> None:
    old = replace(ONE, at=NOW - timedelta(days=RULE.half_life_days))
    parts = {part.name: part for part in heat_of([old], rule=RULE, now=NOW)}
    assert parts["recent"].count == 0.5
    assert 0 < parts["recent"].points < RULE.recent_points


def test_an_issue_without_requests_is_cold() -> None:
    assert heat() == 0


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90), st.booleans()), min_size=1))
def test_the_heat_is_the_sum_of_its_parts(rows: list[tuple[int, int, bool]]) -> None:
    told = [
        Told(NOW - timedelta(days=age), age, support, is_waiting=late, is_late=late)
        for age, support, late in rows
    ]
    parts = heat_of(told, rule=RULE, now=NOW)
    assert total(parts) == round(sum(part.points for part in parts), 1)
    assert all(part.points >= 0 for part in parts)
