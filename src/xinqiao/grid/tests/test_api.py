"""Other systems read areas and boundaries, each as far as its key or post reaches."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.models import User
from xinqiao.accounts.services.api_keys import issue_key
from xinqiao.grid.tests.support import AT, WEST, build_town, holding, person, sign_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def as_west(client, town):
    holding("西", Role.COMMUNITY, town.west)
    return sign_in_as(client, User.objects.get(username="西"))


def codes(answer):
    return [item["code"] for item in answer.json()["items"]]


def test_areas_are_listed_filtered_and_paged(as_west, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        answer = as_west.get("/api/v1/areas?limit=4")
    assert codes(answer) == ["51", "5110", "511083", "511083001"]
    further = as_west.get("/api/v1/areas", {"limit": 4, "cursor": answer.json()["next"]})
    assert codes(further) == [WEST, WEST + "001", WEST + "002"]
    assert further.json()["next"] is None
    assert codes(as_west.get("/api/v1/areas?level=grid")) == [WEST + "001", WEST + "002"]
    assert codes(as_west.get(f"/api/v1/areas?parent={WEST}&q=第2")) == [WEST + "002"]
    assert codes(as_west.get("/api/v1/areas?level=moon")) == []
    assert codes(as_west.get("/api/v1/areas?q=金五")) == []


def test_one_area_and_its_boundary(as_west, town):
    area = as_west.get(f"/api/v1/areas/{WEST}001").json()
    assert (area["parent"], area["level"], area["lon"]) == (WEST, "grid", 105.005)
    answer = as_west.get(f"/api/v1/areas/{WEST}/boundary?parts=true")
    assert answer["Content-Type"] == "application/geo+json"
    names = [f["properties"]["name"] for f in answer.json()["features"]]
    assert names == ["观湖社区第1网格", "观湖社区第2网格"]


def test_the_grid_of_a_point(as_west):
    inside = as_west.get("/api/v1/grid-at?lon=105.005&lat=29.005").json()
    assert inside["grid"]["code"] == WEST + "001"
    assert inside["community"]["code"] == WEST
    assert as_west.get("/api/v1/grid-at?lon=105.025&lat=29.005").status_code == 404
    outside = as_west.get("/api/v1/grid-at?lon=105.05&lat=29.005")
    assert outside.status_code == 422
    assert "金五区社区" in outside.json()["detail"]
    for bad in ("lon=x&lat=1", "lon=1", "lon=nan&lat=1", "lon=999&lat=1"):
        assert as_west.get(f"/api/v1/grid-at?{bad}").status_code == 422


def test_a_stranger_learns_nothing(client, town):
    paths = (
        "areas", f"areas/{WEST}", f"areas/{WEST}/boundary", "grid-at?lon=105.005&lat=29.005",
    )  # fmt: skip
    for path in paths:
        assert client.get(f"/api/v1/{path}").status_code == 401
        wrong = client.get(f"/api/v1/{path}", headers={"Authorization": "Bearer xq_wrong"})
        assert wrong.status_code == 401
    client.force_login(person("居民"))
    assert codes(client.get("/api/v1/areas")) == []
    for path in paths[1:]:
        assert client.get(f"/api/v1/{path}").status_code == 404


def test_a_key_reads_its_area(client, town):
    issued = issue_key(
        actor=SYSTEM, name="县平台", can_write=False, area_path=town.west.path, at=AT
    )
    key = {"Authorization": f"Bearer {issued.key}"}
    assert WEST + "001" in codes(client.get("/api/v1/areas", headers=key))
    assert client.get(f"/api/v1/areas/{town.east.code}", headers=key).status_code == 404


def test_null_bytes_get_answers(as_west):
    assert codes(as_west.get("/api/v1/areas?q=%00&limit=1")) == ["51"]
    assert codes(as_west.get("/api/v1/areas?parent=%00")) == []
    assert as_west.get("/api/v1/areas/%00").status_code == 404
    assert as_west.get("/api/v1/areas?cursor=x").status_code == 422
