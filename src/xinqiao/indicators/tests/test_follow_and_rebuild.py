"""However the log is cut into batches, the figures are those of a rebuild, and of plain Python."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.accounts.access import SYSTEM
from xinqiao.indicators.models import Fact, RollUp, Wait
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope, part_at
from xinqiao.indicators.selectors.counting import Question, count_facts, known_measures
from xinqiao.indicators.selectors.readings import counts, counts_by
from xinqiao.indicators.services.feed import follow
from xinqiao.indicators.services.rebuild import rebuild
from xinqiao.indicators.tests.histories import (
    BEGIN,
    COUNTY,
    GRIDS,
    MEASURED,
    History,
    Plain,
    counted,
    histories,
    play,
    record,
)

AT = BEGIN + timedelta(days=9, hours=5)
PERIOD = Period.last_days(40, AT + timedelta(days=20))
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def rows() -> list[list[tuple[object, ...]]]:
    """Every row of every table of figures."""
    return [sorted(model.objects.values_list(), key=repr) for model in (Fact, RollUp, Wait)]


def plain_count(facts: list[Plain], measure: str, *, area: str = "", category: str = "") -> int:
    return sum(
        1
        for fact in facts
        if fact.area.startswith(area or COUNTY)
        and fact.category.startswith(category)
        and (day := counted(measure, fact, AT)) is not None
        and PERIOD.holds(day)
    )


@pytest.mark.django_db
@MANY
@given(told=histories, batch=st.integers(1, 7), seen=st.integers(0, 30))
def test_followed_rebuilt_and_counted_by_hand(told: list[History], batch: int, seen: int) -> None:
    facts = [play(number, one) for number, one in enumerate(told, start=1)]
    with transaction.atomic():
        record(facts)
        for _some in range(seen):  # some in small batches, the rest at once
            follow(at=AT, limit=batch)
        follow(at=AT)
        followed = rows()
        _compare(facts)
        rebuild(at=AT)
        assert rows() == followed
        transaction.set_rollback(True)


def _compare(facts: list[Plain]) -> None:
    for scope in (Scope(COUNTY), Scope(COUNTY, category_code="env."), Scope(GRIDS[0])):
        found = counts(actor=SYSTEM, measures=MEASURED, scope=scope, period=PERIOD, at=AT)
        expected = {
            measure: plain_count(facts, measure, area=scope.area_path, category=scope.category_code)
            for measure in MEASURED
        }
        assert found == expected
    for level in (4, 5, 6):
        by_area = counts_by(
            actor=SYSTEM,
            by="area",
            measures=("received", "due", "handled"),
            scope=Scope(COUNTY),
            period=PERIOD,
            at=AT,
            level=level,
        )
        places = {part_at(fact.area, level) for fact in facts} - {""}
        assert set(by_area) == {
            place for place in places if plain_count(facts, "received", area=place)
        }
        for place, numbers in by_area.items():
            for measure, number in numbers.items():
                assert number == plain_count(facts, measure, area=str(place))


@pytest.mark.django_db
@MANY
@given(told=histories)
def test_roll_ups_tell_what_the_facts_tell(told: list[History]) -> None:
    """Every way to ask gives the same from sums and from single facts."""
    with transaction.atomic():
        record([play(number, one) for number, one in enumerate(told, start=1)])
        follow(at=AT)
        asked: list[dict[str, Any]] = [
            {"scope": Scope(COUNTY), "by": "category"},
            {"scope": Scope(COUNTY, category_code="env."), "by": "category"},
            {"scope": Scope(COUNTY, category_code="env.noise."), "by": "area"},
            {"scope": Scope(COUNTY), "by": "organisation"},
            {"scope": Scope(COUNTY, organisation_id=7), "by": "day"},
            {"scope": Scope(COUNTY, organisation_id=7), "by": "area"},
            {"scope": Scope("51."), "by": "area"},
            {"scope": Scope(""), "by": "day"},
        ]
        for one in asked:
            more: dict[str, Any] = {"measures": MEASURED, "period": PERIOD, "at": AT}
            found = counts_by(actor=SYSTEM, **one, **more)
            question = Question(one["scope"], PERIOD, AT, known_measures(MEASURED), one["by"])
            assert found == count_facts(question), one
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_second_round_changes_nothing() -> None:
    facts = [play(1, History(0, 0, 0, 0, []))]
    record(facts)
    assert follow(at=AT) == 1
    before = rows()
    assert follow(at=AT) == 0
    assert rows() == before


@pytest.mark.django_db
def test_what_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cursor and the figures move together or not at all."""
    from xinqiao.indicators.models import Progress

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    record([play(1, History(0, 0, 0, 0, []))])
    with monkeypatch.context() as patch:
        patch.setattr(Progress, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            follow(at=AT)
    assert not Fact.objects.exists()
    assert not RollUp.objects.exists()
    assert follow(at=AT) == 1
    assert Fact.objects.count() == 1
