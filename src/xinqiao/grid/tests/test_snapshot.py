"""Intake places a request from memory, and never from a picture that is out of date."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid import snapshot
from xinqiao.grid.services.areas import add_area, rename_area
from xinqiao.grid.services.posts import open_post
from xinqiao.grid.tests.support import AT, add_estate, build_town, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return build_town()


def test_a_point_leads_to_its_grid_without_a_statement(town, django_assert_num_queries):
    picture = snapshot.fresh()
    with django_assert_num_queries(0):
        located = snapshot.current().locate_point(105.005, 29.005)
    assert located.grid.id == town.grids[0].pk
    assert picture.desk_over(located.grid.path).area_id == town.west.pk


def test_a_point_outside_names_the_nearest_community(town):
    picture = snapshot.fresh()
    assert picture.locate_point(105.05, 29.005) is None
    community, metres = picture.nearest_community(105.05, 29.005)
    assert community.id == town.east.pk
    assert metres == pytest.approx(972.5, abs=1)


def test_words_lead_to_the_grid_of_the_building(town):
    _estate, building = add_estate(town)
    located = snapshot.fresh().locate_words("我住丽湖新城三号楼2单元")
    assert (located.grid.id, located.place_id, located.unit) == (town.grids[0].pk, building, "2")
    assert located.words == ("丽湖新城", "三号楼")


def test_words_of_an_estate_lead_to_its_community(town):
    add_estate(town)
    located = snapshot.fresh().locate_words("丽湖新城没有水")
    assert (located.area.id, located.grid) == (town.west.pk, None)


def test_a_short_or_former_name_leads_to_the_area(town):
    rename_area(actor=SYSTEM, area_id=town.east.pk, name="幸福里社区", at=AT)
    picture = snapshot.fresh()
    for words in ("幸福里的路灯", "金五区社区的路灯", "金五区社区"):
        assert picture.locate_words(words).area.id == town.east.pk


def test_an_edit_makes_the_picture_stale(town, django_assert_num_queries):
    before = snapshot.fresh()
    with django_assert_num_queries(1):
        assert snapshot.fresh() is before
    add_area(actor=SYSTEM, code="511083001002003", name="第三网格", at=AT)
    assert snapshot.current() is before
    after = snapshot.refresh()
    assert after.version > before.version
    assert "511083001002003" in after.by_code
    assert "511083001002003" not in before.by_code


def test_areas_without_posts_are_not_served(town):
    add_area(actor=SYSTEM, code="11", name="北京市", at=AT)
    assert snapshot.fresh().locate_words("我老家在北京市") is None


def test_an_administrator_does_not_make_an_area_served(town):
    beijing = add_area(actor=SYSTEM, code="11", name="北京市", at=AT)
    holding("管理员", Role.SYSTEM_ADMIN, beijing)
    assert beijing.pk not in snapshot.fresh().areas


def test_posts_are_found_by_area(town):
    grid = town.grids[0]
    post = open_post(actor=SYSTEM, role=Role.GRID_WORKER, area_id=grid.pk, at=AT)
    assert [p.id for p in snapshot.fresh().posts_by_area[grid.pk]] == [post.pk]


def test_the_picture_costs_eight_statements_at_most(town, django_assert_max_num_queries):
    add_estate(town)
    with django_assert_max_num_queries(8):
        snapshot.refresh()
