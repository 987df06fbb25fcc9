"""Thousands at once write the rows that one by one would write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models

from xinqiao.events.models import Event
from xinqiao.registry import sealed
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Dwelling, Household, Membership, Person, PersonTag
from xinqiao.registry.register_errors import (
    AlreadyRegistered,
    BuildingNotFound,
    HeadTaken,
    LooksAlike,
    OldCitizenNumber,
    RegisteredElsewhere,
    RegisterNotYours,
)
from xinqiao.registry.services.capture import capture_family
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.tests.people import (
    AT,
    Village,
    build_village,
    household_of,
    told,
)

TABLES = (Dwelling, Household, Membership, Person, PersonTag)


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def families_of(village: Village, count: int = 4) -> list[FamilyDraft]:
    """Elders alone and families with children, some sharing a flat."""
    return [
        FamilyDraft(
            dwelling=DwellingDraft(place_id=village.building, unit="1", number=f"{i // 2 + 1}01"),
            people=(
                told(f"户主{i}", 1940 + i, order=11, phone=f"1380013{i:04}", tags=("veteran",)),
                told(f"配偶{i}", 1970 + i, order=12, relation="spouse"),
                PersonDraft(name=f"孩子{i}", relation="child", born_on=date(2015, 1, 1)),
            )[: 1 + i % 3],
            started_on=date(2020, 1, 1),
            note=f"第{i}户",
        )
        for i in range(count)
    ]


def test_the_same_rows_as_one_by_one(village: Village) -> None:
    families = families_of(village)
    first = Event.objects.latest("pk").pk
    for family in families:
        capture_family(actor=village.worker, family=family, at=AT)
    plain, plain_events = _rows(), _events(first)
    _empty()
    first = Event.objects.latest("pk").pk
    results = capture_many(actor=village.worker, families=families, at=AT)
    assert not any(result.refused for result in results)
    assert [len(result.people) for result in results] == [len(f.people) for f in families]
    assert _rows() == plain
    assert _events(first) == plain_events


def test_the_same_refusals_as_one_by_one(village: Village) -> None:
    (known,) = village.family(told("张德全", 1944))
    village.family(
        told("远方人", 1955), actor=village.stranger, place=village.far_building, number="1"
    )
    here = DwellingDraft(place_id=village.building, number="501")
    far = DwellingDraft(place_id=village.far_building, number="7")
    twin = PersonDraft(name="双生", relation="other", born_on=date(1980, 1, 1))
    families = [
        FamilyDraft(
            dwelling=here,
            people=(
                told("张德全", 1944),
                told("远方人", 1955, relation="other"),
                replace(told("旧号"), citizen_number="110105491231002"),
                told("新人", 1990),
                told("第二户主", 1991),
                told("新人又来", 1990, relation="other"),
                twin,
                twin,
                replace(twin, is_somebody_else=True),
            ),
        ),
        FamilyDraft(dwelling=far, people=(told("别处", 1960),)),
        FamilyDraft(dwelling=replace(here, place_id=0), people=(told("无楼", 1961),)),
        FamilyDraft(
            dwelling=here, household_id=household_of(known).pk, people=(told("再一户主", 1962),)
        ),
    ]
    results = capture_many(actor=village.worker, families=families, at=AT)
    refused = [{i: type(e) for i, e in result.refused.items()} for result in results]
    assert refused == [
        {
            0: AlreadyRegistered,
            1: RegisteredElsewhere,
            2: OldCitizenNumber,
            4: HeadTaken,
            5: AlreadyRegistered,
            7: LooksAlike,
        },
        {0: RegisterNotYours},
        {0: BuildingNotFound},
        {0: HeadTaken},
    ]
    assert sorted(results[0].people) == [3, 6, 8]
    assert Dwelling.objects.count() == 3  # nobody was left to live at far or nowhere


def test_people_join_a_household_they_name(village: Village) -> None:
    (known,) = village.family(told("张德全", 1944))
    home = household_of(known)
    family = FamilyDraft(
        dwelling=DwellingDraft(place_id=village.building, number="301"),
        household_id=home.pk,
        people=(told("王秀兰", 1948, order=2, relation="spouse"),),
    )
    (result,) = capture_many(actor=village.worker, families=[family], at=AT)
    assert result.household == home
    assert household_of(result.people[0]) == home
    assert Household.objects.count() == 1


def test_statements_do_not_grow(village: Village, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(70):
        capture_many(actor=village.worker, families=families_of(village, 5), at=AT)
    more = [
        replace(f, people=tuple(replace(p, phone="", citizen_number="") for p in f.people))
        for f in families_of(village, 60)
    ]
    with django_assert_max_num_queries(70):
        results = capture_many(
            actor=village.worker,
            families=[
                replace(f, people=tuple(replace(p, is_somebody_else=True) for p in f.people))
                for f in more
            ],
            at=AT + timedelta(hours=1),
        )
    assert all(not result.refused for result in results)


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Everything written, with keys told by what they point at and numbers opened."""
    return {
        "dwellings": _plain(Dwelling, "place", "area"),
        "households": _plain(Household, "dwelling__address", "area"),
        "people": [
            row
            | {
                "number": sealed.open_citizen_number(row.pop("citizen_number_sealed")),
                "phone": sealed.open_phone(row.pop("phone_sealed")),
            }
            for row in _plain(Person, "area")
        ],
        "memberships": _plain(Membership, "person__name", "household__note"),
        "tags": _plain(PersonTag, "person__name", "tag__code"),
    }


def _plain(model: type[models.Model], *links: str) -> list[dict[str, Any]]:
    own = [f.name for f in model._meta.concrete_fields if not f.is_relation and f.name != "id"]
    rows = model._default_manager.values(*own, *links)
    return sorted((dict(row) for row in rows), key=lambda row: [str(v) for v in row.values()][:4])


def _events(first: int) -> list[tuple[Any, ...]]:
    rows = Event.objects.filter(pk__gt=first).values_list(
        "kind", "at", "actor_user_id", "actor_post_id", "area_path"
    )
    return sorted(rows)


def _empty() -> None:
    for model in (PersonTag, Membership, Person, Household, Dwelling):
        model._default_manager.all().delete()
