"""People of the first grid, for the pages of the register and the phones of the browser tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.registry.beginnings import seed_registry
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Relation, Tag
from xinqiao.registry.services.capture import capture_family
from xinqiao.registry.tests.people import number_of
from xinqiao.visits.seed import seed_forms

# Names and numbers that a test looks for where they must not be.
OLD_MAN, OLD_PHONE = "王德厚", "13800000017"
WIFE, WIFE_PHONE = "陈桂兰", "13800000018"
NEIGHBOUR = "赵小梅"


def move_in(*, worker: Actor, building_id: int, at: datetime) -> dict[str, int]:
    """An old couple and a neighbour move into building 3; ids of people by a short name."""
    seed_registry(actor=SYSTEM, at=at - timedelta(days=400))
    seed_forms(actor=SYSTEM, at=at - timedelta(days=300))
    called = Tag.objects.filter(needs_contact=True, is_sensitive=False).order_by("position").first()
    tags = (called.code,) if called else ()
    couple = (
        _person(OLD_MAN, 1940, 1, phone=OLD_PHONE, tags=tags),
        _person(WIFE, 1942, 2, phone=WIFE_PHONE, relation=Relation.SPOUSE),
    )
    old, wife = capture_family(
        actor=worker, family=FamilyDraft(dwelling=_door(building_id, "301"), people=couple), at=at
    )
    alone = (_person(NEIGHBOUR, 1990, 4),)
    young = capture_family(
        actor=worker, family=FamilyDraft(dwelling=_door(building_id, "402"), people=alone), at=at
    )[0]
    return {"old_man": old.pk, "wife": wife.pk, "neighbour": young.pk}


def _door(building_id: int, number: str) -> DwellingDraft:
    return DwellingDraft(place_id=building_id, unit="9", number=number)


def _person(
    name: str,
    born: int,
    order: int,
    *,
    phone: str = "",
    relation: str = Relation.HEAD,
    tags: tuple[str, ...] = (),
) -> PersonDraft:
    number = number_of(date(born, 5, 6), order=order)
    return PersonDraft(name=name, citizen_number=number, phone=phone, relation=relation, tags=tags)
