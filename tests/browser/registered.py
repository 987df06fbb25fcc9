"""A house with people, an act of a household, a lane with its steward, for the browser tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.grid.models import Area
from xinqiao.kit.time import local_day
from xinqiao.registry.beginnings import seed_registry
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Dwelling, Person
from xinqiao.registry.services.acts.leave import change_head
from xinqiao.registry.services.capture import add_dwelling, capture_family
from xinqiao.registry.services.facilities import FacilityDraft, add_facility, set_steward
from xinqiao.registry.services.tagging import give_tag
from xinqiao.registry.tests.people import household_of, told

LANE = {"type": "LineString", "coordinates": [[105.001, 29.002], [105.004, 29.0021]]}


def register(*, worker: Actor, building: int, grid: Area, at: datetime) -> dict[str, int]:
    """Ids by the placeholders of the pages that show them."""
    seed_registry(actor=SYSTEM, at=at)
    here = DwellingDraft(place_id=building, unit="1", number="101")
    since = date(2015, 3, 1)
    for floor in range(1, 7):
        for door in (1, 2):
            number = f"{floor}0{door}"
            people: tuple[PersonDraft, ...] = (
                told("陈国强", 1939 + floor * 5, order=door * 10 + 1, phone="13890500100"),
            )
            if door == 2:
                spouse = told("李素珍", 1942 + floor * 5, order=22, relation="spouse")
                people = (*people, spouse)
            family = FamilyDraft(
                dwelling=replace(here, number=number), people=people, started_on=since
            )
            capture_family(actor=worker, family=family, at=at)
    empty = replace(here, unit="2", number="901", usage="vacant")
    add_dwelling(actor=worker, draft=empty, at=at)
    wife = Person.objects.filter(name="李素珍").earliest("pk")
    home = household_of(wife)
    today = local_day(at)
    change_head(
        actor=worker, household_id=home.pk, person_id=wife.pk, on=today, reason="本人要求", at=at
    )
    give_tag(actor=worker, person_id=wife.pk, code="veteran", at=at)
    lane = FacilityDraft(kind="lane", name="红星巷", area_id=grid.pk, geometry=LANE)
    facility = add_facility(actor=worker, draft=lane, at=at)
    post_id = worker.posts[0].post_id
    set_steward(actor=worker, facility_id=facility.pk, post_id=post_id, at=at)
    add_facility(
        actor=worker, draft=FacilityDraft(kind="square", name="观湖广场", area_id=grid.pk), at=at
    )
    return {
        "building": building,
        "dwelling": home.dwelling_id,
        "vacant": Dwelling.objects.get(usage="vacant", place_id=building).pk,
        "household": home.pk,
        "resident_person": wife.pk,
        "facility": facility.pk,
    }
