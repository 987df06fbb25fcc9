"""What is told at a visit reaches the register, or the visitor is told why it did not."""

from __future__ import annotations

from xinqiao.cases.tests.world import World
from xinqiao.registry import sealed
from xinqiao.registry.models import PersonTag, TagSource
from xinqiao.visits.tests.homes import Home, all_clear, visit


def tags_of(home: Home) -> dict[str, str]:
    held = PersonTag.objects.filter(person=home.head, until__isnull=True)
    return dict(held.values_list("tag__code", "source"))


def test_categories_are_given_and_ended(world: World, home: Home) -> None:
    ticked = [{"person": home.head.pk, "tags": ["low-income"]}]
    visit(home, world.worker, answers=all_clear(home, tags=ticked))
    assert tags_of(home) == {"low-income": TagSource.VISIT}

    gone = [{"person": home.head.pk, "tags": []}]
    visit(home, world.worker, key="visit-0002", answers=all_clear(home, tags=gone))
    assert tags_of(home) == {}


def test_a_new_number_reaches_the_register(world: World, home: Home) -> None:
    visit(home, world.worker, answers=all_clear(home, phone="139 8888 7777"))

    home.head.refresh_from_db()
    assert sealed.open_phone(home.head.phone_sealed) == "13988887777"


def test_a_number_that_is_none_is_told_and_the_visit_stays(world: World, home: Home) -> None:
    made = visit(home, world.worker, answers=all_clear(home, phone="号码不记得了"))

    assert made.is_new
    assert len(made.notices) == 1
    home.head.refresh_from_db()
    assert sealed.open_phone(home.head.phone_sealed) == "13890512345"
