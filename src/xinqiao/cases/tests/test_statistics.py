"""The figures people are measured by, each with its own denominator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.statistics import Rate, statistics
from xinqiao.cases.services.close import settle_imported
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, World


def test_the_figures(world: World, django_assert_num_queries: Any) -> None:
    quick = world.handled()
    world.close(quick, at=AT + HOUR)
    rate_case(actor=world.resident, item_id=quick, score=5, at=AT + 2 * HOUR)
    late = world.handled()
    extend_case(actor=world.worker, item_id=late, amount=1, reason="等配件", at=AT)
    world.close(late, at=AT + 20 * DAY)
    again = world.answered()
    rate_case(actor=world.resident, item_id=again, score=1, at=AT)
    gone = world.report().case_id
    withdraw_case(actor=world.resident, item_id=gone, at=AT)
    world.report(category_code="facility.light.", on_behalf=True, actor=world.hotline)
    with django_assert_num_queries(5):
        found = statistics(actor=world.desk, at=AT + 20 * DAY)
    assert found.received == 5
    assert found.by_state == {
        "assigned": 2,
        "handling": 0,
        "waiting": 0,
        "answered": 1,
        "closed": 1,
        "withdrawn": 1,
        "merged": 0,
    }
    assert found.by_colour["green"] == 1
    assert found.by_colour["red"] == 3
    assert found.handled == Rate(2, 4)
    assert found.on_time == Rate(1, 4)
    assert found.satisfied == Rate(1, 2)
    assert found.confirmed == Rate(1, 1)
    assert found.reworked == Rate(1, 3)
    assert found.extended == Rate(1, 4)
    assert found.assisted == Rate(1, 5)
    assert found.accepted.part == 3
    assert found.mean_score == 3
    assert found.median_wait == (20 * DAY + HOUR) / 2
    assert [(c.code, c.received, c.answered) for c in found.by_category] == [
        ("env.garbage.", 4, 2),
        ("facility.light.", 1, 0),
    ]


def test_only_what_one_may_see(world: World) -> None:
    world.report()
    assert statistics(actor=world.worker, at=AT).received == 1
    assert statistics(actor=world.county_staff, at=AT).received == 1
    for who in ("stranger", "other_desk", "water_staff", "system_admin", "resident"):
        assert statistics(actor=world.actors[who], at=AT).received == 0


def test_the_period_and_the_place(world: World) -> None:
    world.report(at=AT)
    world.report(at=AT + DAY)
    actor = world.county_staff
    assert statistics(actor=actor, at=AT, since=AT + HOUR).received == 1
    assert statistics(actor=actor, at=AT, until=AT + HOUR).received == 1
    assert statistics(actor=actor, at=AT, area_path=world.other_grid.path).received == 0


def test_nothing_yet(world: World) -> None:
    found = statistics(actor=world.desk, at=AT)
    assert found.handled.value is None
    assert found.median_wait is None


def test_the_median_of_an_imported_file(world: World) -> None:
    for number, days in enumerate((1, 11, 30)):
        case_id = world.report(source=Source.IMPORT, source_number=str(number)).case_id
        settle_imported(actor=SYSTEM, item_id=case_id, words="已答复", at=AT + timedelta(days=days))
    found = statistics(actor=world.desk, at=AT + 40 * DAY)
    assert found.median_wait == timedelta(days=11)
    assert found.handled == Rate(3, 3)
