"""People come and go, seats stay; each act is done by the right one of three administrators."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connections, transaction

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.events.models import Event
from xinqiao.grid.models import Appointment, OrganisationKind, Post
from xinqiao.grid.selectors.organisations import organisations_for, visible_organisations
from xinqiao.grid.selectors.posts import (
    actor_for,
    desk_above,
    gaps,
    holders,
    organisation_members,
    posts_of_area,
)
from xinqiao.grid.services.appointments import appoint, end_appointment, transfer
from xinqiao.grid.services.organisations import add_organisation, close_organisation
from xinqiao.grid.services.posts import close_post, desk_of, open_post, organisation_post
from xinqiao.grid.tests.support import AT, build_town, holding, person
from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def seat(town):
    return open_post(
        actor=SYSTEM, role=Role.GRID_LEADER, area_id=town.grids[0].pk, title="一格网格长", at=AT
    )


def test_a_person_acts_with_the_posts_of_the_moment(town, seat, django_assert_num_queries):
    user = person("李梅")
    appoint(
        actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT, starts_at=AT + DAY,
        ends_at=AT + 3 * DAY,
    )  # fmt: skip
    assert actor_for(user, AT).posts == ()
    with django_assert_num_queries(1):
        actor = actor_for(user, AT + DAY)
    assert actor.area_paths(Role.GRID_LEADER) == (town.grids[0].path,)
    assert actor.label == "李梅 · 一格网格长"
    assert actor_for(user, AT + 3 * DAY).posts == ()


def test_holders_change_and_the_seat_stays(town, seat):
    first, second = person("李梅"), person("王强")
    held = appoint(actor=SYSTEM, user_id=first.pk, post_id=seat.pk, at=AT)
    end_appointment(actor=SYSTEM, appointment_id=held.pk, at=AT + DAY)
    appoint(actor=SYSTEM, user_id=second.pk, post_id=seat.pk, at=AT + DAY)
    assert holders(post_ids=[seat.pk], at=AT) == {seat.pk: [(first.pk, "李梅")]}
    assert holders(post_ids=[seat.pk], at=AT + DAY) == {seat.pk: [(second.pk, "王强")]}
    kinds = Event.objects.filter(subject_kind="post", subject_id=seat.pk).order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        "grid.post_opened", "grid.appointed", "grid.appointment_ended", "grid.appointed",
    ]  # fmt: skip


def test_nobody_holds_a_post_twice_at_once(seat):
    user = person("李梅")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT)
    with pytest.raises(Conflict) as refused:
        appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT + DAY)
    assert "李梅" in refused.value.sentence()
    assert Appointment.objects.count() == 1


def test_an_appointment_that_never_began_is_taken_back(seat):
    user = person("李梅")
    held = appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT, starts_at=AT + DAY)
    assert end_appointment(actor=SYSTEM, appointment_id=held.pk, at=AT) is None
    assert not Appointment.objects.exists()


def test_an_ended_appointment_cannot_end_again(seat):
    held = appoint(actor=SYSTEM, user_id=person("李梅").pk, post_id=seat.pk, at=AT)
    end_appointment(actor=SYSTEM, appointment_id=held.pk, at=AT + DAY)
    with pytest.raises(Conflict):
        end_appointment(actor=SYSTEM, appointment_id=held.pk, at=AT + 2 * DAY)


def test_a_transfer_leaves_no_moment_between(town, seat):
    user = person("李梅")
    other = open_post(actor=SYSTEM, role=Role.GRID_LEADER, area_id=town.grids[1].pk, at=AT)
    held = appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT)
    transfer(actor=SYSTEM, appointment_id=held.pk, to_post_id=other.pk, at=AT + DAY)
    assert actor_for(user, AT + DAY - timedelta(microseconds=1)).post_ids == (seat.pk,)
    assert actor_for(user, AT + DAY).post_ids == (other.pk,)
    moved = Appointment.objects.get(post=other)
    with pytest.raises(BadInput):
        transfer(actor=SYSTEM, appointment_id=moved.pk, to_post_id=other.pk, at=AT + 2 * DAY)


def test_only_the_security_administrator_of_the_area_appoints(town, seat):
    user = person("李梅")
    security = holding("安全", Role.SECURITY_ADMIN, town.county)
    system = holding("系统", Role.SYSTEM_ADMIN, town.county)
    neighbour = holding("邻居", Role.SECURITY_ADMIN, town.east)
    for stranger in (system, neighbour, Actor(user_id=user.pk, name="李梅")):
        with pytest.raises(NotAllowed):
            appoint(actor=stranger, user_id=user.pk, post_id=seat.pk, at=AT)
    assert appoint(actor=security, user_id=user.pk, post_id=seat.pk, at=AT).user_id == user.pk


def test_the_three_administrators_are_three_people(town):
    user = person("全能")
    posts = [
        open_post(actor=SYSTEM, role=role, area_id=town.county.pk, at=AT)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    ]
    appoint(actor=SYSTEM, user_id=user.pk, post_id=posts[0].pk, at=AT)
    with pytest.raises(Conflict):
        appoint(actor=SYSTEM, user_id=user.pk, post_id=posts[1].pk, at=AT)


def test_who_has_no_account_or_a_closed_one_is_not_appointed(seat):
    user = person("李梅")
    user.is_active = False
    user.save()
    with pytest.raises(NotFound):
        appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT)
    with pytest.raises(BadInput):
        appoint(actor=SYSTEM, user_id=person("王强").pk, post_id=seat.pk, at=AT, ends_at=AT)


def test_a_closed_post_seats_nobody(seat):
    user = person("李梅")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT)
    close_post(actor=SYSTEM, post_id=seat.pk, at=AT + DAY)
    assert actor_for(user, AT + DAY).posts == ()
    with pytest.raises(Conflict):
        appoint(actor=SYSTEM, user_id=user.pk, post_id=seat.pk, at=AT + DAY)


def test_each_area_has_one_desk_that_nobody_closes(town):
    desk = desk_of(area_id=town.west.pk, at=AT)
    assert desk == desk_of(area_id=town.west.pk, at=AT + DAY)
    assert (desk.role, desk.title) == (Role.COMMUNITY, "观湖社区值守台")
    with pytest.raises(Conflict):
        close_post(actor=SYSTEM, post_id=desk.pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(role=Role.COMMUNITY, area=town.west, title="二", is_desk=True)
    with pytest.raises(BadInput):
        desk_of(area_id=town.grids[0].pk, at=AT)
    assert desk_above(town.grids[0].path) == desk


def test_a_grid_without_a_leader_is_a_gap(town, seat):
    assert [g.pk for g in gaps(SYSTEM, AT).order_by("code")] == [g.pk for g in town.grids]
    held = appoint(actor=SYSTEM, user_id=person("李梅").pk, post_id=seat.pk, at=AT)
    assert not gaps(SYSTEM, AT).get(pk=town.grids[0].pk).lacks_leader
    end_appointment(actor=SYSTEM, appointment_id=held.pk, at=AT + DAY)
    assert gaps(SYSTEM, AT + DAY).get(pk=town.grids[0].pk).lacks_leader


def test_gaps_are_seen_by_those_over_the_grid_only(town):
    owner = holding("西社区", Role.COMMUNITY, town.west)
    colleague = holding("街道", Role.STREET, town.street)
    assert {g.parent_id for g in gaps(owner, AT)} == {town.west.pk}
    assert gaps(colleague, AT).count() == 4
    assert not gaps(Actor(user_id=None, name=""), AT).exists()


def test_a_unit_acts_through_its_post(town):
    water = add_organisation(
        actor=SYSTEM, name="自来水公司", kind=OrganisationKind.UTILITY, area_id=town.county.pk,
        phone="0832-3912345", at=AT,
    )  # fmt: skip
    post = organisation_post(organisation_id=water.pk, at=AT)
    assert post == organisation_post(organisation_id=water.pk, at=AT)
    assert (post.role, post.title) == (Role.DEPARTMENT, "自来水公司")
    user = person("水工")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
    assert organisation_members(organisation_id=water.pk, at=AT) == [(user.pk, "水工")]
    assert actor_for(user, AT).organisation_ids == (water.pk,)
    assert list(organisations_for(town.grids[0].path)) == [water]
    close_organisation(actor=SYSTEM, organisation_id=water.pk, at=AT)
    assert not organisations_for(town.grids[0].path)


def test_a_department_post_needs_its_unit(town):
    with pytest.raises(BadInput):
        open_post(actor=SYSTEM, role=Role.DEPARTMENT, area_id=town.county.pk, at=AT)
    with pytest.raises(NotFound):
        open_post(
            actor=SYSTEM, role=Role.DEPARTMENT, area_id=town.county.pk, organisation_id=1, at=AT
        )


def test_units_are_seen_from_below_and_above_but_not_from_beside(town):
    east = add_organisation(
        actor=SYSTEM, name="东物业", kind=OrganisationKind.PROPERTY, area_id=town.east.pk, at=AT
    )
    assert east in visible_organisations(holding("东", Role.GRID_WORKER, town.grids[2]))
    assert east in visible_organisations(holding("街", Role.STREET, town.street))
    assert east not in visible_organisations(holding("西", Role.COMMUNITY, town.west))


def test_a_mistyped_credit_code_is_refused(town):
    def add(name, code):
        return add_organisation(
            actor=SYSTEM, name=name, kind=OrganisationKind.OTHER, area_id=town.county.pk,
            credit_code=code, at=AT,
        )  # fmt: skip

    assert add("一", "91350100m000100y43").credit_code == "91350100M000100Y43"
    for code in ("91350100M000100Y44", "123", "I" * 18):
        with pytest.raises(BadInput):
            add("二", code)
    with pytest.raises(Conflict):
        add("一", "")


def test_the_posts_of_an_area_come_with_their_people(town, seat, django_assert_num_queries):
    appoint(actor=SYSTEM, user_id=person("李梅").pk, post_id=seat.pk, at=AT)
    with django_assert_num_queries(2):
        (post,) = posts_of_area(SYSTEM, town.grids[0], AT)
        assert [a.user.display_name for a in post.present] == ["李梅"]
    assert not posts_of_area(holding("东", Role.COMMUNITY, town.east), town.grids[0], AT)


@pytest.mark.django_db(transaction=True)
def test_two_duties_given_at_the_same_moment_see_each_other():
    town, user = build_town(), person("全能")
    posts = [
        open_post(actor=SYSTEM, role=role, area_id=town.county.pk, at=AT)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    ]
    outcomes: list[str] = []

    def give(post: Post) -> None:
        try:
            appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
            outcomes.append("given")
        except Conflict:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [Thread(target=give, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["given", "refused", "refused"]
