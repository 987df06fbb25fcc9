"""Whatever a phone sends, of every kind there is: done or refused in words, never a defect."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.cases.tests.world import World
from xinqiao.field import api
from xinqiao.field.models import CommandLog
from xinqiao.field.services import attempt
from xinqiao.field.tests.toys import Handset, command, handset
from xinqiao.grid.models import Place, PlaceKind
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.services.capture import capture_family

TEXTS = st.text(max_size=20) | st.sampled_from(["2", "1950-05-06", "13800138000", "new:x", "head"])
SCALARS = st.none() | st.booleans() | st.integers(-5, 20) | st.integers() | st.floats() | TEXTS
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)
PERSON = {
    "name": "李四",
    "relation": "child",
    "citizen_number": "11010519491231002X",
    "phone": "13800138000",
    "sex": "female",
    "born_on": "1949-12-31",
    "employer": "自来水公司",
    "note": "",
    "is_registered": True,
    "lives_here": True,
    "tags": [],
    "is_somebody_else": False,
}
DOOR = {
    "building": "building",
    "unit": "1",
    "number": "402",
    "floor": 4,
    "usage": "own",
    "note": "",
}
CARRIED = PERSON | {
    "name": "张三", "relation": "head", "phone": "", "sex": "", "born_on": "", "employer": "",
}  # fmt: skip
del CARRIED["citizen_number"]
# A payload of each kind that is right; a test puts anything in the place of one or two members.
RIGHT: dict[str, dict[str, Any]] = {
    "workflow.act": {"id": "act", "action": "close", "words": "好了", "reason": "", "photos": []},
    "cases.report": {
        "text": "路灯坏了", "category": "facility.", "address": "3栋", "lon": 105.005,
        "lat": 29.005, "photos": [], "reporter_name": "张大娘", "reporter_phone": "13800138000",
    },
    "registry.add_person": {"household": "household", "person": PERSON},
    "registry.add_household": {"dwelling": {"id": "dwelling"}, "note": ""},
    "registry.add_dwelling": DOOR,
    "registry.edit_person": {
        "id": "person", "version": 1, "base": CARRIED, "fields": {**PERSON, "relation": "head"},
    },
    "registry.edit_household": {
        "id": "household", "version": 1, "base": {"is_collective": False, "note": ""},
        "fields": {"is_collective": True, "note": "新"},
    },
    "registry.edit_dwelling": {
        "id": "dwelling", "version": 1,
        "base": {"unit": "", "number": "301", "floor": 3, "usage": "own", "note": ""},
        "fields": {"unit": "2", "number": "302", "floor": 4, "usage": "rented", "note": "新"},
    },
}  # fmt: skip


@pytest.fixture
def phone(world: World, monkeypatch: pytest.MonkeyPatch) -> Handset:
    """A phone that may send as often as it likes; a defect fails the test instead of waiting."""

    def defect(row: CommandLog, error: Exception, _at: Any) -> CommandLog:
        raise AssertionError(f"{row.kind} broke") from error

    monkeypatch.setattr(attempt, "_wait_for_us", defect)
    monkeypatch.setattr(api, "BATCHES_AN_HOUR", 10**6)
    world.report(at=timezone.now())
    return handset(world.worker)


@pytest.fixture
def known(world: World) -> dict[str, int]:
    """Ids that are really there, by the member that names them; `id` by the kind of command."""
    item_id = world.report(at=timezone.now()).case_id
    place = Place.objects.get(kind=PlaceKind.BUILDING)
    door = DwellingDraft(place_id=place.pk, number="301")
    people = (PersonDraft(name="张三"),)
    family = FamilyDraft(dwelling=door, people=people)
    [person] = capture_family(actor=world.worker, family=family, at=timezone.now())
    home = person.memberships.select_related("household").get().household
    return {
        "person": person.pk,
        "household": home.pk,
        "dwelling": home.dwelling_id,
        "building": place.pk,
        "act": item_id,
    }


def paths(payload: dict[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Where something can be put instead: each member, and the members inside."""
    found = []
    for name, value in payload.items():
        found.append((*above, name))
        if isinstance(value, dict):
            found += paths(value, (*above, name))
    return found


def spoilt(payload: Any, path: tuple[str, ...], value: Any) -> Any:
    """The payload with `value` at `path`."""
    if not path or not isinstance(payload, dict):
        return value
    return {**payload, path[0]: spoilt(payload.get(path[0]), path[1:], value)}


def aimed(value: Any, known: dict[str, int]) -> Any:
    """The payload with the ids of rows that are really there."""
    if isinstance(value, dict):
        return {name: aimed(one, known) for name, one in value.items()}
    return known.get(value, value) if isinstance(value, str) else value


@st.composite
def spoilt_payloads(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(sorted(RIGHT)))
    payload = RIGHT[kind]
    for _time in range(draw(st.integers(0, 2))):
        payload = spoilt(payload, draw(st.sampled_from(paths(RIGHT[kind]))), draw(ANYTHING))
    return kind, payload


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(one=spoilt_payloads())
def test_each_kind_answers_in_words(
    phone: Handset, known: dict[str, int], one: tuple[str, dict[str, Any]]
) -> None:
    kind, payload = one
    sent = {
        "id": str(uuid.uuid4()),
        "kind": kind,
        "payload": aimed(payload, known),
        "happened_at": timezone.now().isoformat(),
    }
    answer = phone.api.post("/field/commands", {"commands": [sent]}, X_Field_Phone=phone.id)
    assert answer.status_code == 200, answer.content
    [told] = answer.json()["answers"]
    assert told["fate"] in ("done", "merged", "conflict", "refused", "waiting")
    assert told["message"] or told["fate"] not in ("refused", "waiting"), told


def test_what_is_right_is_done(phone: Handset, known: dict[str, int]) -> None:
    """Else the test above would say nothing."""
    sent = {kind: aimed(payload, known) for kind, payload in RIGHT.items()}
    sent["workflow.act"] |= {"action": "accept"}
    fates = {
        kind: phone.answers(command(kind, **payload))[0]["fate"] for kind, payload in sent.items()
    }
    fates.pop("registry.edit_person")  # the number belongs to the one just added
    assert set(fates.values()) == {"done"}, fates
