"""The requester has the last word: rating, call-back, reopening, and the end of the loop."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import AlreadyRated, BadScore, NotYetConclusive, SameHandler
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.confirm import call_back_case, conclude_case, rate_case
from xinqiao.cases.tests.world import (
    AT,
    DAY,
    HOUR,
    World,
    case_of,
    item_of,
    kinds_of,
    make_world,
)
from xinqiao.events.models import Event
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound
from xinqiao.workflow.models import Deadline, Part, Rating


def _clocks(case_id: int) -> set[str]:
    return set(
        Deadline.objects.filter(item_id=case_id, met_at=None, cancelled_at=None).values_list(
            "clock", flat=True
        )
    )


def test_a_satisfied_requester_closes_it(world: World) -> None:
    case_id = world.answered()
    item = rate_case(actor=world.resident, item_id=case_id, score=5, words="谢谢", at=AT + DAY)
    case = case_of(case_id)
    assert (item.state, item.is_open, item.closed_at) == ("closed", False, AT + DAY)
    assert (case.score, case.is_confirmed) == (5, True)
    rating = Rating.objects.get(item_id=case_id)
    assert (rating.words, rating.is_satisfied, rating.by_call_back) == ("谢谢", True, False)
    assert _clocks(case_id) == set()
    assert item.done_at == AT


def test_by_the_link_without_an_account(world: World) -> None:
    reported = world.report(actor=ANONYMOUS)
    accept_case(actor=world.worker, item_id=reported.case_id, at=AT)
    world.close(reported.case_id)
    rate_case(actor=ANONYMOUS, token=reported.token, score=3, at=AT)
    assert item_of(reported.case_id).state == "closed"


def test_a_second_click_counts_once(world: World) -> None:
    for score in (4, 1):
        case_id = world.answered()
        rate_case(actor=world.resident, item_id=case_id, score=score, at=AT)
        with pytest.raises(AlreadyRated):
            rate_case(actor=world.resident, item_id=case_id, score=score, at=AT)
        assert Rating.objects.filter(item_id=case_id).count() == 1


def test_who_may_not_rate(world: World) -> None:
    case_id = world.answered()
    for who in ("passer_by", "stranger"):
        with pytest.raises(ItemNotFound):
            rate_case(actor=world.actors[who], item_id=case_id, score=5, at=AT)
    with pytest.raises(ActionNotYours):
        rate_case(actor=world.colleague, item_id=case_id, score=5, at=AT)
    # Whoever recorded it also holds the link; the one who closed it still may not use it.
    token = case_of(case_id).token
    with pytest.raises(SameHandler):
        rate_case(actor=world.worker, token=token, score=5, at=AT)
    assert item_of(case_id).state == "answered"


@pytest.mark.parametrize("score", [0, 6, -1])
def test_stars_are_one_to_five(world: World, score: int) -> None:
    with pytest.raises(BadScore):
        rate_case(actor=world.resident, item_id=world.answered(), score=score, at=AT)


def test_not_before_the_answer(world: World) -> None:
    with pytest.raises(ActionNotPossible):
        rate_case(actor=world.resident, item_id=world.handled(), score=5, at=AT)


def test_the_call_back_is_made_by_somebody_else(world: World) -> None:
    case_id = world.report(category_code="other.").case_id
    accept_case(actor=world.desk, item_id=case_id, at=AT)
    world.close(case_id, actor=world.desk)
    with pytest.raises(SameHandler):
        call_back_case(actor=world.desk, item_id=case_id, score=5, at=AT)
    assert item_of(case_id).state == "answered"
    call_back_case(actor=world.second_desk, item_id=case_id, score=5, words="满意", at=AT)
    assert Rating.objects.get(item_id=case_id).by_call_back
    assert Event.objects.get(kind="cases.called_back").on_behalf


def test_a_grid_worker_cannot_call_back(world: World) -> None:
    with pytest.raises(ActionNotYours):
        call_back_case(actor=world.colleague, item_id=world.answered(), score=5, at=AT)


def test_the_first_time_it_goes_back_with_new_clocks(world: World) -> None:
    case_id = world.answered()
    item = rate_case(actor=world.resident, item_id=case_id, score=2, at=AT + DAY)
    assert (item.state, item.done_at) == ("assigned", None)
    assert item.owner_post_id == world.posts["worker"].pk
    assert _clocks(case_id) == {"accept", "handle"}
    handle = Deadline.objects.get(item_id=case_id, clock="handle", met_at=None)
    assert handle.starts_at == AT + DAY
    assert not item.assignments.filter(part=Part.SUPERVISE).exists()
    assert (case_of(case_id).times_reopened, case_of(case_id).is_confirmed) == (1, None)


def test_the_second_time_the_county_watches(world: World) -> None:
    case_id = world.answered()
    rate_case(actor=world.resident, item_id=case_id, score=1, at=AT)
    accept_case(actor=world.worker, item_id=case_id, at=AT)
    world.close(case_id)
    call_back_case(actor=world.desk, item_id=case_id, score=1, at=AT + HOUR)
    item = item_of(case_id)
    assert item.state == "assigned"
    watching = item.assignments.get(part=Part.SUPERVISE, until=None)
    assert watching.post_id == world.posts["county_staff"].pk
    assert kinds_of(case_id)[-2:] == ["cases.reopened", "cases.supervised"]


def test_only_what_came_back_twice_can_be_concluded(world: World) -> None:
    case_id = world.answered()
    with pytest.raises(NotYetConclusive):
        conclude_case(actor=world.county_staff, item_id=case_id, words="已尽职", at=AT)
    for _ in range(2):
        rate_case(actor=world.resident, item_id=case_id, score=1, at=AT)
        accept_case(actor=world.worker, item_id=case_id, at=AT)
        world.close(case_id)
    with pytest.raises(ActionNotYours):
        conclude_case(actor=world.desk, item_id=case_id, words="已尽职", at=AT)
    item = conclude_case(actor=world.county_staff, item_id=case_id, words="已尽职", at=AT)
    assert (item.state, case_of(case_id).is_confirmed) == ("closed", False)


@pytest.fixture
def one_world(db: None) -> World:
    return make_world()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(min_value=1, max_value=5), min_size=1, max_size=4))
def test_however_often_it_comes_back(one_world: World, scores: list[int]) -> None:
    """It stays open until somebody is satisfied, always owned, always on a new clock."""
    world = one_world
    case_id = world.answered()
    times = 0
    for score in scores:
        item = rate_case(actor=world.resident, item_id=case_id, score=score, at=AT)
        watched = item.assignments.filter(part=Part.SUPERVISE, until=None).exists()
        if score > 2:
            assert not item.is_open
            break
        times += 1
        assert item.is_open
        assert case_of(case_id).times_reopened == times
        assert _clocks(case_id) == {"accept", "handle"}
        assert item.owner_post_id == world.posts["worker"].pk
        assert watched is (times > 1)
        accept_case(actor=world.worker, item_id=case_id, at=AT)
        world.close(case_id)
    assert Rating.objects.filter(item_id=case_id).count() == times + (not item.is_open)
