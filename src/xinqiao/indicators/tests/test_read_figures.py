"""Who may read which figures, what counts as due at a moment, and the items behind a figure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS, SYSTEM
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, make_world
from xinqiao.indicators.errors import UnknownIndicator, UnknownMeasure
from xinqiao.indicators.models import Fact
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.exact import exact_readings_by, items_behind
from xinqiao.indicators.selectors.readings import counts, readings, readings_by
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.errors import NotAllowed

LATER = AT + 20 * DAY
MONTH = Period.last_days(40, LATER)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def _read(world: World, who: str, scope: Scope) -> dict[str, object]:
    actor = {"system": SYSTEM, "nobody": ANONYMOUS}.get(who) or world.actors[who]
    return dict(readings(actor=actor, codes=["handled_rate"], scope=scope, period=MONTH, at=LATER))


def test_owner_colleague_and_stranger(world: World) -> None:
    """The desk reads its community; a colleague next door, a worker and a resident do not."""
    own = Scope(world.community.path)
    assert _read(world, "desk", own)
    assert _read(world, "county_staff", own)
    for who in ("other_desk", "worker", "resident", "nobody"):
        with pytest.raises(NotAllowed):
            _read(world, who, own)
    for wider in (Scope(world.street.path), Scope(world.county.path), Scope("")):
        with pytest.raises(NotAllowed):
            _read(world, "desk", wider)


def test_a_unit_reads_its_own_figures(world: World) -> None:
    case_id = world.report().case_id
    dispatch_case(
        actor=world.desk, item_id=case_id, organisation_id=world.water.pk, reason="供水", at=AT
    )
    follow(at=AT)
    own = Scope(world.county.path, organisation_id=world.water.pk)
    found = counts(
        actor=world.water_staff, measures=["received"], scope=own, period=MONTH, at=LATER
    )
    assert found == {"received": 1}
    others = Scope(world.county.path, organisation_id=world.property.pk)
    for scope in (others, Scope(world.county.path)):
        with pytest.raises(NotAllowed):
            counts(
                actor=world.water_staff, measures=["received"], scope=scope, period=MONTH, at=LATER
            )


def test_a_promise_is_due_when_its_time_has_come(world: World) -> None:
    case_id = world.handled(at=AT)
    follow(at=AT)
    due = Fact.objects.get(pk=case_id).due_at
    assert due is not None

    def pending(at: datetime) -> dict[str, int]:
        return counts(
            actor=SYSTEM,
            measures=("due", "due_overdue_pending"),
            scope=Scope(world.county.path),
            period=MONTH,
            at=at,
        )

    one_second = timedelta(seconds=1)
    assert pending(due - one_second) == {"due": 0, "due_overdue_pending": 0}
    assert pending(due) == {"due": 1, "due_overdue_pending": 1}
    assert pending(due + DAY) == {"due": 1, "due_overdue_pending": 1}


def test_every_figure_opens_down_to_its_items(world: World) -> None:
    late = world.handled(at=AT)
    done = world.answered(at=AT + HOUR)
    follow(at=AT)
    asked: dict[str, Any] = {"scope": Scope(world.county.path), "period": MONTH, "at": LATER}
    found = readings(actor=world.county_staff, codes=["handled_rate"], **asked)["handled_rate"]
    above = items_behind(actor=world.county_staff, code="handled_rate", side="numerator", **asked)
    below = items_behind(actor=world.county_staff, code="handled_rate", side="denominator", **asked)
    assert [fact.pk for fact in above] == [done]
    assert [fact.pk for fact in below] == [late, done]
    assert (found.numerator, found.denominator) == (above.count(), below.count())
    by_person = exact_readings_by(
        actor=world.county_staff, by="person", codes=["handled_rate"], **asked
    )
    worker = world.worker.user_id or 0
    reading = by_person[worker]["handled_rate"]
    assert (reading.numerator, reading.denominator) == (1, 2)
    mine = items_behind(
        actor=world.county_staff,
        code="handled_rate",
        side="denominator",
        person_id=worker,
        **asked,
    )
    assert [fact.pk for fact in mine] == [late, done]
    by_post = exact_readings_by(
        actor=world.county_staff, by="post", codes=["handled_rate"], **asked
    )
    post = Fact.objects.get(pk=done).post_id
    assert by_post[post]["handled_rate"].value == 0.5
    assert (
        exact_readings_by(
            actor=world.county_staff, by="post", codes=["handled_rate"], keys=[0], **asked
        )
        == {}
    )


def test_units_and_people_have_figures_of_their_own(world: World) -> None:
    world.answered(at=AT)
    follow(at=AT)
    by_area = readings_by(
        actor=world.county_staff,
        by="area",
        codes=["closed_rate", "handled_rate"],
        scope=Scope(world.street.path),
        period=MONTH,
        at=LATER,
    )
    assert set(by_area) == {world.community.path}
    assert by_area[world.community.path]["closed_rate"].value == 0
    assert by_area[world.community.path]["handled_rate"].value == 1


def test_unknown_names_are_refused_with_a_sentence(world: World) -> None:
    asked: dict[str, Any] = {"scope": Scope(world.county.path), "period": MONTH, "at": LATER}
    with pytest.raises(UnknownIndicator, match="happiness"):
        readings(actor=SYSTEM, codes=["happiness"], **asked)
    with pytest.raises(UnknownMeasure, match="smiles"):
        counts(actor=SYSTEM, measures=["smiles"], **asked)


def test_reading_the_board_takes_constant_statements(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        world.answered(at=AT + number * HOUR)
    follow(at=AT)
    with django_assert_max_num_queries(3):  # definitions, roll-ups, what is due today
        readings(
            actor=world.county_staff,
            codes=["handled_rate", "on_time_rate", "closed_rate", "satisfaction_rate"],
            scope=Scope(world.county.path),
            period=MONTH,
            at=AT,
        )
