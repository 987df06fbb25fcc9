"""A person reads, corrects and deletes what is kept about them, alone or with help."""

import json
from datetime import date, timedelta

import pytest

from xinqiao.accounts.access import Role
from xinqiao.accounts.errors import ReasonMissing
from xinqiao.accounts.services.people import resident_of_phone
from xinqiao.events.models import Event
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.tests.support import AT, holding
from xinqiao.kit.clean import TextMissing
from xinqiao.kit.errors import NotAllowed, TooMany
from xinqiao.registry.errors import (
    AlreadyAsked,
    AlreadyLinked,
    AnswerMissing,
    LinkFailed,
    NotLinked,
    PersonNotFound,
    RequestNotFound,
)
from xinqiao.registry.models import Consent, DataRule, Look, Person, PersonTag, SubjectRequest
from xinqiao.registry.selectors.own_data import own_record
from xinqiao.registry.services.consent import record_consent
from xinqiao.registry.services.link import link_account
from xinqiao.registry.services.merge import merge_people
from xinqiao.registry.services.subject import ask, settle, take_copy
from xinqiao.registry.tests.law_world import NUMBER, PHONE, add_person, add_tag
from xinqiao.workflow.services.working_calendar import fill_year

pytestmark = pytest.mark.django_db
BORN = date(1949, 3, 7)
ME = {"name": "周秀英", "born_on": BORN, "tail": "006x"}


@pytest.fixture
def me(town):
    return actor_for(resident_of_phone(phone=PHONE, at=AT), AT)


@pytest.fixture
def person(town):
    return add_person(town.grids[0])


@pytest.fixture
def clerk(town):
    return holding("社", Role.COMMUNITY, town.west)


@pytest.fixture
def mine(me, person):
    return link_account(actor=me, at=AT, **ME)


def test_telephone_name_and_number_tie_the_account(me, person):
    with pytest.raises(NotLinked):
        own_record(actor=me)
    assert link_account(actor=me, at=AT, **ME) == person
    assert own_record(actor=me) == person
    with pytest.raises(AlreadyLinked):
        link_account(actor=me, at=AT, **ME)


@pytest.mark.parametrize(
    "change", [{"name": "周秀"}, {"born_on": date(1949, 3, 8)}, {"tail": "1234"}, {"tail": ""}]
)
def test_a_grandchild_with_the_same_telephone_is_not_let_in(me, person, change):
    with pytest.raises(LinkFailed):
        link_account(actor=me, at=AT, **{**ME, **change})


def test_another_telephone_is_not_let_in(person):
    other = actor_for(resident_of_phone(phone="13900139000", at=AT), AT)
    with pytest.raises(LinkFailed):
        link_account(actor=other, at=AT, **ME)


def test_guessing_ends_after_five_tries(me, person):
    for _try in range(5):
        with pytest.raises(LinkFailed):
            link_account(actor=me, at=AT, **{**ME, "tail": "0000"})
    with pytest.raises(TooMany):
        link_account(actor=me, at=AT, **ME)


def test_the_account_follows_a_merger(me, mine, town, clerk):
    kept = add_person(town.grids[0], number="", phone="")
    merge_people(actor=clerk, kept_id=kept.pk, absorbed_id=mine.pk, reason="同一人", at=AT)
    assert own_record(actor=me) == kept


def test_the_copy_holds_everything_and_is_on_record(me, mine, clerk):
    PersonTag.objects.create(person=mine, tag=add_tag("x_old", "高龄"), source="rule", since=AT)
    Look.objects.create(person=mine, at=AT, reason="电话约访", fields=["phone"], kind="care")
    copy = take_copy(actor=me, person=mine, at=AT)
    assert (copy["person"]["citizen_number"], copy["person"]["phone"]) == (NUMBER, PHONE)
    assert copy["categories"][0]["name"] == "高龄"
    assert copy["looks"][0]["what"] == ["phone"]
    assert "电话约访" not in json.dumps(copy, ensure_ascii=False)
    assert SubjectRequest.objects.get().state == "done"
    assert NUMBER not in str(Event.objects.get(kind="registry.copy_given").data)


