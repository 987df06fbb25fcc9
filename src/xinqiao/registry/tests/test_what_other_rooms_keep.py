"""What visits and care wrote about a person is in the copy, and goes with the person's data."""

from datetime import date, timedelta

import pytest

from xinqiao.accounts.access import Role
from xinqiao.grid.tests.support import AT, holding
from xinqiao.kit import crypto
from xinqiao.registry.extras import person_words
from xinqiao.registry.models import Purpose
from xinqiao.registry.selectors.own_data import data_copy
from xinqiao.registry.services.consent import record_consent, withdraw_consent
from xinqiao.registry.services.retention import sweep
from xinqiao.registry.tests.law_world import add_person
from xinqiao.visits.models import Form, Revision, Visit
from xinqiao.visits.services.answers import CONTEXT

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=2000)


@pytest.fixture
def person(town):
    return add_person(town.grids[0])


@pytest.fixture
def visit(person):
    form = Form.objects.create(
        code="x",
        title="走访",
        subject="person",
        version=1,
        definition={
            "sections": [
                {
                    "code": "a",
                    "title": "情况",
                    "questions": [
                        {"code": "mood", "type": "text", "label": "精神状态"},
                        {"code": "ill", "type": "text", "label": "病情", "sensitive": True},
                    ],
                }
            ]
        },
        saved_at=AT,
    )
    made = Visit.objects.create(
        form=form,
        person=person,
        area=person.area,
        area_path=person.area_path,
        method="visit",
        outcome="met",
        started_at=AT,
        recorded_at=AT,
        answers={"mood": "不错"},
        answers_sealed=crypto.seal('{"ill": "透析"}', context=CONTEXT),
        note="独自在家",
        key="k1",
    )
    Revision.objects.create(
        visit=made,
        version=1,
        answers={"mood": "一般"},
        answers_sealed=crypto.seal('{"ill": "高血压"}', context=CONTEXT),
        replaced_at=AT,
    )
    return made


def test_the_copy_tells_visits_with_their_answers(person, visit):
    (told,) = data_copy(person=person, at=AT)["others"]["visits"]["rows"]
    assert told["answers"] == {"精神状态": "不错", "病情": "透析"}
    assert told["note"] == "独自在家"


def test_a_withdrawn_consent_empties_what_was_sealed_and_no_more(person, visit, town):
    worker = holding("网", Role.GRID_WORKER, town.grids[0])
    given = {"actor": worker, "person": person, "purpose_code": "sensitive_care"}
    record_consent(**given, manner="spoken", witness="女儿", at=AT)
    withdraw_consent(**given, at=AT)
    visit.refresh_from_db()
    assert (visit.answers_sealed, visit.answers) == (None, {"mood": "不错"})
    assert Revision.objects.get().answers_sealed is None


def test_a_duty_keeps_it_when_consent_goes(person, visit, town):
    Purpose.objects.create(
        code="nursing",
        name="护理",
        notice="依法",
        fields=["person.health"],
        basis="duty",
        valid_from=AT,
    )
    worker = holding("网", Role.GRID_WORKER, town.grids[0])
    given = {"actor": worker, "person": person, "purpose_code": "sensitive_care"}
    record_consent(**given, manner="spoken", witness="女儿", at=AT)
    withdraw_consent(**given, at=AT)
    visit.refresh_from_db()
    assert visit.answers_sealed is not None


def test_an_erased_person_leaves_no_words_in_any_room(person, visit):
    person.left_on = date(2026, 3, 1)
    person.save()
    sweep(at=AT + YEARS / 2)
    sweep(at=AT + YEARS + YEARS / 2)
    person.refresh_from_db()
    visit.refresh_from_db()
    assert person.erased_at is not None
    assert (visit.answers, visit.answers_sealed, visit.note) == ({}, None, "")
    assert Revision.objects.get().answers == {}


def test_every_declared_column_is_there():
    from django.apps import apps

    assert {"visits.Visit", "care.Call"} <= {one.model for one in person_words()}
    for one in person_words():
        for name in (*one.empty, *one.on_consent):
            apps.get_model(one.model)._meta.get_field(name)
        assert set(one.on_consent) <= set(one.empty)
