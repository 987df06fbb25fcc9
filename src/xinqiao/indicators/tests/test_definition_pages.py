"""The pages of definitions: keepers edit, colleagues are told no, strangers sign in first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from xinqiao.cases.tests.browse import browser
from xinqiao.cases.tests.world import World, make_world
from xinqiao.indicators.models import Definition
from xinqiao.kit.time import local_day, now

LIST, NEW = "/admin/indicators/", "/admin/indicators/new/"
ONE = "/admin/indicators/case/handled_rate/"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def keeper(world: World) -> Client:
    return browser(world.actors["county_staff"])


@pytest.mark.parametrize("address", [LIST, NEW, ONE])
def test_keeper_colleague_and_stranger(world: World, keeper: Client, address: str) -> None:
    assert keeper.get(address).status_code == 200
    assert browser(world.actors["system_admin"]).get(address).status_code == 200
    for who in ("desk", "worker", "audit_admin"):
        assert browser(world.actors[who]).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_the_list_tells_the_formula(keeper: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        page = keeper.get(LIST).content.decode()
    assert "办理率" in page
    assert "到期应办且已办理" in page
    assert "/admin/indicators/case/handled_rate/" in page


def test_let_another_version_follow(keeper: Client) -> None:
    day = local_day(now()) + timedelta(days=30)
    filled = {
        "name": "办理率",
        "numerator": ["due_on_time"],
        "denominator": ["due"],
        "better": "high",
        "valid_from": day.isoformat(),
        "last_day": "",
    }
    refused = keeper.post(ONE, filled | {"numerator": ["closed"]})
    assert refused.status_code == 422
    assert "不是同一天计数" in refused.content.decode()
    assert keeper.post(ONE, filled | {"denominator": []}).status_code == 422
    assert keeper.post(ONE, filled | {"valid_from": "soon"}).status_code == 422
    assert keeper.post(ONE, filled).status_code == 302
    versions = list(Definition.objects.filter(code="handled_rate").order_by("valid_from"))
    assert [row.numerator for row in versions] == [["due_handled"], ["due_on_time"]]
    assert versions[0].valid_until == day
    again = keeper.post(ONE, filled)
    assert again.status_code == 422
    assert "已有另一个版本" in again.content.decode()
    page = keeper.get(ONE).content.decode()
    assert day.isoformat() in page
    assert "尚未开始" in page


def test_define_and_end_an_indicator(keeper: Client, world: World) -> None:
    filled = {
        "flow": "case",
        "code": "whistle_rate",
        "name": "吹哨率",
        "numerator": ["whistled"],
        "denominator": ["valid"],
        "better": "low",
        "valid_from": "2026-01-01",
    }
    assert keeper.post(NEW, filled | {"code": "Whistle!"}).status_code == 422
    assert keeper.post(NEW, filled).status_code == 302
    row = Definition.objects.get(code="whistle_rate")
    end = f"/admin/indicators/case/whistle_rate/{row.pk}/end/"
    assert browser(world.actors["desk"]).post(end, {"last_day": "2026-06-30"}).status_code == 403
    for day in ("", "2025-01-01"):
        keeper.post(end, {"last_day": day})
        row.refresh_from_db()
        assert row.valid_until is None
    keeper.post(end, {"last_day": "2026-06-30"})
    row.refresh_from_db()
    assert str(row.last_day) == "2026-06-30"


def test_an_unknown_indicator_is_not_found(keeper: Client) -> None:
    assert keeper.get("/admin/indicators/case/happiness/").status_code == 404
    assert keeper.get("/admin/indicators/dreams/handled_rate/").status_code == 404
