"""Plans become visits that are due: who joins, who drops out, what is missed, what counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xinqiao.accounts.access import Role
from xinqiao.events.models import Event
from xinqiao.visits.models import Method, Outcome, PlannedVisit
from xinqiao.visits.services.following import follow_people, follow_post
from xinqiao.visits.services.matching import fulfil, refulfil
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.tests.plan_world import AT, BEFORE, DAY, MONDAY, PlanWorld, met, states

THURSDAY = MONDAY + 3 * DAY
NEXT_MONDAY = MONDAY + 7 * DAY


def test_a_plan_makes_this_window_and_the_next_never_a_year(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.person("没有标签的人", tagged=False)
    plan_world.plan()
    assert states(person) == [("due", MONDAY), ("due", THURSDAY)]
    assert PlannedVisit.objects.count() == 2
    due = PlannedVisit.objects.filter(person=person).first()
    assert due is not None
    assert due.post == plan_world.posts["worker"]


def test_a_visit_answers_the_window_it_falls_into(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.plan()
    visit = met(person, at=AT + 2 * DAY)
    assert states(person) == [("done", MONDAY), ("due", THURSDAY)]
    done, later = PlannedVisit.objects.filter(person=person).order_by("slot")
    assert (done.visit, done.done_on) == (visit, MONDAY + 2 * DAY)
    # Two days at least between contacts: Wednesday's visit leaves Friday as the first day.
    assert later.opens_on == MONDAY + 4 * DAY
    met(person, at=AT + 3 * DAY)
    assert states(person)[1][0] == "due"
    met(person, at=AT + 4 * DAY)
    assert states(person)[1][0] == "done"


def test_nobody_home_answers_nothing(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.plan()
    met(person, at=AT, outcome=Outcome.ABSENT)
    assert states(person)[0] == ("due", MONDAY)


@pytest.mark.parametrize(
    ("contact", "method", "state"),
    [
        ("either", Method.PHONE, "done"),
        ("visit", Method.PHONE, "due"),
        ("visit", Method.VISIT, "done"),
        ("phone", Method.VISIT, "due"),
        ("phone", Method.PHONE, "done"),
    ],
)
def test_a_call_counts_where_the_plan_allows_it(
    plan_world: PlanWorld, contact: str, method: Method, state: str
) -> None:
    person = plan_world.person()
    plan_world.plan(contact=contact)
    met(person, at=AT, method=method)
    assert states(person)[0] == (state, MONDAY)


def test_after_leave_what_was_missed_is_on_record_and_one_visit_is_due(
    plan_world: PlanWorld,
) -> None:
    person = plan_world.person()
    plan_world.plan()
    done = make_rounds(at=AT + 14 * DAY)
    assert done.missed == 2  # rows that stood there; two more were made as missed
    assert states(person) == [
        ("missed", MONDAY),
        ("missed", THURSDAY),
        ("missed", NEXT_MONDAY),
        ("missed", NEXT_MONDAY + 3 * DAY),
        ("due", NEXT_MONDAY + 7 * DAY),
        ("due", NEXT_MONDAY + 10 * DAY),
    ]
    now, later = PlannedVisit.objects.filter(person=person, state="due").order_by("slot")
    assert (now.behind, later.behind) == (4, 4)
    met(person, at=AT + 14 * DAY)
    later.refresh_from_db()
    assert later.behind == 0


def test_whoever_joined_later_has_missed_nothing_before(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    newcomer = plan_world.person("新来的老人", since=AT + 8 * DAY)
    make_rounds(at=AT + 14 * DAY)
    assert [state for state, _slot in states(newcomer)] == ["missed", "missed", "due", "due"]


def test_a_round_is_made_once_and_costs_nothing_until_the_next_window(
    plan_world: PlanWorld,
) -> None:
    plan_world.person()
    plan_world.plan()
    make_rounds(at=AT + 3 * DAY)
    before = PlannedVisit.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as told:
        done = make_rounds(at=AT + 4 * DAY)
    assert (done.plans, done.made, done.missed) == (0, 0, 0)
    assert len(told) <= 4  # two questions, inside a transaction
    assert PlannedVisit.objects.count() == before


def test_statements_of_a_round_do_not_grow_with_people(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.plan()
    with CaptureQueriesContext(connection) as few:
        make_rounds(at=AT + 3 * DAY)
    for _one in range(20):
        plan_world.person()
    with CaptureQueriesContext(connection) as many:
        make_rounds(at=AT + 7 * DAY)
    assert len(many) <= len(few)
    assert PlannedVisit.objects.filter(state="due").count() == 42


def test_a_late_entry_of_a_phone_turns_missed_into_done(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.plan()
    make_rounds(at=AT + 3 * DAY)
    assert states(person)[0] == ("missed", MONDAY)
    met(person, at=AT + DAY)
    assert states(person)[0] == ("done", MONDAY)
    assert PlannedVisit.objects.get(person=person, slot=THURSDAY).behind == 0


def test_a_contact_from_before_the_rows_counts_when_they_are_made(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    met(person, at=AT)
    plan_world.plan(at=AT + DAY)
    assert states(person)[0] == ("done", MONDAY)


def test_a_correction_opens_the_window_again(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.plan()
    visit = met(person, at=AT)
    visit.outcome = Outcome.ABSENT
    visit.save(update_fields=["outcome"])
    refulfil(visit_id=visit.pk, at=AT + DAY)
    assert states(person)[0] == ("due", MONDAY)


def test_the_same_visit_is_matched_once(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.plan()
    visit = met(person, at=AT)
    assert fulfil(visit_ids=[visit.pk], at=AT) == 0


@pytest.mark.parametrize("change", ["left", "died", "untagged", "away"])
def test_whoever_leaves_the_plan_drops_out_at_once(plan_world: PlanWorld, change: str) -> None:
    person = plan_world.person()
    plan_world.plan()
    changes: dict[str, Any] = {"left": {"left_on": MONDAY}, "died": {"died_on": MONDAY}}
    if change in changes:
        type(person).objects.filter(pk=person.pk).update(**changes[change])
    elif change == "untagged":
        person.tags.update(until=AT)
    else:
        person.memberships.update(lives_here=False)
    follow_people(person_ids=[person.pk], household_ids=[], at=AT)
    assert [state for state, _slot in states(person)] == ["skipped", "skipped"]


def test_whoever_moves_inside_the_area_is_handed_on(plan_world: PlanWorld) -> None:
    person = plan_world.person()
    plan_world.plan()
    grid = plan_world.grids[1]
    type(person).objects.filter(pk=person.pk).update(area=grid, area_path=grid.path)
    follow_people(person_ids=[person.pk], household_ids=[], at=AT)
    owners = set(PlannedVisit.objects.filter(person=person).values_list("post", flat=True))
    assert owners == {plan_world.posts["other_worker"].pk}


def test_a_closed_post_hands_its_visits_to_who_is_left(plan_world: PlanWorld) -> None:
    """The worker's post closes, and the grid has a leader; without one, the desk has it."""
    person = plan_world.person()
    plan_world.plan()
    worker = plan_world.posts["worker"]
    worker.closed_at = AT
    worker.save(update_fields=["closed_at"])
    follow_post(post_id=worker.pk, at=AT)
    due = PlannedVisit.objects.filter(person=person, state="due")
    assert set(due.values_list("post", flat=True)) == {plan_world.posts["desk"].pk}
    leader = plan_world.seat("leader", Role.GRID_LEADER, plan_world.grids[0], "1号楼网格长")
    follow_post(post_id=plan_world.posts["desk"].pk, at=AT)
    assert set(due.values_list("post", flat=True)) == {leader.pk}


