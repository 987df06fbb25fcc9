"""The inside of a payload: what is read of it holds for whatever a phone may send."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.field.contract import compare
from xinqiao.field.payloads import Unreadable, canonical, photo_tokens, references, resolve

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
names = st.text("abcdefgh_", min_size=1, max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(names, values, max_size=5))
def test_the_order_of_members_makes_no_other_payload(payload: dict[str, Any]) -> None:
    try:
        content = canonical(payload)
    except Unreadable:
        return
    assert canonical(dict(reversed(payload.items()))) == content
    assert json.loads(content) == payload


@given(st.dictionaries(names, values, max_size=5), st.lists(st.uuids(), max_size=4, unique=True))
def test_names_of_new_rows_are_replaced_wherever_they_stand(
    payload: dict[str, Any], commands: list[uuid.UUID]
) -> None:
    named = {**payload, "zz": [{"of": f"new:{one}", "home": f"new:{one}.home"} for one in commands]}
    assert references(named) == references(payload) | set(commands)
    made = {one: {"id": n, "home": -n} for n, one in enumerate(commands, start=1)}
    whole = resolve(named, made)
    assert whole["zz"] == [{"of": n, "home": -n} for n in range(1, len(commands) + 1)]
    assert {name: whole[name] for name in payload if name != "zz"} == {
        name: value for name, value in payload.items() if name != "zz"
    }


@pytest.mark.parametrize(
    "payload",
    [
        {"a": "\0"},
        {"\0": 1},
        {"a": float("nan")},
        {"a": "\udfff"},
        {"a": json.loads("[" * 13 + "]" * 13)},
    ],
)
def test_what_cannot_be_kept(payload: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        canonical(payload)


def test_words_that_look_like_names_stay_words() -> None:
    payload = {"note": "new: 3号楼", "other": "new:abc", "new:": "新"}
    assert references(payload) == set()
    assert resolve(payload, {}) == payload
    with pytest.raises(KeyError):
        resolve({"of": f"new:{uuid.uuid4()}"}, {})


def test_tokens_are_found_under_their_names() -> None:
    payload = {
        "photos": ["a", 3],
        "answers": [{"proof_tokens": ["b"], "words": ["c"]}],
        "photo_tokens": "d",
    }
    assert photo_tokens(payload) == {"a", "b"}


fields = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


@given(fields, fields, fields)
def test_nothing_that_two_changed_differently_is_ever_written(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    labels = dict.fromkeys("abcd", "x")
    writes, clashes = compare(base, mine, theirs, labels)
    clashing = {clash.field for clash in clashes}
    assert not clashing & writes.keys()
    for name in mine:
        moved_by_them = theirs.get(name) not in (base.get(name), mine[name])
        changed = mine[name] != base.get(name)
        assert (name in clashing) == (changed and moved_by_them)
        assert (name in writes) == (changed and not moved_by_them)
