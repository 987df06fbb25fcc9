"""A masked value is opened with a reason, by whose post needs it, and leaves a trace."""

import pytest
from django.urls import reverse

from xinqiao.accounts.access import Role
from xinqiao.accounts.errors import ReasonMissing
from xinqiao.events.models import Event
from xinqiao.grid.tests.support import AT, holding
from xinqiao.kit.errors import NotAllowed, TooMany
from xinqiao.registry.errors import PersonNotFound, UnknownField, WhyMissing
from xinqiao.registry.models import DataRule, Look
from xinqiao.registry.selectors.looks import looks_at_person, visible_looks
from xinqiao.registry.services.reveal import record_looks, reveal, revealable
from xinqiao.registry.tests.law_world import NUMBER, PHONE, add_person

pytestmark = pytest.mark.django_db
WHY = {"kind": "verify", "reason": "核对低保材料"}


def test_a_grid_worker_sees_the_number_and_the_look_stays_on_record(town):
    worker = holding("甲", Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    shown = reveal(actor=worker, person_id=person.pk, field="citizen_number", at=AT, **WHY)
    assert shown.value == NUMBER
    look = Look.objects.get()
    assert (look.person, look.user_id, look.fields) == (person, worker.user_id, ["citizen_number"])
    event = Event.objects.get(kind="accounts.revealed")
    assert event.data == {"field": "citizen_number", "reason": "verify"}
    assert event.area_path == person.area_path


def test_a_stairwell_leader_sees_the_phone_but_never_the_number(town):
    leader = holding("乙", Role.STAIRWELL_LEADER, town.grids[0])
    person = add_person(town.grids[0])
    assert revealable(actor=leader, person=person, at=AT) == ("phone",)
    assert reveal(actor=leader, person_id=person.pk, field="phone", at=AT, **WHY).value == PHONE
    with pytest.raises(NotAllowed):
        reveal(actor=leader, person_id=person.pk, field="citizen_number", at=AT, **WHY)
    assert Look.objects.count() == 1


def test_a_worker_of_another_grid_does_not_even_learn_that_there_is_somebody(town):
    stranger = holding("丙", Role.GRID_WORKER, town.grids[1])
    person = add_person(town.grids[0])
    with pytest.raises(PersonNotFound):
        reveal(actor=stranger, person_id=person.pk, field="phone", at=AT, **WHY)
    assert not Look.objects.exists()


def test_a_role_counts_only_where_it_is_held(town):
    """Grid worker next door and stairwell leader here: the number stays masked here."""
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.accounts.models import User
    from xinqiao.grid.selectors.posts import actor_for
    from xinqiao.grid.services.appointments import appoint
    from xinqiao.grid.services.posts import open_post

    holding("丁", Role.GRID_WORKER, town.grids[1])
    user = User.objects.get(username="丁")
    post = open_post(
        actor=SYSTEM, role=Role.STAIRWELL_LEADER, area_id=town.grids[0].pk, title="楼门", at=AT
    )
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
    both = actor_for(user, AT)
    person = add_person(town.grids[0])
    assert revealable(actor=both, person=person, at=AT) == ("phone",)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"reason": "看"}, ReasonMissing),
        ({"kind": "curious"}, WhyMissing),
        ({"field": "diary"}, UnknownField),
    ],
)
def test_nothing_is_shown_without_a_reason(town, change, refusal):
    worker = holding("甲", Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    with pytest.raises(refusal):
        reveal(
            **{"actor": worker, "person_id": person.pk, "field": "phone", "at": AT, **WHY, **change}
        )
    assert not Look.objects.exists()


def test_who_looks_too_often_has_to_wait(town):
    DataRule.objects.create(looks_per_hour=2, valid_from=AT)
    worker = holding("甲", Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    for _time in range(2):
        reveal(actor=worker, person_id=person.pk, field="phone", at=AT, **WHY)
    with pytest.raises(TooMany):
        reveal(actor=worker, person_id=person.pk, field="phone", at=AT, **WHY)
    assert Look.objects.count() == 2


def test_an_export_leaves_a_look_at_each_person_and_one_event(town):
    clerk = holding("戊", Role.COMMUNITY, town.west)
    people = [add_person(town.grids[i], number="", phone=PHONE) for i in range(2)]
    rows = [(person.pk, person.area_path) for person in people]
    record_looks(actor=clerk, people=rows, fields=["phone"], reason="报送街道名册", at=AT)
    assert Look.objects.filter(kind="export").count() == 2
    event = Event.objects.get(kind="registry.revealed_many")
    assert event.data == {"fields": ["phone"], "people": 2, "reason": "export"}
    assert event.area_path == town.west.path


def test_an_export_of_numbers_is_closed_to_who_may_not_see_them(town):
    leader = holding("乙", Role.STAIRWELL_LEADER, town.grids[0])
    person = add_person(town.grids[0])
    with pytest.raises(NotAllowed):
        record_looks(
            actor=leader,
            people=[(person.pk, person.area_path)],
            fields=["citizen_number"],
            reason="想要名册",
            at=AT,
        )


def test_the_person_reads_the_post_and_the_administrators_the_name(town):
    worker = holding("甲", Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    reveal(actor=worker, person_id=person.pk, field="phone", at=AT, **WHY)
    (seen,) = looks_at_person(person_ids=[person.pk])
    assert seen.post == "甲的岗位"
    assert WHY["reason"] not in str(seen)
    watcher = holding("审", Role.AUDIT_ADMIN, town.county)
    assert [look.reason for look in visible_looks(actor=watcher)] == [WHY["reason"]]
    with pytest.raises(NotAllowed):
        visible_looks(actor=worker)


def test_the_dialog_asks_shows_for_a_minute_and_forgets(town, sign_in):
    client = sign_in(Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    address = reverse("registry:reveal", args=[person.pk, "phone"])
    asked = client.get(address, headers={"HX-Request": "true"})
    assert PHONE not in asked.content.decode()
    refused = client.post(address, {"kind": "contact"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    answer = client.post(
        address, {"kind": "contact", "reason": "约上门时间"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert PHONE in page
    assert "delay:60s" in page
    assert "no-store" in answer.headers["Cache-Control"]
    over = client.get(address + "?over=1", headers={"HX-Request": "true"})
    assert PHONE not in over.content.decode()
    assert over.headers["HX-Trigger-After-Settle"] == "close-dialog"


def test_without_scripts_the_page_leads_away_by_itself(town, sign_in):
    client = sign_in(Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    address = reverse("registry:reveal", args=[person.pk, "citizen_number"])
    page = client.post(address, {"kind": "verify", "reason": "核对身份"}).content.decode()
    assert NUMBER in page
    assert f'content="60;url={address}"' in page
    assert client.get(address).content.decode().count(NUMBER) == 0
