"""Data whose purpose is met is kept for the law only, and erased when that time is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.events.models import Event
from xinqiao.files.models import Attachment
from xinqiao.grid.tests.support import AT, holding
from xinqiao.grid.tests.support import person as account
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import NobodyNamed, PersonNotFound
from xinqiao.registry.models import (
    Consent,
    Look,
    Merge,
    Person,
    PersonTag,
    Purpose,
    SubjectRequest,
)
from xinqiao.registry.selectors.scope import get_person, visible_people
from xinqiao.registry.services.acts.leave import come_back
from xinqiao.registry.services.merge import merge_people
from xinqiao.registry.services.retention import sweep, use_again
from xinqiao.registry.services.stored import look_up_stored
from xinqiao.registry.tasks import keep_and_erase
from xinqiao.registry.tests.law_world import NUMBER, add_person, add_tag
from xinqiao.registry.tests.test_merge import make_household

pytestmark = pytest.mark.django_db
LEFT = date(2026, 3, 1)
STORED = datetime(2028, 3, 1, 3, tzinfo=UTC)  # 24 months later
ERASED = datetime(2031, 3, 1, 4, tzinfo=UTC)  # 36 months after that
DAY = timedelta(days=1)


@pytest.fixture
def clerk(town):
    return holding("社", Role.COMMUNITY, town.west)


def test_who_left_is_locked_after_the_time_of_the_purpose_and_not_a_day_before(town, clerk):
    gone = add_person(town.grids[0], left_on=LEFT)
    stays = add_person(town.grids[0], "李四", number="", phone="")
    assert sweep(at=STORED - DAY).stored == 0
    assert sweep(at=STORED).stored == 1
    assert list(visible_people(actor=clerk)) == [stays]
    with pytest.raises(PersonNotFound):
        get_person(actor=clerk, person_id=gone.pk)
    assert sweep(at=STORED + DAY).stored == 0
    event = Event.objects.get(kind="registry.stored_only")
    assert (event.subject_id, event.data) == (gone.pk, {})


def test_the_longest_purpose_decides(town):
    Purpose.objects.filter(code="population").update(retention_months=60)
    add_person(town.grids[0], died_on=LEFT)
    assert sweep(at=STORED).stored == 0


def test_a_record_merged_away_is_locked_too_and_the_kept_one_is_not(town):
    kept = add_person(town.grids[0], phone="")
    other = add_person(town.grids[0], number="")
    merge_people(actor=SYSTEM, kept_id=kept.pk, absorbed_id=other.pk, reason="同一人", at=AT)
    assert sweep(at=STORED + 3 * DAY).stored == 1
    other.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.stored_only_at, other.stored_only_at) == (None, STORED + 3 * DAY)


def test_after_the_last_period_nobody_can_be_recognised_and_figures_stay(town):
    person = add_person(
        town.grids[0], left_on=LEFT, employer="五金厂", user=account("周秀英"), sex="female"
    )
    purpose = Purpose.objects.get(code="sensitive_care")
    consent = Consent.objects.create(
        person=person, purpose=purpose, given_at=AT, manner="paper", witness="女儿王芳"
    )
    paper = Attachment.objects.create(
        token="t",
        subject_kind="consent",
        subject_id=consent.pk,
        sha256=b"0" * 32,
        content_type="image/jpeg",
        size_bytes=1,
        name="周秀英同意书.jpg",
        uploaded_at=AT,
        claimed_at=AT,
    )
    Look.objects.create(person=person, at=AT, reason="给周秀英打电话")
    SubjectRequest.objects.create(
        person=person, kind="copy", words="我要看", asked_at=AT, due_at=AT
    )
    sweep(at=STORED)
    assert sweep(at=ERASED - DAY).erased == 0
    assert sweep(at=ERASED).erased == 1
    person.refresh_from_db()
    assert (person.name, person.employer, person.user) == ("", "", None)
    assert person.citizen_number_sealed is person.citizen_number_index is person.phone_sealed
    assert (person.born_on, person.sex) == (date(1949, 1, 1), "female")
    paper.refresh_from_db()
    consent.refresh_from_db()
    assert (paper.name, paper.removed_at, consent.witness) == ("", ERASED, "")
    assert Look.objects.get().reason == SubjectRequest.objects.get().words == ""
    assert sweep(at=ERASED + DAY).erased == 0
    assert Event.objects.filter(kind="registry.person_erased").count() == 1
    add_person(town.grids[0])  # the number is free for whoever comes back


def test_the_nightly_task_does_it_by_itself(town):
    add_person(town.grids[0], left_on=LEFT)
    with time_machine.travel(STORED, tick=False):
        keep_and_erase.func(0)
    with time_machine.travel(ERASED, tick=False):
        keep_and_erase.func(0)
    assert Person.objects.get().erased_at == ERASED


def test_ended_sensitive_categories_are_deleted_and_ordinary_ones_are_history(town):
    person = add_person(town.grids[0])
    for tag in (add_tag("x_ill", "患病", is_sensitive=True), add_tag("x_old", "高龄")):
        PersonTag.objects.create(person=person, tag=tag, source="visit", since=AT, until=AT)
    assert sweep(at=AT + 30 * DAY).tags == 0
    assert sweep(at=AT + 31 * 24 * DAY).tags == 1
    assert PersonTag.objects.get().tag.code == "x_old"


def test_a_return_brings_the_record_back(town, clerk):
    person = add_person(town.grids[0], left_on=LEFT)
    sweep(at=STORED)
    assert use_again(actor=clerk, person_id=person.pk, at=STORED)
    assert not use_again(actor=clerk, person_id=person.pk, at=STORED)
    assert visible_people(actor=clerk).get() == person


def test_coming_back_unlocks_by_the_act_itself(town, clerk):
    household = make_household(town)
    person = add_person(town.grids[0], left_on=LEFT)
    sweep(at=STORED)
    come_back(
        actor=clerk,
        household_id=household.pk,
        on=STORED.date(),
        reason="回来居住",
        citizen_number=NUMBER,
        at=STORED,
    )
    assert visible_people(actor=clerk).get() == person
    assert Event.objects.filter(kind="registry.used_again", subject_id=person.pk).count() == 1


def test_a_locked_record_is_found_by_law_only_and_on_record(town, clerk):
    person = add_person(town.grids[0], left_on=LEFT)
    sweep(at=STORED)
    found = {"legal_basis": "派出所调证函〔2028〕3号", "at": STORED}
    assert look_up_stored(actor=clerk, words=NUMBER.lower(), **found) == [person]
    assert look_up_stored(actor=clerk, words="周秀英", **found) == [person]
    assert Look.objects.filter(kind="lawful", person=person).count() == 2
    assert look_up_stored(actor=clerk, words="周秀", **found) == []
    with pytest.raises(NobodyNamed):
        look_up_stored(actor=clerk, words="周", **found)
    stranger = holding("东", Role.COMMUNITY, town.east)
    assert look_up_stored(actor=stranger, words="周秀英", **found) == []
    with pytest.raises(NotAllowed):
        look_up_stored(
            actor=holding("网", Role.GRID_WORKER, town.grids[0]), words="周秀英", **found
        )


def test_an_erased_merger_keeps_no_words(town):
    kept = add_person(town.grids[0], phone="")
    other = add_person(town.grids[0], number="", employer="五金厂")
    merge_people(actor=SYSTEM, kept_id=kept.pk, absorbed_id=other.pk, reason="同一人", at=AT)
    sweep(at=STORED + 3 * DAY)
    sweep(at=ERASED + 3 * DAY)
    assert (Merge.objects.get().filled, Merge.objects.get().reason) == ({}, "")
