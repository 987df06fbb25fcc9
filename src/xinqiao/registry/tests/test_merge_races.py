"""Two clerks merge at the same moment: one wins, the other reads a clear sentence."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from xinqiao.accounts.access import Role
from xinqiao.cases.tests.test_races import at_once
from xinqiao.grid.tests.support import AT, build_town, holding
from xinqiao.registry.errors import AlreadyMerged, MergeNotFound
from xinqiao.registry.models import Look, Merge, Person
from xinqiao.registry.services.merge import merge_people, unmerge_people
from xinqiao.registry.tests.law_world import add_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_races_on_one_pair():
    """One town for all of them: a test that commits costs a database."""
    with transaction.atomic():
        town = build_town()
        clerks = [holding(name, Role.COMMUNITY, town.west) for name in "甲乙"]
    for _round in range(5):
        _into_each_other(town, clerks)
        _into_two_others(town, clerks)
        _undone_twice(town, clerks)


def records(town, count):
    with transaction.atomic():
        people = [add_person(town.grids[0], number="", phone="") for _number in range(count)]
        for person in people:
            Look.objects.create(person=person, at=AT, reason="核对")
    return people


def merging(clerk, kept, absorbed):
    return partial(
        merge_people, actor=clerk, kept_id=kept.pk, absorbed_id=absorbed.pk, reason="同一人", at=AT
    )


def _into_each_other(town, clerks):
    one, other = records(town, 2)
    results = at_once(merging(clerks[0], one, other), merging(clerks[1], other, one))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyMerged", "Merge"]
    kept = next(result for result in results if isinstance(result, Merge)).kept
    assert Look.objects.filter(person=kept).count() == 2


def _into_two_others(town, clerks):
    absorbed, one, other = records(town, 3)
    results = at_once(merging(clerks[0], one, absorbed), merging(clerks[1], other, absorbed))
    assert sum(isinstance(result, AlreadyMerged) for result in results) == 1
    kept = next(result for result in results if isinstance(result, Merge)).kept_id
    assert Person.objects.get(pk=absorbed.pk).merged_into_id == kept
    assert Look.objects.filter(person=kept).count() == 2


def _undone_twice(town, clerks):
    kept, absorbed = records(town, 2)
    done = merging(clerks[0], kept, absorbed)()
    undo = [partial(unmerge_people, actor=clerk, merge_id=done.pk, at=AT) for clerk in clerks]
    results = at_once(*undo)
    assert sum(isinstance(result, MergeNotFound) for result in results) == 1
    for person in (kept, absorbed):
        assert Look.objects.filter(person=person).count() == 1