def test_stairwell_leaders_share_the_units(plan_world: PlanWorld) -> None:
    leaders = [
        plan_world.seat(f"s{n}", Role.STAIRWELL_LEADER, plan_world.grids[0], f"{n}单元楼门组长")
        for n in (1, 2)
    ]
    people = [plan_world.person(home=plan_world.home(unit=str(unit))) for unit in (1, 2, 3)]
    plan_world.plan(owner_rule="stairwell")
    owner = {row.person_id: row.post_id for row in PlannedVisit.objects.filter(slot=MONDAY)}
    assert [owner[person.pk] for person in people] == [
        leaders[0].pk,
        leaders[1].pk,
        leaders[0].pk,
    ]


def test_a_plan_of_households_lists_each_once(plan_world: PlanWorld) -> None:
    home = plan_world.home()
    head = plan_world.person(home=home)
    plan_world.person("老伴", home=home)
    plan_world.home(grid=1)
    plan_world.plan(target="household", tag_ids=(), beat="monthly", times=1, gap=1)
    assert PlannedVisit.objects.filter(state="due", slot=MONDAY.replace(day=1)).count() == 2
    met(head, at=AT, household=home)
    rows = PlannedVisit.objects.filter(household=home).order_by("slot")
    assert [row.state for row in rows] == ["done", "due"]


def test_a_household_needs_the_form_of_its_plan(plan_world: PlanWorld) -> None:
    """A word with one of them is no visit to the household."""
    home = plan_world.home()
    head = plan_world.person(home=home)
    plan_world.plan(
        target="household", tag_ids=(), beat="monthly", times=1, gap=1, form_code="four-clear"
    )
    met(head, at=AT, household=home)
    assert not PlannedVisit.objects.filter(household=home, state="done").exists()


def test_missed_visits_are_told_by_community(plan_world: PlanWorld) -> None:
    plan_world.person()
    plan_world.person(home=plan_world.home(grid=1))
    plan_world.plan(area_id=plan_world.street.pk)
    make_rounds(at=AT + timedelta(days=3))
    told = Event.objects.filter(kind="visits.missed")
    assert [event.data for event in told] == [{"community": plan_world.community.pk, "count": 2}]


def test_days_off_are_on_record_and_nobody_is_late(plan_world: PlanWorld) -> None:
    """A rhythm on Saturdays and Sundays that skips days off asks for nothing."""
    person = plan_world.person()
    plan_world.plan(beat="weekdays", times=1, gap=1, weekdays=(0, 5), skips_holidays=True)
    kept = PlannedVisit.objects.filter(person=person).order_by("slot")
    assert [(row.state, row.why) for row in kept] == [("due", "plan"), ("skipped", "day_off")]
    make_rounds(at=AT + 7 * DAY)
    assert [state for state, _slot in states(person)] == ["missed", "skipped", "due", "skipped"]


def test_people_from_before_the_plan_are_not_late_on_its_first_day(plan_world: PlanWorld) -> None:
    plan_world.person(since=BEFORE)
    plan_world.plan(beat="monthly", times=1, gap=1)
    assert not PlannedVisit.objects.exclude(behind=0).exists()
