"""Lanes have stewards, upkeep falls due, is done with a photo, and what is late climbs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.tests.browse import browser, picture, words_of
from xinqiao.cases.tests.world import AT, IN_GRID, World, item_of, kinds_of, make_world, photo
from xinqiao.events.services.outbox import drain
from xinqiao.field.contract import Fate, command_of
from xinqiao.kit.time import local_day
from xinqiao.notifications.models import Notice as Told
from xinqiao.registry.beginnings import seed_registry
from xinqiao.registry.models import Facility
from xinqiao.registry.services.facilities import FacilityDraft, add_facility, set_steward
from xinqiao.upkeep.errors import PhotoNeeded, PlannedAlready, PlansAreForStaff, TaskNotFound
from xinqiao.upkeep.models import Plan, Task
from xinqiao.upkeep.phone import _check, _rows
from xinqiao.upkeep.rhythm import Every, Rhythm, owed
from xinqiao.upkeep.seed import seed_upkeep
from xinqiao.upkeep.selectors.upkeep import figures, get_task, my_tasks
from xinqiao.upkeep.services.check import Checked, check_task
from xinqiao.upkeep.services.plans import PlanDraft, end_plan, start_plan
from xinqiao.upkeep.services.rounds import let_fall_due
from xinqiao.upkeep.services.settle import settle_task
from xinqiao.workflow import snapshot
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound
from xinqiao.workflow.selectors.links import linked_items
from xinqiao.workflow.services.sweep import sweep

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    snapshot.forget()
    seed_registry(actor=SYSTEM, at=AT - 400 * DAY)
    seed_upkeep(actor=SYSTEM, at=AT - 400 * DAY)
    return make_world()


def lane(world: World, name: str = "学府巷", *, steward: str = "worker") -> Facility:
    lon, lat = IN_GRID
    line = {"type": "LineString", "coordinates": [[lon, lat], [lon + 0.001, lat]]}
    draft = FacilityDraft(kind="lane", name=name, area_id=world.grid.pk, geometry=line)
    made = add_facility(actor=world.desk, draft=draft, at=AT)
    if steward:
        post = world.posts[steward]
        set_steward(actor=world.desk, facility_id=made.pk, post_id=post.pk, at=AT)
    return made


def plan(world: World, facility: Facility, **more: Any) -> Plan:
    facts: dict[str, Any] = {
        "facility_id": facility.pk,
        "kind": "patrol",
        "interval": 7,
        "starts_on": local_day(AT),
    }
    return start_plan(actor=world.desk, draft=PlanDraft(**(facts | more)), at=AT)


def due(world: World, **more: Any) -> Task:
    plan(world, lane(world), **more)
    assert let_fall_due(at=AT) == 1
    return Task.objects.get()


def check(world: World, task: Task, *, by: str = "worker", at: Any = None, **more: Any) -> Any:
    at = at or AT + timedelta(hours=2)
    checked = Checked(**({"proof_tokens": (photo(at),)} | more))
    actor = getattr(world, by)
    return check_task(actor=actor, item_id=task.pk, checked=checked, at=at)


def told(username_key: str, world: World) -> list[str]:
    while drain(limit=200, at=AT + 9 * DAY).taken:
        pass
    rows = Told.objects.filter(recipient_id=world.actors[username_key].user_id)
    return list(rows.values_list("template", flat=True))


def test_upkeep_falls_due_once_and_belongs_to_the_steward(world: World) -> None:
    task = due(world, days_allowed=3)
    assert task.item.owner_post_id == world.posts["worker"].pk
    assert task.item.due_at is not None
    assert 2 * DAY < task.item.due_at - AT <= 3 * DAY
    assert let_fall_due(at=AT) == 0
    assert [one.pk for one in my_tasks(actor=world.worker)] == [task.pk]
    assert not my_tasks(actor=world.stranger).exists()


def test_an_absence_is_caught_up_with_one_task(world: World) -> None:
    task = due(world)
    assert let_fall_due(at=AT + 30 * DAY) == 0
    task.refresh_from_db()
    assert task.turns == 5
    check(world, task, at=AT + 30 * DAY)
    assert let_fall_due(at=AT + 30 * DAY) == 0
    assert let_fall_due(at=AT + 35 * DAY) == 1


def test_a_lane_without_steward_is_the_communitys(world: World) -> None:
    plan(world, lane(world, steward=""))
    let_fall_due(at=AT)
    owner = Task.objects.get().item.owner_post
    assert owner is not None
    assert owner.area.level >= 5
    found = figures(actor=world.desk, at=AT)
    assert (found.lanes, found.stewarded, found.without_steward) == (1, 0, 1)


def test_done_with_a_photo_and_confirmed(world: World) -> None:
    task = due(world)
    with pytest.raises(PhotoNeeded):
        check(world, task, proof_tokens=())
    check(world, task, words="已清扫，补种月季。")
    with pytest.raises(ActionNotPossible):
        check(world, task)
    with pytest.raises((ActionNotYours, ItemNotFound)):
        settle_task(actor=world.worker, item_id=task.pk, action="confirm", at=AT + DAY)
    settle_task(actor=world.desk, item_id=task.pk, action="confirm", at=AT + DAY)
    assert item_of(task.pk).state == "confirmed"
    found = figures(actor=world.desk, at=AT + DAY)
    assert (found.open, found.overdue, found.done) == (0, 0, 1)


def test_nobody_looks_and_it_counts_as_confirmed(world: World) -> None:
    task = due(world)
    check(world, task)
    sweep(at=AT + 5 * DAY)
    told("worker", world)
    assert item_of(task.pk).state == "confirmed"
    assert kinds_of(task.pk)[-1] == "upkeep.let_pass"


def test_sent_back_it_is_due_again(world: World) -> None:
    task = due(world)
    check(world, task)
    settle_task(
        actor=world.desk, item_id=task.pk, action="send_back", reason="墙根没扫", at=AT + DAY
    )
    assert item_of(task.pk).state == "todo"
    assert "upkeep.returned" in told("worker", world)
    check(world, task, at=AT + 2 * DAY)


def test_what_is_late_climbs(world: World) -> None:
    task = due(world, days_allowed=1)
    for hours in (23, 25, 26):
        sweep(at=AT + timedelta(hours=hours))
    assert "upkeep.late" in told("worker", world)
    assert "upkeep.climbed" in told("desk", world)
    assert figures(actor=world.desk, at=AT + 2 * DAY).overdue == 1
    sweep(at=AT + 5 * DAY)
    assert item_of(task.pk).level == 4


def test_a_defect_becomes_a_request_linked_both_ways(world: World) -> None:
    task = due(world)
    check(world, task, defect="路灯不亮", category="facility.light.")
    task.refresh_from_db()
    assert task.request_item is not None
    assert [one.number for one in linked_items(actor=world.desk, item=task.item)] == [
        task.request_item.number
    ]
    assert task.request_item.area_id == world.grid.pk


def test_a_new_steward_takes_over_what_is_due(world: World) -> None:
    task = due(world)
    post = world.posts["desk"]
    facility_id = task.plan.facility_id
    set_steward(actor=world.desk, facility_id=facility_id, post_id=post.pk, at=AT + DAY)
    told("desk", world)
    assert item_of(task.pk).owner_post_id == post.pk
    assert kinds_of(task.pk)[-1] == "upkeep.moved"


def test_plans_are_made_by_staff_of_the_place_and_once(world: World) -> None:
    facility = lane(world)
    made = plan(world, facility)
    with pytest.raises(PlannedAlready):
        plan(world, facility)
    draft = PlanDraft(facility_id=facility.pk, kind="road", starts_on=local_day(AT))
    with pytest.raises(PlansAreForStaff):
        start_plan(actor=world.worker, draft=draft, at=AT)
    end_plan(actor=world.desk, plan_id=made.pk, at=AT)
    assert let_fall_due(at=AT) == 0


def test_the_phone_carries_and_checks(world: World) -> None:
    task = due(world)
    (row,) = _rows(world.worker, AT)
    assert row["id"] == task.pk
    assert not _rows(world.stranger, AT)
    assert command_of("upkeep.check") is not None
    payload = {"id": task.pk, "state": "defect", "words": "井盖松动", "photos": [photo(AT + DAY)]}
    assert _check(world.worker, payload, AT + DAY).fate is Fate.DONE
    assert Task.objects.get().request_item is not None
    with pytest.raises(TaskNotFound):
        _check(world.worker, {"id": "x"}, AT)


def test_pages(world: World, django_assert_max_num_queries: Any) -> None:
    task = due(world)
    lane(world, "背街巷", steward="")
    desk, worker = browser(world.desk), browser(world.worker)
    with django_assert_max_num_queries(30):
        assert "学府巷" in words_of(desk.get("/desk/upkeep/"))
    assert "背街巷" in words_of(desk.get("/desk/upkeep/?tab=orphans"))
    assert "学府巷" in words_of(desk.get("/desk/upkeep/?tab=plans"))
    facility = desk.get(f"/desk/registry/facilities/{task.plan.facility_id}/")
    assert f"/desk/upkeep/facilities/{task.plan.facility_id}/plan/" in facility.content.decode()
    page = f"/desk/upkeep/tasks/{task.item.number}/"
    assert worker.post(f"{page}check", {"words": "好"}).status_code == 422
    assert worker.post(f"{page}check", {"photos": picture()}).status_code == 302
    assert desk.post(f"{page}confirm").status_code == 302
    assert browser(world.stranger).get(page).status_code == 404
    new = f"/desk/upkeep/facilities/{task.plan.facility_id}/plan/"
    assert desk.get(new).status_code == 200
    weekly = {"kind": "road", "every": "week", "days_allowed": 2, "starts_on": "2026-12-01"}
    assert desk.post(new, weekly).status_code == 422
    assert desk.post(new, weekly | {"weekdays": ["1", "4"]}).status_code == 302
    assert get_task(actor=world.desk, number=task.item.number).item.state == "confirmed"


RHYTHMS = st.one_of(
    st.builds(lambda n: Rhythm(Every.DAYS, date(2026, 1, 1), n), st.integers(1, 60)),
    st.builds(
        lambda d: Rhythm(Every.WEEK, date(2026, 1, 1), 1, tuple(d)),
        st.sets(st.integers(1, 7), min_size=1),
    ),
    st.builds(
        lambda d: Rhythm(Every.MONTH, date(2026, 1, 1), 1, tuple(d)),
        st.sets(st.integers(1, 31), min_size=1, max_size=4),
    ),
)


@given(RHYTHMS, st.integers(0, 200), st.integers(0, 120))
def test_an_absence_loses_no_turn_and_makes_one_task(rhythm: Rhythm, begin: int, gone: int) -> None:
    first = rhythm.from_day(date(2026, 1, 1) + begin * DAY)
    horizon = first + gone * DAY
    turn = owed(rhythm, next_on=first, horizon=horizon, until=None)
    assert turn is not None
    assert first <= turn.day <= horizon < turn.next
    assert turn.turns == len(list(rhythm.turns(first, horizon)))
