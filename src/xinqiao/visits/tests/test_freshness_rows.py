"""Freshness as rows: signals from visits, declarations and the log; stale people are listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.accounts.models import User
from xinqiao.events.services.append import append
from xinqiao.grid.models import Level
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.models import Person
from xinqiao.visits.models import (
    Declaration,
    DeclarationState,
    PersonFreshness,
    PlannedVisit,
    SignalKind,
)
from xinqiao.visits.plan_errors import BadWeight, DeclarationNotFound, NothingToDeclare
from xinqiao.visits.seed_freshness import seed_freshness
from xinqiao.visits.selectors.freshness import freshness_of, shares, stale_people
from xinqiao.visits.services.ask import ask_for_visits
from xinqiao.visits.services.declare import declare, settle_declaration
from xinqiao.visits.services.hearing import hear_visits
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.services.signals import read_log, refresh_all
from xinqiao.visits.services.weights import set_threshold, weigh_signal
from xinqiao.visits.tests.plan_world import AT, BEFORE, DAY, PlanWorld, met


@pytest.fixture
def world(plan_world: PlanWorld) -> PlanWorld:
    seed_freshness(actor=SYSTEM, at=BEFORE)
    return plan_world


def seen(person: Person, *, days_ago: int) -> None:
    visit = met(person, at=AT - days_ago * DAY)
    hear_visits(visit_ids=[visit.pk], at=AT - days_ago * DAY)


def resident_of(person: Person) -> Actor:
    user = User.objects.create(username=f"r{person.pk}", display_name="居民", created_at=BEFORE)
    Person.objects.filter(pk=person.pk).update(user=user)
    return Actor(user.pk, user.display_name)


def test_a_visit_makes_somebody_fresh_and_time_makes_them_stale(world: PlanWorld) -> None:
    person = world.person()
    seen(person, days_ago=0)
    now = freshness_of(person=person, at=AT)
    assert (now.score, now.is_stale) == (90, False)
    later = freshness_of(person=person, at=AT + 211 * DAY)
    assert later.is_stale
    assert later.score < 40


def test_stale_people_are_listed_to_those_who_may_see_them(world: PlanWorld) -> None:
    fresh, stale, never = world.person(), world.person("很久没见"), world.person("从没见过")
    seen(fresh, days_ago=1)
    seen(stale, days_ago=300)
    for actor in (world.actor("worker"), world.actor("desk"), world.actor("street")):
        assert set(stale_people(actor=actor, at=AT)) == {stale, never}
    for stranger in (world.actor("far_worker"), world.actor("other_desk")):
        assert not stale_people(actor=stranger, at=AT).exists()


def test_who_left_died_or_lives_elsewhere_is_not_stale_but_gone(world: PlanWorld) -> None:
    left, away = world.person(), world.person()
    Person.objects.filter(pk=left.pk).update(left_on=AT.date())
    away.memberships.update(lives_here=False)
    assert not stale_people(actor=world.actor("desk"), at=AT).exists()


def test_shares_of_grids_and_communities(world: PlanWorld) -> None:
    seen(world.person(), days_ago=1)
    world.person("没见过")
    world.person("二网格的人", home=world.home(grid=1))
    desk = world.actor("desk")
    told = {
        one.area.pk: (one.people, one.fresh) for one in shares(actor=desk, at=AT, level=Level.GRID)
    }
    assert told == {world.grids[0].pk: (2, 1), world.grids[1].pk: (1, 0)}
    (whole,) = shares(actor=desk, at=AT, level=Level.COMMUNITY)
    assert (whole.people, whole.fresh, whole.percent) == (3, 1, 33)


def test_stale_people_get_on_the_list_of_their_grid_worker_once(world: PlanWorld) -> None:
    person = world.person()
    path = world.community.path
    assert ask_for_visits(actor=world.actor("desk"), path=path, at=AT) == 1
    assert ask_for_visits(actor=world.actor("desk"), path=path, at=AT) == 0
    row = PlannedVisit.objects.get(person=person)
    assert (row.post, row.why, row.plan) == (world.posts["worker"], "stale", None)
    visit = met(person, at=AT + DAY)
    hear_visits(visit_ids=[visit.pk], at=AT + DAY)
    row.refresh_from_db()
    assert row.state == "done"
    assert not stale_people(actor=world.actor("desk"), at=AT + DAY).exists()


def test_who_was_asked_for_and_not_seen_can_be_asked_for_again(world: PlanWorld) -> None:
    world.person()
    path = world.community.path
    ask_for_visits(actor=world.actor("desk"), path=path, at=AT)
    done = make_rounds(at=AT + 15 * DAY)
    assert done.missed == 1
    assert ask_for_visits(actor=world.actor("desk"), path=path, at=AT + 15 * DAY) == 1


def test_nobody_asks_for_visits_in_a_foreign_area(world: PlanWorld) -> None:
    world.person()
    with pytest.raises(NotAllowed):
        ask_for_visits(actor=world.actor("other_desk"), path=world.community.path, at=AT)


def test_a_resident_says_that_nothing_changed(world: PlanWorld) -> None:
    person = world.person()
    row = declare(actor=resident_of(person), lives_here=True, at=AT)
    assert row.state == DeclarationState.CONFIRMED
    assert freshness_of(person=person, at=AT).score == 80


def test_a_new_number_reaches_the_register_through_the_grid_worker(world: PlanWorld) -> None:
    person = world.person()
    row = declare(actor=resident_of(person), lives_here=True, phone="13912345678", at=AT)
    assert row.state == DeclarationState.OPEN
    assert b"13912345678" not in bytes(row.phone_sealed or b"")
    assert not Person.objects.filter(pk=person.pk, phone_index__isnull=False).exists()
    with pytest.raises(DeclarationNotFound):
        settle_declaration(
            actor=world.actor("far_worker"), declaration_id=row.pk, accept=True, at=AT
        )
    settle_declaration(actor=world.actor("worker"), declaration_id=row.pk, accept=True, at=AT)
    assert Person.objects.filter(pk=person.pk, phone_index__isnull=False).exists()
    assert Declaration.objects.get().state == DeclarationState.ACCEPTED


def test_who_moved_away_is_no_signal(world: PlanWorld) -> None:
    person = world.person()
    declare(actor=resident_of(person), lives_here=False, at=AT)
    assert freshness_of(person=person, at=AT).score == 0


def test_an_account_that_is_nobody_in_the_register_is_told_what_to_do(world: PlanWorld) -> None:
    user = User.objects.create(username="guest", display_name="访客", created_at=BEFORE)
    with pytest.raises(NothingToDeclare):
        declare(actor=Actor(user.pk, "访客"), lives_here=True, at=AT)


def test_requests_and_sign_ins_are_read_from_the_log_once(world: PlanWorld) -> None:
    person = world.person()
    resident = resident_of(person)
    about_me: dict[str, Any] = {"at": AT, "subject_kind": "item", "subject_id": 1}
    append(kind="cases.reported", actor=resident, **about_me)
    append(kind="accounts.signed_in", actor=resident, **about_me)
    # What staff do in their post, and what others do for somebody, says nothing of the actor.
    append(kind="cases.reported", actor=world.actor("worker"), **about_me)
    assert read_log(at=AT) == 1
    assert read_log(at=AT) == 0
    told = freshness_of(person=person, at=AT)
    assert {hint.points for hint in told.hints} == {60, 40}
    assert told.score == 76


def test_other_weights_count_for_everybody(world: PlanWorld) -> None:
    person = world.person()
    seen(person, days_ago=100)
    refresh_all(at=AT)
    before = PersonFreshness.objects.get().stale_on
    weigh_signal(actor=SYSTEM, code="visit", weight=50, half_life_days=30, at=AT)
    assert refresh_all(at=AT + timedelta(minutes=1)) == 1
    assert refresh_all(at=AT + timedelta(minutes=2)) == 0
    assert PersonFreshness.objects.get().stale_on < before
    assert SignalKind.objects.filter(code="visit").count() == 2


def test_only_county_staff_tune(world: PlanWorld) -> None:
    with pytest.raises(NotAllowed):
        set_threshold(actor=world.actor("desk"), threshold=50, at=AT)
    with pytest.raises(BadWeight):
        set_threshold(actor=SYSTEM, threshold=100, at=AT)


def test_figures_cost_a_fixed_number_of_statements(world: PlanWorld) -> None:
    desk = world.actor("desk")
    seen(world.person(), days_ago=1)
    with CaptureQueriesContext(connection) as few:
        shares(actor=desk, at=AT, level=Level.GRID)
    for grid in (0, 1):
        for _one in range(5):
            seen(world.person(home=world.home(grid=grid)), days_ago=1)
    with CaptureQueriesContext(connection) as many:
        shares(actor=desk, at=AT, level=Level.GRID)
    assert len(many) == len(few) <= 3
