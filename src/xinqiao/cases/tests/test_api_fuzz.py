"""Whatever is sent, the API answers with a report or with a problem, never with a defect."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.cases import callers
from xinqiao.cases.tests.world import World, make_world

TEXTS = st.text(max_size=60) | st.sampled_from(["env.garbage.", "垃圾", "\x00", "\ud800", "😀"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)
FIELDS = (
    "text", "kind", "category", "lon", "lat", "address", "plate", "photos", "name", "phone",
    "on_behalf", "may_publish", "extra",
)  # fmt: skip
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(min_size=1, max_size=80),
    "category": st.sampled_from(["env.garbage.", "other.", "env"]),
    "kind": st.sampled_from(["report", "consult", "help"]),
    "lon": st.floats(104.9, 105.1),
    "lat": st.floats(28.9, 29.1),
    "address": st.text(max_size=40),
    "phone": st.sampled_from(["13800138000", "12345", "", "abc"]),
}
BODIES = st.fixed_dictionaries(
    {}, optional={name: LIKELY.get(name, ANYTHING) | ANYTHING for name in FIELDS}
)


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(callers, "REPORTS_AN_HOUR", 10_000)
    return make_world()


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=BODIES | ANYTHING)
def test_a_report_is_taken_or_refused(town: World, body: Any) -> None:
    client = Client(raise_request_exception=True)
    answer = client.post("/api/v1/cases", json.dumps(body), content_type="application/json")
    assert answer.status_code == 201 or 400 <= answer.status_code < 500
    told = answer.json()
    assert "number" in told if answer.status_code == 201 else told["detail"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=st.binary(max_size=80))
def test_bytes_are_refused(town: World, body: bytes) -> None:
    answer = Client().post("/api/v1/cases", body, content_type="application/json")
    assert 400 <= answer.status_code < 500
