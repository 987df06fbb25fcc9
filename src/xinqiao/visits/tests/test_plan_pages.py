"""Pages of plans, today's list, coverage, stale people, declarations and weights."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from xinqiao.accounts import sessions
from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.models import User
from xinqiao.field.contract import carried, command_of
from xinqiao.kit.time import now
from xinqiao.registry.models import Person
from xinqiao.visits.models import Declaration, Leave, Plan, PlannedVisit, SignalKind
from xinqiao.visits.seed_freshness import seed_freshness
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.tests.plan_world import BEFORE, DAY, PlanWorld

PLAN = {
    "name": "高龄老人每月一次",
    "target": "person",
    "beat": "monthly",
    "times": "1",
    "gap": "1",
    "contact": "either",
    "owner_rule": "worker",
}


@pytest.fixture
def world(plan_world: PlanWorld) -> PlanWorld:
    seed_freshness(actor=SYSTEM, at=BEFORE)
    return plan_world


def signed_in(world: PlanWorld, post: str) -> Client:
    return browser(world.users[world.posts[post].pk])


def resident(person: Person) -> Client:
    user = User.objects.create(username=f"r{person.pk}", display_name="居民", created_at=BEFORE)
    Person.objects.filter(pk=person.pk).update(user=user)
    return browser(user)


def browser(user: User) -> Client:
    """Signed in with both factors, in English."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user, backend=sessions.BACKEND)
    session = client.session
    session[sessions.STRONG] = True
    session[sessions.SEEN] = now().timestamp()
    session.save()
    return client


def plan_now(world: PlanWorld, **more: Any) -> Plan:
    return world.plan(at=now(), **more)


def test_community_staff_begin_change_and_end_a_plan(world: PlanWorld) -> None:
    person = world.person()
    desk = signed_in(world, "desk")
    data = PLAN | {"area": str(world.community.pk), "tags": [str(world.tag.pk)]}
    answer = desk.post("/desk/visits/plans/new/", data)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/visits/plans/")
    plan = Plan.objects.get()
    assert PlannedVisit.objects.filter(person=person, state="due").count() == 2
    page = desk.get("/desk/visits/plans/").content.decode()
    assert "高龄老人每月一次" in page
    desk.post(f"/desk/visits/plans/{plan.pk}/", data | {"beat": "weekly", "times": "2"})
    old, new = Plan.objects.order_by("pk")
    assert (new.previous, old.valid_until) == (old, new.valid_from)
    desk.post(f"/desk/visits/plans/{new.pk}/end/")
    assert not PlannedVisit.objects.filter(state="due").exists()


def test_a_rhythm_nobody_can_keep_is_refused_with_a_sentence(world: PlanWorld) -> None:
    data = PLAN | {"area": str(world.community.pk), "beat": "weekly", "times": "3", "gap": "5"}
    answer = signed_in(world, "desk").post("/desk/visits/plans/new/", data)
    assert answer.status_code == 422
    assert "Nobody could keep this rhythm" in answer.content.decode()
    assert not Plan.objects.exists()


def test_grid_workers_and_neighbours_do_not_change_plans(world: PlanWorld) -> None:
    plan = plan_now(world)
    assert signed_in(world, "worker").get("/desk/visits/plans/").status_code == 200
    for post, status in (("worker", 403), ("other_desk", 404)):
        assert signed_in(world, post).get(f"/desk/visits/plans/{plan.pk}/").status_code == status
    signed_in(world, "other_desk").post(f"/desk/visits/plans/{plan.pk}/end/")
    assert Plan.objects.get().valid_until is None
    area = {"area": str(world.community.pk)}
    assert (
        signed_in(world, "other_desk").post("/desk/visits/plans/new/", PLAN | area).status_code
        == 422
    )


def test_todays_page_shows_whom_and_leaves_one_out(
    world: PlanWorld, django_assert_max_num_queries: Any
) -> None:
    for name in ("王秀英", "李桂芳"):
        world.person(name)
    plan_now(world)
    worker = signed_in(world, "worker")
    with django_assert_max_num_queries(14):
        page = worker.get("/desk/visits/today/").content.decode()
    assert "王秀英" in page
    assert "1号楼" in page
    row = PlannedVisit.objects.filter(person__name="王秀英", state="due").order_by("slot")[0]
    assert worker.get(f"/desk/visits/today/{row.pk}/").status_code == 200
    assert worker.post(f"/desk/visits/today/{row.pk}/skip/", {"reason": ""}).status_code == 422
    assert worker.post(f"/desk/visits/today/{row.pk}/skip/", {"reason": "住院"}).status_code == 302
    assert "王秀英" not in worker.get("/desk/visits/today/").content.decode()
    other = PlannedVisit.objects.filter(person__name="李桂芳", state="due").order_by("slot")[0]
    stranger = signed_in(world, "far_worker")
    assert stranger.post(f"/desk/visits/today/{other.pk}/skip/", {"reason": "x"}).status_code == 404


def test_leave_is_entered_and_taken_back(world: PlanWorld) -> None:
    worker, today = signed_in(world, "worker"), now().date().isoformat()
    data = {
        "post": str(world.posts["worker"].pk),
        "substitute": str(world.posts["other_worker"].pk),
        "first_day": today,
        "last_day": (now() + 7 * DAY).date().isoformat(),
    }
    assert worker.post("/desk/visits/leave/", data).status_code == 302
    leave = Leave.objects.get()
    assert "2号楼网格员" in worker.get("/desk/visits/leave/").content.decode()
    assert (
        signed_in(world, "far_worker").post(f"/desk/visits/leave/{leave.pk}/end/").status_code
        == 404
    )
    worker.post(f"/desk/visits/leave/{leave.pk}/end/")
    leave.refresh_from_db()
    assert leave.cancelled_at is not None


