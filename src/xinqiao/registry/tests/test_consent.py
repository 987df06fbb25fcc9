"""Sensitive data needs the person's own consent, which can be taken back at any time."""

from datetime import timedelta

import pytest

from xinqiao.accounts.access import Role
from xinqiao.events.models import Event
from xinqiao.grid.tests.support import AT, holding
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import (
    ConsentMissing,
    ConsentNotFound,
    ConsentStands,
    NotByConsent,
    PaperMissing,
    PersonNotFound,
    PurposeMissing,
    WitnessMissing,
)
from xinqiao.registry.models import Consent, PersonTag, Purpose
from xinqiao.registry.selectors.purposes import grounds_at, notices_at, people_without_basis
from xinqiao.registry.services.consent import record_consent, require_basis, withdraw_consent
from xinqiao.registry.tests.law_world import add_person, add_tag

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)
SPOKEN = {"purpose_code": "sensitive_care", "manner": "spoken", "witness": "女儿王芳"}


@pytest.fixture
def worker(town):
    return holding("甲", Role.GRID_WORKER, town.grids[0])


@pytest.fixture
def person(town):
    add_tag("x_disabled", "残疾人", is_sensitive=True)
    add_tag("x_empty_nest", "空巢老人")
    return add_person(town.grids[0])


def test_names_and_ordinary_tags_rest_on_a_duty(person):
    require_basis(person=person, fields=["person.name", "tag.x_empty_nest"], at=AT)
    require_basis(person=None, fields=["person.phone"], at=AT)


def test_a_sensitive_tag_without_consent_is_refused_with_what_to_do(person):
    with pytest.raises(ConsentMissing) as refused:
        require_basis(person=person, fields=["tag.x_empty_nest", "tag.x_disabled"], at=AT)
    assert "残疾人" in refused.value.sentence()
    assert "健康与困难帮扶" in refused.value.sentence()


def test_a_field_without_any_purpose_is_refused(person):
    with pytest.raises(PurposeMissing):
        require_basis(person=person, fields=["person.religion"], at=AT)


def test_a_legal_duty_carries_a_sensitive_tag_without_consent(person):
    Purpose.objects.create(
        code="disabled_register",
        name="残疾人登记",
        notice="依法登记",
        fields=["tag.x_disabled"],
        basis="duty",
        is_sensitive=True,
        valid_from=AT,
    )
    require_basis(person=person, fields=["tag.x_disabled"], at=AT)
    with pytest.raises(ConsentMissing):
        require_basis(person=person, fields=["tag.x_disabled"], at=AT - timedelta(days=1))


def test_consent_opens_the_way_until_it_is_withdrawn(person, worker):
    record_consent(actor=worker, person=person, at=AT, **SPOKEN)
    require_basis(person=person, fields=["tag.x_disabled"], at=AT)
    disabled = add_tag("x_disabled", "残疾人")
    empty_nest = add_tag("x_empty_nest", "空巢老人")
    for tag in (disabled, empty_nest):
        PersonTag.objects.create(person=person, tag=tag, source="visit", since=AT)
    ended = withdraw_consent(actor=worker, person=person, purpose_code="sensitive_care", at=LATER)
    assert ended == 1
    assert PersonTag.objects.get(tag=disabled).until == LATER
    assert PersonTag.objects.get(tag=empty_nest).until is None
    with pytest.raises(ConsentMissing):
        require_basis(person=person, fields=["tag.x_disabled"], at=LATER)
    event = Event.objects.get(kind="registry.consent_withdrawn")
    assert event.data == {"purpose": "sensitive_care", "tags": 1}
    assert event.on_behalf
    with pytest.raises(ConsentNotFound):
        withdraw_consent(actor=worker, person=person, purpose_code="sensitive_care", at=LATER)


def test_what_another_purpose_still_carries_does_not_end(person, worker):
    record_consent(actor=worker, person=person, at=AT, **SPOKEN)
    tag = add_tag("x_disabled", "残疾人")
    PersonTag.objects.create(person=person, tag=tag, source="visit", since=AT)
    Purpose.objects.create(
        code="disabled_register",
        name="残疾人登记",
        notice="依法登记",
        fields=["tag.x_disabled"],
        basis="duty",
        valid_from=AT,
    )
    assert (
        withdraw_consent(actor=worker, person=person, purpose_code="sensitive_care", at=LATER) == 0
    )
    assert PersonTag.objects.get(tag=tag).until is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"witness": " "}, WitnessMissing),
        ({"manner": "paper"}, PaperMissing),
        ({"purpose_code": "population"}, NotByConsent),
        ({"purpose_code": "nothing"}, NotByConsent),
    ],
)
def test_a_consent_that_proves_nothing_is_not_recorded(person, worker, change, refusal):
    with pytest.raises(refusal):
        record_consent(actor=worker, person=person, at=AT, **{**SPOKEN, **change})
    assert not Consent.objects.exists()


def test_one_consent_stands_at_a_time_and_can_be_given_again(person, worker):
    record_consent(actor=worker, person=person, at=AT, **SPOKEN)
    with pytest.raises(ConsentStands):
        record_consent(actor=worker, person=person, at=AT, **SPOKEN)
    withdraw_consent(actor=worker, person=person, purpose_code="sensitive_care", at=AT)
    record_consent(actor=worker, person=person, at=LATER, **SPOKEN)
    assert Consent.objects.count() == 2


def test_strangers_record_nothing(person, town):
    neighbour = holding("乙", Role.GRID_WORKER, town.grids[1])
    with pytest.raises(PersonNotFound):
        record_consent(actor=neighbour, person=person, at=AT, **SPOKEN)
    from xinqiao.grid.selectors.posts import actor_for
    from xinqiao.grid.tests.support import person as account

    resident = actor_for(account("路人"), AT)
    with pytest.raises(NotAllowed):
        record_consent(actor=resident, person=person, at=AT, **SPOKEN)


def test_many_people_are_checked_with_one_statement(
    person, worker, town, django_assert_num_queries
):
    other = add_person(town.grids[0], "李四", number="", phone="")
    record_consent(actor=worker, person=person, at=AT, **SPOKEN)
    grounds = grounds_at(at=AT)
    wanted = {one.pk: ["tag.x_disabled", "person.phone"] for one in (person, other)}
    with django_assert_num_queries(1):
        assert people_without_basis(wanted=wanted, grounds=grounds) == {
            other.pk: ["tag.x_disabled"]
        }


def test_the_notice_names_each_purpose_once(person):
    found = notices_at(fields=["person.name", "person.sex", "tag.x_disabled"], at=AT)
    assert [one.code for one in found] == ["population", "sensitive_care"]
