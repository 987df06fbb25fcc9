"""Moves, splits, joins, departures, deaths and returns: one act each, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from xinqiao.events.models import Event
from xinqiao.registry.drafts import DwellingDraft
from xinqiao.registry.errors import DwellingNotFound, HouseholdNotFound, PersonNotFound
from xinqiao.registry.models import Act, Dwelling, Household, Membership, Person, Relation
from xinqiao.registry.register_errors import (
    DayImpossible,
    EverybodyChosen,
    HasDied,
    HasLeft,
    HeadTaken,
    HouseholdEnded,
    NotAMember,
    RegisterNotYours,
    SameDwelling,
    SameHousehold,
    StillHere,
)
from xinqiao.registry.services.acts.leave import change_head, come_back, leave, record_death
from xinqiao.registry.services.acts.move import merge, move, split
from xinqiao.registry.services.capture import add_dwelling
from xinqiao.registry.tests.people import (
    AT,
    TODAY,
    Village,
    build_village,
    household_of,
    number_of,
    tags_of,
    told,
)

SINCE = date(2020, 1, 1)
WHEN: dict[str, Any] = {"on": TODAY, "reason": "买了新房", "at": AT}


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


@pytest.fixture
def home(village: Village) -> list[Person]:
    """An old couple with a grown-up son, in 301 since 2020."""
    return village.family(
        told("张德全", 1944),
        told("王秀兰", 1948, order=2, relation="spouse"),
        told("张小明", 1975, relation="child"),
        started_on=SINCE,
    )


def test_a_whole_household_moves(village: Village, home: list[Person]) -> None:
    old_home = household_of(home[0])
    act = move(
        actor=village.worker, household_id=old_home.pk, dwelling_id=_flat(village, "502"), **WHEN
    )
    new_home = household_of(home[0])
    assert new_home.dwelling.address == "丽湖新城3栋2单元502"
    assert {m.relation for m in new_home.memberships.all()} == {"head", "spouse", "child"}
    old_home.refresh_from_db()
    assert old_home.ended_at == AT
    assert Membership.objects.filter(household=old_home, ended_at=AT).count() == 3
    assert (act.kind, act.reason, act.on, act.people.count()) == ("move", "买了新房", TODAY, 3)
    event = Event.objects.get(kind="registry.moved")
    assert event.data["people"] == sorted(person.pk for person in home)
    with pytest.raises(HouseholdEnded):
        move(
            actor=village.worker,
            household_id=old_home.pk,
            dwelling_id=_flat(village, "503"),
            **WHEN,
        )


def test_some_move_to_another_grid(village: Village, home: list[Person]) -> None:
    old_home = household_of(home[0])
    draft = DwellingDraft(place_id=village.other_building, number="101")
    there = add_dwelling(actor=village.community, draft=draft, at=AT)
    with pytest.raises(DwellingNotFound):
        move(actor=village.worker, household_id=old_home.pk, dwelling_id=there.pk, **WHEN)
    act = move(
        actor=village.community,
        household_id=old_home.pk,
        person_ids=[home[0].pk, home[1].pk],
        dwelling_id=there.pk,
        **WHEN,
    )
    assert act.kind == "transfer"
    couple = Person.objects.filter(pk__in=[home[0].pk, home[1].pk])
    assert set(couple.values_list("area_path", flat=True)) == {village.town.grids[1].path}
    # Those who stay have a head again; the old couple lives without children now.
    assert home[2].memberships.get(ended_at__isnull=True).relation == Relation.HEAD
    assert "empty_nest" in tags_of(home[0])
    assert Event.objects.get(kind="registry.transferred").data["to"] == household_of(home[0]).pk


def test_a_household_splits_and_joins_again(village: Village, home: list[Person]) -> None:
    first = household_of(home[0])
    with pytest.raises(EverybodyChosen):
        split(
            actor=village.worker,
            household_id=first.pk,
            person_ids=[person.pk for person in home],
            **WHEN,
        )
    split(actor=village.worker, household_id=first.pk, person_ids=[home[2].pk], **WHEN)
    second = household_of(home[2])
    assert second.dwelling_id == first.dwelling_id
    assert home[2].memberships.get(ended_at__isnull=True).relation == Relation.HEAD
    with pytest.raises(SameHousehold):
        merge(actor=village.worker, household_id=first.pk, into_household_id=first.pk, **WHEN)
    with pytest.raises(HeadTaken):
        merge(
            actor=village.worker,
            household_id=second.pk,
            into_household_id=first.pk,
            relations={home[2].pk: "head"},
            **WHEN,
        )
    merge(
        actor=village.worker,
        household_id=second.pk,
        into_household_id=first.pk,
        relations={home[2].pk: "child"},
        **WHEN,
    )
    assert household_of(home[2]) == first
    assert [act.kind for act in Act.objects.order_by("pk")] == ["split", "merge"]
    assert home[2].memberships.count() == 3


def test_a_death_hands_on_the_head(village: Village, home: list[Person]) -> None:
    act = record_death(actor=village.worker, person_id=home[0].pk, **WHEN | {"reason": "病故"})
    home[0].refresh_from_db()
    assert home[0].died_on == TODAY
    assert tags_of(home[0]) == set()
    relations = dict(
        Membership.objects.filter(ended_at__isnull=True).values_list("person__name", "relation")
    )
    assert relations == {"王秀兰": "head", "张小明": "child"}
    changed = {row.person_id: (row.relation_before, row.relation_after) for row in act.people.all()}
    assert changed == {home[0].pk: ("head", ""), home[1].pk: ("spouse", "head")}
    with pytest.raises(HasDied):
        record_death(actor=village.worker, person_id=home[0].pk, **WHEN)
    record_death(actor=village.worker, person_id=home[1].pk, **WHEN)
    assert home[2].memberships.get(ended_at__isnull=True).relation == Relation.HEAD
    assert Event.objects.filter(kind="registry.died").count() == 2


def test_the_last_to_die_ends_the_household(village: Village) -> None:
    (alone,) = village.family(told("孤老", 1940), started_on=SINCE)
    home = household_of(alone)
    record_death(actor=village.worker, person_id=alone.pk, **WHEN)
    home.refresh_from_db()
    assert home.ended_at is not None
    assert Dwelling.objects.get().retired_at is None


def test_who_left_comes_back_elsewhere(village: Village, home: list[Person]) -> None:
    first = household_of(home[2])
    leave(actor=village.worker, household_id=first.pk, person_ids=[home[2].pk], **WHEN)
    home[2].refresh_from_db()
    assert home[2].left_on == TODAY
    village.family(
        told("房东", 1960), actor=village.stranger, place=village.far_building, number="1"
    )
    host = Household.objects.get(dwelling__place_id=village.far_building)
    number = number_of(date(1975, 5, 6))
    with pytest.raises(HasLeft):
        village.family(
            told("张小明", 1975), actor=village.stranger, place=village.far_building, number="2"
        )
    come_back(
        actor=village.stranger,
        household_id=host.pk,
        citizen_number=number,
        relation="tenant",
        **WHEN,
    )
    home[2].refresh_from_db()
    assert Person.objects.get(pk=home[2].pk).left_on is None
    assert home[2].area_path == village.town.grids[2].path
    assert home[2].memberships.count() == 2
    with pytest.raises(StillHere):
        come_back(actor=village.stranger, household_id=host.pk, citizen_number=number, **WHEN)
    with pytest.raises(PersonNotFound):
        come_back(
            actor=village.stranger,
            household_id=host.pk,
            citizen_number="51108319990101001X",
            **WHEN,
        )


def test_the_head_changes(village: Village, home: list[Person]) -> None:
    change_head(
        actor=village.worker, household_id=household_of(home[0]).pk, person_id=home[2].pk, **WHEN
    )
    relations = dict(
        Membership.objects.filter(ended_at__isnull=True).values_list("person__name", "relation")
    )
    assert relations == {"张小明": "head", "张德全": "parent", "王秀兰": "parent"}


def test_days_that_cannot_be(village: Village, home: list[Person]) -> None:
    first = household_of(home[0])
    for on in (TODAY + timedelta(days=1), SINCE - timedelta(days=1)):
        with pytest.raises(DayImpossible):
            leave(actor=village.worker, household_id=first.pk, **WHEN | {"on": on})
    leave(actor=village.worker, household_id=first.pk, **WHEN | {"on": date(2026, 3, 1)})
    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.ended_at.date() == date(2026, 2, 28)  # midnight in Shanghai
    assert set(Person.objects.values_list("left_on", flat=True)) == {date(2026, 3, 1)}


def test_what_does_not_go(village: Village, home: list[Person]) -> None:
    first = household_of(home[0])
    (other,) = village.family(told("李四", 1960), number="302")
    with pytest.raises(SameDwelling):
        move(actor=village.worker, household_id=first.pk, dwelling_id=first.dwelling_id, **WHEN)
    with pytest.raises(NotAMember):
        leave(actor=village.worker, household_id=first.pk, person_ids=[other.pk], **WHEN)
    with pytest.raises(NotAMember):
        record_death(actor=village.worker, person_id=home[0].pk, new_head_id=other.pk, **WHEN)
    assert not Act.objects.exists()


def test_strangers_and_overseers(village: Village, home: list[Person]) -> None:
    first = household_of(home[0])
    for actor in (village.neighbour, village.stranger):
        with pytest.raises(HouseholdNotFound):
            leave(actor=actor, household_id=first.pk, **WHEN)
        with pytest.raises(PersonNotFound):
            record_death(actor=actor, person_id=home[0].pk, **WHEN)
    with pytest.raises(RegisterNotYours):
        leave(actor=village.county, household_id=first.pk, **WHEN)


def _flat(village: Village, number: str) -> int:
    draft = DwellingDraft(place_id=village.building, unit="2", number=number)
    return add_dwelling(actor=village.worker, draft=draft, at=AT).pk