def test_the_board_counts_and_leads_to_the_visits(
    world: PlanWorld, django_assert_max_num_queries: Any
) -> None:
    for grid in (0, 1):
        world.person(home=world.home(grid=grid))
    plan_now(world)
    make_rounds(at=now() + 7 * DAY)
    desk = signed_in(world, "desk")
    with django_assert_max_num_queries(16):
        page = desk.get("/desk/visits/coverage/").content.decode()
    assert "1号楼网格" in page
    assert "2号楼网格" in page
    code = world.grids[0].code
    for kind in ("planned", "done", "missed", "overdue", "unowned", "nonsense"):
        path = f"/desk/visits/coverage/list/?area={code}&kind={kind}"
        assert desk.get(path).status_code == 200
    far = signed_in(world, "other_desk").get(f"/desk/visits/coverage/?area={code}")
    assert far.status_code in (403, 404)
    street = signed_in(world, "street").get("/desk/visits/coverage/").content.decode()
    assert "金五区社区" in street
    sheet = load_workbook(BytesIO(b"".join(desk.get("/desk/visits/coverage.xlsx"))))
    assert [row[0].value for row in sheet.worksheets[0].iter_rows(min_row=2)] == [
        "1号楼网格",
        "2号楼网格",
    ]


def test_stale_people_are_chosen_for_a_visit(world: PlanWorld) -> None:
    person, other = world.person("很久没见"), world.person("另一位")
    desk = signed_in(world, "desk")
    assert "很久没见" in desk.get("/desk/visits/stale/").content.decode()
    data = {"area": world.community.code, "person": [str(person.pk)]}
    assert desk.post("/desk/visits/stale/ask/", data).status_code == 302
    assert PlannedVisit.objects.get().person == person
    desk.post("/desk/visits/stale/ask/", {"area": world.community.code, "all": "1"})
    assert PlannedVisit.objects.filter(person=other).exists()
    assert (
        "很久没见" not in signed_in(world, "other_desk").get("/desk/visits/stale/").content.decode()
    )


def test_a_resident_declares_and_hears_the_answer(world: PlanWorld) -> None:
    me = resident(world.person())
    assert "1号楼" in me.get("/my/declare/").content.decode()
    me.post("/my/declare/", {"lives_here": "yes", "words": "儿子搬来同住"})
    row = Declaration.objects.get()
    worker = signed_in(world, "worker")
    assert "儿子搬来同住" in worker.get("/desk/visits/declarations/").content.decode()
    assert (
        "儿子"
        not in signed_in(world, "far_worker").get("/desk/visits/declarations/").content.decode()
    )
    worker.post(f"/desk/visits/declarations/{row.pk}/", {"accept": "no", "answer": ""})
    row.refresh_from_db()
    assert row.state == "open"
    worker.post(f"/desk/visits/declarations/{row.pk}/", {"accept": "yes"})
    row.refresh_from_db()
    assert row.state == "accepted"
    assert "Entered in the register" in me.get("/my/declare/").content.decode()


def test_an_account_without_a_record_is_told_whom_to_ask(world: PlanWorld) -> None:
    page = signed_in(world, "worker").get("/my/declare/")
    assert "not linked with the register" in page.content.decode()
    assert Client().get("/my/declare/").status_code == 302


def test_county_staff_tune_and_others_do_not(world: PlanWorld) -> None:
    county = world.street.parent
    assert county is not None
    world.seat("county", Role.COUNTY, county, "区督办")
    page = signed_in(world, "county")
    assert "Seen at a visit" in page.get("/admin/visits/freshness/").content.decode()
    page.post("/admin/visits/freshness/", {"code": "visit", "weight": 80, "half_life_days": 90})
    assert SignalKind.objects.get(code="visit", valid_until=None).weight == 80
    answer = page.post("/admin/visits/freshness/", {"threshold": 0})
    assert answer.status_code == 422
    assert signed_in(world, "desk").get("/admin/visits/freshness/").status_code == 403


def test_what_a_phone_carries_and_sends_back(world: PlanWorld) -> None:
    person = world.person()
    plan_now(world)
    (kind,) = [one for one in carried() if one.name == "visits.today"]
    rows = kind.rows(world.actor("worker"), now())
    assert {row["person_id"] for row in rows} == {person.pk}
    assert kind.rows(world.actor("far_worker"), now()) == []
    command = command_of("visits.skip")
    assert command is not None
    payload = {"planned_id": rows[0]["id"], "reason": "出门旅行"}
    assert command.perform(world.actor("worker"), payload, now()).fate == "done"
    assert PlannedVisit.objects.get(pk=rows[0]["id"]).state == "skipped"


def test_a_sensitive_category_is_known_to_few(world: PlanWorld) -> None:
    """Not to neighbours who lead a stairwell, and not to those who oversee from above."""
    type(world.tag).objects.filter(pk=world.tag.pk).update(is_sensitive=True)
    world.person()
    desk, area = signed_in(world, "desk"), {"area": str(world.community.pk)}
    tags = {"tags": [str(world.tag.pk)]}
    told = desk.post("/desk/visits/plans/new/", PLAN | area | tags | {"owner_rule": "stairwell"})
    assert told.status_code == 422
    assert not Plan.objects.exists()
    desk.post("/desk/visits/plans/new/", PLAN | area | tags | {"name": "敏感计划"})
    path = f"/desk/visits/coverage/list/?area={world.community.code}&kind=planned"
    assert "敏感计划" in desk.get(path).content.decode()
    above = signed_in(world, "street").get(path).content.decode()
    assert "王秀英" in above
    assert "敏感计划" not in above