def test_staff_help_with_a_reason_and_leave_a_look(person, clerk, town):
    with pytest.raises(ReasonMissing):
        take_copy(actor=clerk, person=person, at=AT)
    take_copy(actor=clerk, person=person, at=AT, reason="老人到窗口要求打印")
    assert Look.objects.get().kind == "subject"
    assert Event.objects.get(kind="registry.copy_given").on_behalf
    stranger = holding("东", Role.COMMUNITY, town.east)
    with pytest.raises(PersonNotFound):
        take_copy(actor=stranger, person=person, at=AT, reason="想看看")
    neighbour = actor_for(resident_of_phone(phone="13900139000", at=AT), AT)
    with pytest.raises(NotAllowed):
        take_copy(actor=neighbour, person=person, at=AT)


def test_an_answer_is_due_in_fifteen_working_days(me, mine):
    fill_year(actor=holding("系", Role.SYSTEM_ADMIN, mine.area), year=2026, at=AT)
    request = ask(actor=me, person=mine, kind="correct", words="出生日期错了", at=AT)
    # Monday 2 March 2026 and three weeks without a holiday.
    assert (request.due_at, request.helped_by) == (AT + timedelta(days=21), None)
    with pytest.raises(AlreadyAsked):
        ask(actor=me, person=mine, kind="correct", words="又问一次", at=AT)
    with pytest.raises(TextMissing):
        ask(actor=me, person=mine, kind="delete", words=" ", at=AT)


def test_the_length_is_a_parameter(me, mine):
    DataRule.objects.create(answer_working_days=5, valid_from=AT)
    request = ask(actor=me, person=mine, kind="correct", words="电话换了", at=AT)
    assert request.due_at == AT + timedelta(days=7)


def test_a_refusal_says_why_and_only_the_area_answers(me, mine, clerk, town):
    request = ask(actor=me, person=mine, kind="delete", words="请删除", at=AT)
    answer = {"request_id": request.pk, "is_granted": False, "at": AT}
    with pytest.raises(AnswerMissing):
        settle(actor=clerk, answer="不", **answer)
    with pytest.raises(RequestNotFound):
        settle(actor=holding("东", Role.COMMUNITY, town.east), answer="不行不行", **answer)
    with pytest.raises(NotAllowed):
        settle(actor=me, answer="自己批准", **answer)
    done = settle(actor=clerk, answer="仍在本辖区居住，依法须登记", **answer)
    assert done.state == "refused"
    with pytest.raises(RequestNotFound):
        settle(actor=clerk, answer="再答一次", **answer)
    event = Event.objects.get(kind="registry.data_settled")
    assert event.data == {"request": request.pk, "of": "delete", "state": "refused"}


def test_a_granted_deletion_takes_what_rests_on_consent(me, mine, clerk):
    record_consent(
        actor=clerk,
        person=mine,
        purpose_code="sensitive_care",
        manner="spoken",
        witness="女儿",
        at=AT,
    )
    tag = add_tag("x_ill", "患病", is_sensitive=True)
    PersonTag.objects.create(person=mine, tag=tag, source="declared", since=AT)
    request = ask(actor=me, person=mine, kind="delete", words="请删除健康信息", at=AT)
    settle(actor=clerk, request_id=request.pk, is_granted=True, answer="已删除健康信息", at=AT)
    assert not PersonTag.objects.exists()
    assert Consent.objects.get().withdrawn_at == AT
    mine.refresh_from_db()
    assert (mine.name, mine.erased_at) == ("周秀英", None)


def test_who_has_left_is_erased_at_once(person, clerk):
    Person.objects.filter(pk=person.pk).update(left_on=date(2026, 2, 1))
    request = ask(actor=clerk, person=person, kind="delete", words="已搬走，请删除", at=AT)
    assert request.helped_by_id == clerk.user_id
    settle(actor=clerk, request_id=request.pk, is_granted=True, answer="已全部删除", at=AT)
    person.refresh_from_db()
    assert (person.name, person.erased_at, person.phone_sealed) == ("", AT, None)
    assert SubjectRequest.objects.get().words == ""
