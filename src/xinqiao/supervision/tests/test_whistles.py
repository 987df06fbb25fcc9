"""Whistle statistics add up, and each sees only what they answer for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.browse import counting, statements
from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.supervision.selectors.whistles import (
    STATES,
    WhistleFilter,
    by_street,
    by_unit,
    called,
    whistle_page,
)

SOON = AT + 2 * HOUR
LATE = AT + 6 * DAY


def call(world: World, *, at: datetime = AT) -> int:
    case_id = world.handled()
    whistle_case(actor=world.desk, item_id=case_id, co=(world.water.pk,), reason="请到场", at=at)
    return case_id


@pytest.fixture
def called_out(world: World) -> dict[str, int]:
    """One call of the water company for each way it can end."""
    ways = {state: call(world) for state in ("in_time", "late", "missing", "dropped")}
    ways["waiting"] = call(world, at=LATE - HOUR)

    def come(state: str, at: datetime) -> None:
        reply_as_co_unit(actor=world.water_staff, item_id=ways[state], words="到了", at=at)

    come("in_time", SOON)
    come("late", LATE - DAY)
    withdraw_case(actor=world.desk, item_id=ways["dropped"], reason="重复", at=SOON)
    return ways


def period(**more: str) -> WhistleFilter:
    return WhistleFilter(since=AT - DAY, until=LATE + DAY, **more)


def test_numbers_add_up(world: World, called_out: dict[str, int]) -> None:
    (row,) = by_unit(actor=world.street_staff, filter=period(), at=LATE)
    assert (row.name, row.whistles) == ("自来水公司", 5)
    assert [getattr(row, state) for state in STATES] == [1, 1, 1, 1, 1]
    assert row.rate == pytest.approx(1 / 3)
    assert row.median == (timedelta(hours=2) + (LATE - DAY - AT)) / 2
    (street,) = by_street(actor=world.street_staff, filter=period(), at=LATE)
    assert (street.name, street.whistles) == ("古湖街道", 5)


@pytest.mark.parametrize("state", STATES)
def test_each_number_opens_down_to_its_items(
    world: World, called_out: dict[str, int], state: str
) -> None:
    wanted = period(unit=f"organisation:{world.water.pk}", state=state)
    page = whistle_page(actor=world.street_staff, filter=wanted, at=LATE)
    assert [part.item_id for part in page] == [called_out[state]]


def test_who_sees_which_calls(world: World, called_out: dict[str, int]) -> None:
    def seen(name: str) -> int:
        return called(actor=getattr(world, name), filter=period(), at=LATE).count()

    assert seen("county_staff") == seen("desk") == seen("water_staff") == 5
    for stranger in ("other_desk", "property_staff", "worker", "resident"):
        assert seen(stranger) == 0, stranger


def test_a_period_is_a_period(world: World, called_out: dict[str, int]) -> None:
    early = WhistleFilter(since=AT - 2 * DAY, until=AT)
    assert by_unit(actor=world.county_staff, filter=early, at=LATE) == []


def test_statements_do_not_grow(world: World, called_out: dict[str, int]) -> None:
    counts = []
    for _ in range(2):
        with counting() as context:
            by_unit(actor=world.street_staff, filter=period(), at=LATE)
            by_street(actor=world.street_staff, filter=period(), at=LATE)
        counts.append(len(statements(context)))
        call(world)
    assert counts == [3, 3]
