"""A visit that was recorded without signal: with its own times, once, by who works there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from xinqiao.accounts.access import Actor
from xinqiao.cases.tests.world import World, photo
from xinqiao.field.contract import Fate, Outcome, carried, command_of
from xinqiao.registry.errors import HouseholdNotFound
from xinqiao.visits.errors import BadTime, UnknownWord
from xinqiao.visits.models import Visit
from xinqiao.visits.tests.homes import Home, all_clear, form


def _send(home: Home, actor: Actor, **more: Any) -> Outcome:
    command = command_of("visits.record")
    assert command is not None
    done_at = timezone.now() - timedelta(hours=3)
    payload = {
        "key": "0b0f3c52-6b8c-4b0a-9d5e-0a6c4f3f2d11",
        "form": form().pk,
        "household": home.household.pk,
        "person": home.head.pk,
        "outcome": "met",
        "method": "visit",
        # The phone is a day behind: its visit took twenty minutes all the same.
        "started_at": (done_at - timedelta(days=1, minutes=20)).isoformat(),
        "ended_at": (done_at - timedelta(days=1)).isoformat(),
        "answers": all_clear(home),
    }
    return command.perform(actor, payload | more, done_at)


def test_it_is_on_record_with_the_right_time_and_its_photo(world: World, home: Home) -> None:
    token = photo(timezone.now())
    done = _send(home, world.worker, answers=all_clear(home) | {"home_photo": [token]})
    visit = Visit.objects.get(pk=done.data["id"])
    assert done.fate is Fate.DONE
    assert visit.ended_at is not None
    assert visit.ended_at - visit.started_at == timedelta(minutes=20)
    assert timezone.now() - visit.ended_at < timedelta(hours=4)
    assert visit.answers["home_photo"] == [token]


def test_twice_is_once(world: World, home: Home) -> None:
    assert _send(home, world.worker).data == _send(home, world.worker).data
    assert Visit.objects.count() == 1


def test_strangers_record_nothing(world: World, home: Home) -> None:
    with pytest.raises(HouseholdNotFound):
        _send(home, world.stranger)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"started_at": "yesterday"}, BadTime),
        ({"started_at": "2026-11-23T10:00:00"}, BadTime),
        ({"form": "four-clear"}, UnknownWord),
        ({"household": True}, UnknownWord),
        ({"outcome": "seen"}, UnknownWord),
    ],
)
def test_nonsense_is_refused(
    world: World, home: Home, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _send(home, world.worker, **more)


def test_a_phone_carries_the_forms_whole(world: World, django_assert_max_num_queries: Any) -> None:
    kinds = {one.name: one for one in carried()}
    with django_assert_max_num_queries(2):
        forms = kinds["visits.forms"].rows(world.worker, timezone.now())
        kinds["visits.facilities"].rows(world.worker, timezone.now())
    assert "four-clear" in {row["code"] for row in forms}
    assert all(row["definition"]["sections"] for row in forms)
