"""A visit is recorded once, with all that follows from it, by whoever works there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.cases.tests.world import AT, DAY, World, photo
from xinqiao.events.models import Event
from xinqiao.files.models import Attachment
from xinqiao.registry.errors import HouseholdNotFound
from xinqiao.visits.errors import BadAnswers, BadTime, FormNotInUse, KeyTaken, WrongSubject
from xinqiao.visits.models import FourClear, Visit, VisitedPerson
from xinqiao.visits.services.answers import open_sealed
from xinqiao.visits.services.forms import end_form
from xinqiao.visits.tests.homes import Home, all_clear, form, move_in, visit


def clear_aspects(home: Home) -> set[str]:
    rows = FourClear.objects.filter(household=home.household, clear_at__isnull=False)
    return set(rows.values_list("aspect", flat=True))


def test_a_visit_makes_the_four_clear(world: World, home: Home) -> None:
    made = visit(home, world.worker)

    assert made.is_new
    assert made.notices == ()
    assert clear_aspects(home) == {"family", "categories", "facilities", "hazards"}
    assert made.visit.area_path == world.grid.path
    assert made.visit.post_id == world.posts["worker"].pk
    assert list(VisitedPerson.objects.values_list("person_id", flat=True)) == [home.head.pk]
    event = Event.objects.get(kind="visits.recorded")
    assert event.data["met"] == [home.head.pk]
    assert "周" not in str(event.data)


def test_the_same_command_is_the_same_visit(world: World, home: Home) -> None:
    first = visit(home, world.worker)
    again = visit(home, world.worker)

    assert (again.visit.pk, again.is_new) == (first.visit.pk, False)
    assert Visit.objects.count() == 1
    with pytest.raises(KeyTaken):
        visit(home, world.colleague)


@pytest.mark.parametrize("who", ["stranger", "neighbour", "water_staff", "hotline", "resident"])
def test_who_does_not_work_there_records_nothing(world: World, home: Home, who: str) -> None:
    with pytest.raises(HouseholdNotFound):
        visit(home, world.actors[who])


@pytest.mark.parametrize("who", ["colleague", "desk", "street_staff"])
def test_who_works_there_records(world: World, home: Home, who: str) -> None:
    assert visit(home, world.actors[who]).is_new


def test_sensitive_answers_are_sealed(world: World, home: Home) -> None:
    answers = all_clear(home, hardship="老伴瘫痪在床")
    made = visit(home, world.worker, answers=answers).visit

    assert "hardship" not in made.answers
    assert "瘫痪" not in str(bytes(made.answers_sealed or b""))
    assert open_sealed(made.answers_sealed) == {"hardship": "老伴瘫痪在床"}


def test_bad_answers_are_named_by_question_and_nothing_is_kept(world: World, home: Home) -> None:
    with pytest.raises(BadAnswers) as refused:
        visit(home, world.worker, answers=all_clear(home, residents=-1, housing="tent"))

    assert set(refused.value.problems) == {"residents", "housing"}
    assert not Visit.objects.exists()


def test_nobody_home_is_a_visit_that_clears_nothing(world: World, home: Home) -> None:
    made = visit(home, world.worker, outcome="absent", note="门上贴了便条")

    assert made.visit.answers == {}
    assert clear_aspects(home) == set()
    assert not VisitedPerson.objects.exists()


def test_by_telephone_only_what_can_be_told_is_clear(world: World, home: Home) -> None:
    visit(home, world.worker, method="phone")

    assert clear_aspects(home) == {"family", "categories"}


def test_what_was_not_looked_at_is_not_clear(world: World, home: Home) -> None:
    visit(home, world.worker, answers=all_clear(home, looked=False, fuel=None))

    assert clear_aspects(home) == {"family", "categories", "hazards"}
    assert FourClear.objects.get(aspect="facilities").clear_at is None


def test_another_number_of_residents_is_told_and_not_clear(world: World, home: Home) -> None:
    made = visit(home, world.worker, answers=all_clear(home, residents=4))

    assert len(made.notices) == 1
    assert "family" not in clear_aspects(home)
    finding = made.visit.findings.get()
    assert (finding.aspect, finding.state) == ("family", "noted")


def test_a_visit_that_comes_in_late_changes_nothing_newer(world: World, home: Home) -> None:
    visit(home, world.worker, key="newer-one")
    late = visit(
        home,
        world.colleague,
        key="older-one",
        started_at=AT - DAY,
        ended_at=None,
        answers=all_clear(home, looked=False, fuel=None),
    )

    assert late.is_new
    assert len(late.notices) == 1
    assert "facilities" in clear_aspects(home)


def test_photos_belong_to_the_visit(world: World, home: Home) -> None:
    token = photo(AT)
    made = visit(home, world.worker, answers=all_clear(home, home_photo=[token])).visit

    row = Attachment.objects.get(token=token)
    assert (row.subject_kind, row.subject_id) == ("visit", made.pk)


@pytest.mark.parametrize(
    "facts",
    [
        {"started_at": AT + timedelta(hours=1), "ended_at": None},
        {"started_at": AT, "ended_at": AT - timedelta(minutes=1)},
    ],
)
def test_a_visit_lies_in_the_past(world: World, home: Home, facts: dict[str, Any]) -> None:
    with pytest.raises(BadTime):
        visit(home, world.worker, **facts)


def test_an_old_version_of_a_form_is_still_taken(world: World, home: Home) -> None:
    """A phone without signal has the form of this morning."""
    end_form(actor=world.county_staff, code="rental-fire", at=AT)
    old = form()
    with pytest.raises(WrongSubject):
        visit(home, world.worker, form_id=old.pk, household_id=None, person_id=home.head.pk)
    with pytest.raises(FormNotInUse):
        visit(home, world.worker, form_id=0)
    end_form(actor=world.county_staff, code="four-clear", at=AT)
    answers = all_clear(home)
    assert visit_with(home, world, old.pk, answers).is_new


def visit_with(home: Home, world: World, form_id: int, answers: dict[str, Any]) -> Any:
    return visit(home, world.worker, code="newcomer", form_id=form_id, answers=answers)


def test_a_person_of_another_household_was_not_met_here(world: World, home: Home) -> None:
    other = move_in(world, number="302", names=("李四",))

    with pytest.raises(BadAnswers):
        visit(home, world.worker, answers=all_clear(home, met_people=[other.head.pk]))
