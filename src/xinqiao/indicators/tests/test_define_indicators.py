"""Definitions are rows with days of validity; what makes no sense is refused with a sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.metrics import INDICATORS
from xinqiao.cases.tests.world import AT, World, make_world
from xinqiao.events.models import Event
from xinqiao.indicators import declare
from xinqiao.indicators.declare import FlowFeed
from xinqiao.indicators.errors import (
    BadDirection,
    BadIndicatorCode,
    DivisionByZero,
    EmptySide,
    EndsBeforeStart,
    NotAPart,
    NotARate,
    OtherDay,
    PeriodsOverlap,
    UnknownFlow,
    UnknownIndicator,
    UnknownMeasure,
)
from xinqiao.indicators.models import Definition
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.definitions import definition, definitions, history
from xinqiao.indicators.selectors.readings import readings
from xinqiao.indicators.services.definitions import (
    check_sides,
    end_definition,
    save_definition,
    seed_definitions,
)
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.errors import DomainError, NotAllowed

DAY = timedelta(days=1)
START = date(2026, 12, 1)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def save(**more: Any) -> Definition:
    facts: dict[str, Any] = {
        "actor": SYSTEM,
        "flow": "case",
        "code": "own_rate",
        "name": "自定指标",
        "numerator": ["due_handled"],
        "denominator": ["due"],
        "valid_from": START,
        "at": AT,
    }
    return save_definition(**(facts | more))


@pytest.mark.django_db
def test_a_new_place_has_the_declared_ones() -> None:
    found = {row.code: row for row in definitions(AT)}
    assert {one.code for one in INDICATORS} <= set(found)
    assert found["overdue_pending_rate"].better == "low"
    assert seed_definitions() == 0
    for one in INDICATORS:
        check_sides("case", one.numerator, one.denominator)


@pytest.mark.django_db
def test_what_staff_ended_does_not_come_back() -> None:
    row = definition("handled_rate", START)
    end_definition(actor=SYSTEM, definition_id=row.pk, last_day=START, at=AT)
    assert seed_definitions() == 0
    assert definition("handled_rate", START).pk == row.pk
    with pytest.raises(UnknownIndicator):
        definition("handled_rate", START + DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"numerator": ["smiles"]}, UnknownMeasure),
        ({"denominator": ["'; --"]}, UnknownMeasure),
        ({"numerator": []}, EmptySide),
        ({"denominator": []}, EmptySide),
        ({"numerator": ["closed"], "denominator": ["received"]}, OtherDay),
        ({"numerator": ["due_handled"], "denominator": ["due", "handled"]}, OtherDay),
        ({"numerator": ["received"], "denominator": ["valid"]}, NotAPart),
        ({"numerator": ["due_handled", "due_handled"]}, NotAPart),
        ({"numerator": ["due_handled", "due_on_time"]}, NotAPart),
        ({"numerator": ["score_sum"], "denominator": ["rated"]}, NotARate),
        ({"flow": "dreams"}, UnknownFlow),
        ({"code": "Own Rate"}, BadIndicatorCode),
        ({"better": "sideways"}, BadDirection),
        ({"valid_until": START}, EndsBeforeStart),
        ({"valid_until": START - DAY}, EndsBeforeStart),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    changes: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal) as caught:
        save(**changes)
    assert caught.value.sentence()
    assert "%(" not in caught.value.sentence()
    assert "%%" not in caught.value.sentence()
    assert not Definition.objects.filter(code="own_rate").exists()


@pytest.mark.django_db
def test_what_is_never_counted_divides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flow without ratings cannot have a rate of the satisfied."""
    monkeypatch.setattr(declare, "_FEEDS", dict(declare._FEEDS))
    declare.declare(FlowFeed(flow="errand", opened=("errand.open",), done=("errand.done",)))
    with pytest.raises(DivisionByZero):
        save(flow="errand", numerator=["satisfied"], denominator=["rated"])
    assert save(flow="errand").pk


@pytest.mark.django_db
def test_periods_never_overlap() -> None:
    first = save()
    second = save(valid_from=START + 31 * DAY)
    first.refresh_from_db()
    assert first.valid_until == second.valid_from
    for clash in (
        {"valid_from": START + 31 * DAY},
        {"valid_from": START + 10 * DAY, "valid_until": START + 20 * DAY},
        {"valid_from": START - 10 * DAY},
    ):
        with pytest.raises(PeriodsOverlap):
            save(**clash)
    assert save(valid_from=START - 10 * DAY, valid_until=START).pk
    assert [row.valid_from for row in history("own_rate")] == [
        START + 31 * DAY,
        START,
        START - 10 * DAY,
    ]
    with pytest.raises(PeriodsOverlap):
        end_definition(actor=SYSTEM, definition_id=first.pk, last_day=START + 40 * DAY, at=AT)
    with pytest.raises(EndsBeforeStart):
        end_definition(actor=SYSTEM, definition_id=first.pk, last_day=START - DAY, at=AT)


@pytest.mark.django_db
def test_the_database_refuses_as_well() -> None:
    """Whoever writes rows by hand meets the same rules."""
    row = save()
    for changes in (
        {"valid_from": START + DAY},
        {"code": "b", "denominator": []},
        {"code": "c", "valid_until": START},
    ):
        values = {
            "flow": "case",
            "code": "own_rate",
            "name": "x",
            "numerator": ["due"],
            "denominator": ["due"],
            "valid_from": START,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Definition.objects.create(**(values | changes))
    assert row.pk


def test_owner_colleague_and_stranger(world: World) -> None:
    for who in ("desk", "street_staff", "worker", "resident", "audit_admin"):
        with pytest.raises(NotAllowed):
            save(actor=world.actors[who])
    row = save(actor=world.county_staff)
    with pytest.raises(NotAllowed):
        end_definition(actor=world.desk, definition_id=row.pk, last_day=START, at=AT)
    event = Event.objects.get(kind="indicators.definition_saved")
    assert event.data["denominator"] == ["due"]
    assert event.actor_user_id == world.county_staff.user_id


def test_each_day_counts_by_what_was_valid_then(world: World) -> None:
    """A period is cut where the definition changed."""
    world.answered(at=AT)
    world.handled(at=AT + 10 * DAY)
    follow(at=AT)
    row = definition("closed_rate", START)
    changed = AT.date() + 5 * DAY
    save(
        code="closed_rate",
        name="结案率",
        numerator=["withdrawn"],
        denominator=["received"],
        valid_from=changed,
    )
    period = Period(AT.date() - DAY, AT.date() + 20 * DAY)
    found = readings(
        actor=SYSTEM,
        codes=["closed_rate", "response_rate"],
        scope=Scope(world.county.path),
        period=period,
        at=AT + 20 * DAY,
    )
    assert (found["closed_rate"].numerator, found["closed_rate"].denominator) == (0, 2)
    assert found["response_rate"].denominator == 2
    row.refresh_from_db()
    assert row.valid_until == changed
