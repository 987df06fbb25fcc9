"""Who is written down twice is found, compared under masks, merged and separated again."""

from datetime import date

import pytest
from django.urls import reverse

from xinqiao.accounts.access import Role
from xinqiao.grid.tests.support import AT, holding
from xinqiao.kit.paging import BadCursor
from xinqiao.registry.models import Merge, Person
from xinqiao.registry.selectors.duplicates import compare, suspected_pairs
from xinqiao.registry.services.merge import merge_people, say_not_same
from xinqiao.registry.tests.law_world import NUMBER, PHONE, add_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(town):
    return holding("社", Role.COMMUNITY, town.west)


def ids(actor, **extra):
    return [(pair.first.pk, pair.second.pk) for pair in suspected_pairs(actor=actor, **extra).items]


def test_the_same_name_with_birth_date_or_telephone_is_a_pair(town, clerk):
    one = add_person(town.grids[0])
    two = add_person(town.grids[1], number="")
    other_birth = add_person(town.grids[0], number="", born_on=date(1950, 1, 1))
    add_person(town.grids[0], "李四", number="")
    pairs = suspected_pairs(actor=clerk).items
    assert [(p.first, p.second, p.same_birth, p.same_phone) for p in pairs] == [
        (one, two, True, True),
        (one, other_birth, False, True),
        (two, other_birth, False, True),
    ]


def test_two_numbers_are_two_people_and_merged_ones_are_one(town, clerk):
    one = add_person(town.grids[0])
    add_person(town.grids[0], number="110101199003078515")
    assert ids(clerk) == []
    two = add_person(town.grids[0], number="", phone="")
    assert len(ids(clerk)) == 2
    merge_people(actor=clerk, kept_id=one.pk, absorbed_id=two.pk, reason="同一人", at=AT)
    assert ids(clerk) == []


def test_what_was_said_to_be_two_people_is_remembered(town, clerk):
    one, two = (add_person(town.grids[0], number="", phone="") for _i in range(2))
    say_not_same(actor=clerk, one_id=two.pk, other_id=one.pk, at=AT)
    assert ids(clerk) == []


def test_nobody_outside_the_area_is_in_a_pair(town, clerk):
    add_person(town.grids[0], number="", phone="")
    add_person(town.grids[2], number="", phone="")
    assert ids(clerk) == []
    assert len(ids(holding("街", Role.STREET, town.street))) == 1


def test_pages_follow_each_other_without_gaps(town, clerk, django_assert_num_queries):
    people = [add_person(town.grids[0], number="", phone="") for _i in range(4)]
    seen, cursor = [], ""
    for _page in range(3):
        with django_assert_num_queries(2):
            page = suspected_pairs(actor=clerk, cursor=cursor, size=2)
        seen += [(pair.first.pk, pair.second.pk) for pair in page.items]
        cursor = page.next
    every = sorted(p.pk for p in people)
    assert seen == [(a, b) for a in every for b in every if a < b]
    assert cursor is None
    with pytest.raises(BadCursor):
        suspected_pairs(actor=clerk, cursor="gefälscht")


def test_the_fuller_record_is_proposed(town, clerk):
    poor = add_person(town.grids[0], number="", phone="")
    rich = add_person(town.grids[0])
    first, second = compare(actor=clerk, one_id=poor.pk, other_id=rich.pk, at=AT)
    assert (first.person, second.person) == (rich, poor)


def test_at_the_desk_from_the_list_to_the_merger_and_back(town, sign_in):
    client = sign_in(Role.COMMUNITY, town.west)
    rich, poor = add_person(town.grids[0]), add_person(town.grids[1], number="")
    page = client.get(reverse("registry:duplicates")).content.decode()
    address = reverse("registry:compare", args=[rich.pk, poor.pk])
    assert address in page
    shown = client.get(address).content.decode()
    assert "周秀英" in shown
    assert NUMBER not in shown
    assert PHONE not in shown
    assert client.post(address, {"keep": rich.pk, "reason": ""}).status_code == 422
    assert client.post(address, {"keep": 0, "reason": "同一人"}).status_code in (404, 422)
    client.post(address, {"keep": rich.pk, "reason": "同一人，换过电话"})
    merge = Merge.objects.get()
    assert (merge.kept, merge.absorbed) == (rich, poor)
    assert "同一人，换过电话" in client.get(reverse("registry:merges")).content.decode()
    client.post(reverse("registry:unmerge", args=[merge.pk]))
    assert not Person.objects.filter(merged_into__isnull=False).exists()
    client.post(reverse("registry:not-same", args=[rich.pk, poor.pk]))
    assert address not in client.get(reverse("registry:duplicates")).content.decode()


def test_a_grid_worker_and_a_stranger_are_turned_away(town, sign_in):
    one, two = add_person(town.grids[0]), add_person(town.grids[1], number="")
    client = sign_in(Role.GRID_WORKER, town.grids[0])
    assert client.get(reverse("registry:duplicates")).status_code == 403
    client = sign_in(Role.COMMUNITY, town.east, name="东")
    address = reverse("registry:compare", args=[one.pk, two.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"keep": one.pk, "reason": "同一人"}).status_code == 404
    assert not Merge.objects.exists()
