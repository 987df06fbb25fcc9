"""The administrators' pages: each does its duty, for everybody else the pages do not exist."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.grid.models import Appointment, Area, Organisation, Place, Plate, Post
from xinqiao.grid.selectors.areas import boundary_of
from xinqiao.grid.selectors.posts import gaps
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.organisations import add_organisation
from xinqiao.grid.services.posts import open_post
from xinqiao.grid.tests.support import (
    AT,
    WEST,
    add_estate,
    person,
    sign_in_as,
    square,
)
from xinqiao.kit.time import now

pytestmark = pytest.mark.django_db


def pages_of(town):
    _estate, building = add_estate(town)
    unit = add_organisation(
        actor=SYSTEM, name="自来水公司", kind="utility", area_id=town.county.pk, at=AT
    )
    post = Post.objects.get(area=town.west, is_desk=True)
    return {
        "edit": [
            reverse("grid:new-area", args=[WEST]),
            reverse("grid:new-post", args=[WEST]),
            reverse("grid:organisations"),
            reverse("grid:new-organisation"),
            reverse("grid:organisation", args=[unit.pk]),
            reverse("grid:buildings"),
            reverse("grid:new-building"),
            reverse("grid:building", args=[building]),
            reverse("grid:plates"),
        ],
        "read": [
            reverse("grid:areas"),
            reverse("grid:areas") + "?q=观湖",
            reverse("grid:area", args=[WEST]),
            reverse("grid:area", args=["51"]),
            reverse("grid:post", args=[post.pk]),
        ],
        "lead": [reverse("grid:gaps")],
    }


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.SYSTEM_ADMIN, {"edit", "read", "lead"}),
        (Role.SECURITY_ADMIN, {"read", "lead"}),
        (Role.COUNTY, {"lead"}),
        (Role.AUDIT_ADMIN, set()),
        (Role.GRID_WORKER, set()),
        (Role.DEPARTMENT, set()),
    ],
)
def test_each_duty_opens_its_pages_only(town, client, role, kinds):
    pages = pages_of(town)
    user = person("甲")
    unit = Organisation.objects.get() if role == Role.DEPARTMENT else None
    post = open_post(
        actor=SYSTEM, role=role, area_id=town.county.pk, organisation_id=unit and unit.pk, at=AT
    )
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
    sign_in_as(client, user)
    for kind, addresses in pages.items():
        for address in addresses:
            expected = 200 if kind in kinds else 404
            assert client.get(address).status_code == expected, address


def test_who_is_not_signed_in_is_led_to_the_sign_in(town, client):
    for addresses in pages_of(town).values():
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 302, address
            assert "login" in answer["Location"]


def test_an_administrator_of_another_community_finds_nothing(town, sign_in):
    _estate, building = add_estate(town)
    client = sign_in(Role.SYSTEM_ADMIN, town.east)
    assert client.get(reverse("grid:area", args=[WEST])).status_code == 404
    assert client.get(reverse("grid:building", args=[building])).status_code == 404
    assert client.get(reverse("grid:plate-sheet", args=[WEST])).status_code == 404
    assert "观湖社区" not in client.get(reverse("grid:areas") + "?q=社区").content.decode()
    assert client.post(reverse("grid:rename", args=[WEST]), {"name": "抢"}).status_code == 404


def test_the_tree_costs_a_constant_number_of_statements(
    town, sign_in, django_assert_max_num_queries
):
    client = sign_in(Role.SYSTEM_ADMIN)
    client.get(reverse("grid:areas"))
    with django_assert_max_num_queries(6):
        client.get(reverse("grid:areas") + "?q=网格")
    with django_assert_max_num_queries(14):
        client.get(reverse("grid:area", args=[WEST]))


def test_a_grid_is_added_renamed_drawn_and_ended(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    client.post(reverse("grid:new-area", args=[WEST]), {"name": "", "code": ""})
    grid = Area.objects.get(code=WEST + "003")
    client.post(reverse("grid:rename", args=[grid.code]), {"name": "湖心网格"})
    drawn = SimpleUploadedFile("g.json", b"\xef\xbb\xbf" + json.dumps(square(105, 29.02)).encode())
    client.post(reverse("grid:draw", args=[grid.code]), {"file": drawn, "crs": "gcj02"})
    grid.refresh_from_db()
    assert grid.name == "湖心网格"
    assert boundary_of(grid).source == "g.json"
    page = client.get(reverse("grid:area", args=[grid.code])).content.decode()
    assert f"/api/v1/areas/{grid.code}/boundary?parts=true" in page
    client.post(reverse("grid:end-area", args=[grid.code]))
    grid.refresh_from_db()
    assert grid.valid_until is not None


@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": "{"},
        {"text": "[" * 9000},
        {"text": '{"type":"FeatureCollection","features":[]}'},
        {"text": '{"type":"Point","coordinates":[1,2]}'},
        {"text": json.dumps(square(105, 29)), "crs": "mars"},
    ],
)
def test_a_boundary_that_is_none_is_refused_on_the_page(town, sign_in, sent):
    client = sign_in(Role.SYSTEM_ADMIN)
    answer = client.post(reverse("grid:draw", args=[WEST]), {"crs": "wgs84"} | sent)
    assert answer.status_code == 422
    assert boundary_of(town.west) is None


def test_a_full_area_does_not_end(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    answer = client.post(reverse("grid:end-area", args=[WEST]), follow=True)
    assert answer.status_code == 200
    town.west.refresh_from_db()
    assert town.west.valid_until is None


def test_the_system_administrator_opens_a_post_and_the_security_administrator_fills_it(
    town, client, sign_in
):
    grid, user = town.grids[0], person("李梅")
    sign_in(Role.SYSTEM_ADMIN)
    client.post(reverse("grid:new-post", args=[grid.code]), {"role": "grid_leader", "title": ""})
    post = Post.objects.get(role=Role.GRID_LEADER)
    address = reverse("grid:appoint", args=[post.pk])
    assert client.post(address, {"username": "李梅"}).status_code == 404
    sign_in(Role.SECURITY_ADMIN, name="乙")
    assert "观湖社区第1网格" in client.get(reverse("grid:gaps")).content.decode()
    assert client.post(address, {"username": "无名"}).status_code == 422
    answer = client.post(address, {"username": " 李梅 ", "ends_on": "2099-12-31"})
    assert answer.status_code == 302
    held = Appointment.objects.get(post=post)
    assert (held.user, held.ends_at.isoformat()) == (user, "2099-12-31T16:00:00+00:00")
    assert not gaps(SYSTEM, now()).get(pk=grid.pk).lacks_leader
    assert client.post(reverse("grid:close-post", args=[post.pk])).status_code == 404
    client.post(reverse("grid:end-appointment", args=[held.pk]))
    held.refresh_from_db()
    assert held.ends_at <= now()
    sign_in(Role.SYSTEM_ADMIN, name="丙")
    client.post(reverse("grid:close-post", args=[post.pk]))
    post.refresh_from_db()
    assert post.closed_at is not None


def test_a_unit_is_made_known_corrected_and_closed(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    wanted = {"name": "供水公司", "kind": "utility", "area": town.county.code, "phone": "12345"}
    assert client.post(reverse("grid:new-organisation"), wanted | {"area": "99"}).status_code == 422
    assert client.post(reverse("grid:new-organisation"), wanted).status_code == 302
    unit = Organisation.objects.get()
    assert unit.posts.get().title == "供水公司"
    address = reverse("grid:organisation", args=[unit.pk])
    assert client.post(address, wanted | {"phone": "abc"}).status_code == 422
    client.post(address, wanted | {"name": "自来水公司"})
    client.post(reverse("grid:close-organisation", args=[unit.pk]))
    unit.refresh_from_db()
    assert (unit.name, unit.closed_at is None) == ("自来水公司", False)


def test_a_building_is_added_corrected_and_gets_its_plate(town, sign_in):
    client = sign_in(Role.SYSTEM_ADMIN)
    wanted = {"kind": "building", "name": "8栋", "area": town.grids[0].code, "crs": "wgs84"}
    bad = wanted | {"lon": "105"}
    assert client.post(reverse("grid:new-building"), bad).status_code == 422
    assert client.post(reverse("grid:new-building"), wanted).status_code == 302
    place = Place.objects.get()
    address = reverse("grid:building", args=[place.pk])
    client.post(address, wanted | {"aliases": "八号楼\n红楼", "lon": "105.001", "lat": "29.001"})
    place.refresh_from_db()
    assert (place.aliases, place.lon) == (["八号楼", "红楼"], 105.001)
    client.post(reverse("grid:issue-plate", args=[place.pk]), {"detail": "1单元"})
    plate = Plate.objects.get()
    assert plate.code in client.get(address).content.decode()
    client.post(reverse("grid:retire-plate", args=[plate.pk]))
    client.post(reverse("grid:retire-building", args=[place.pk]))
    assert client.get(address).status_code == 404
