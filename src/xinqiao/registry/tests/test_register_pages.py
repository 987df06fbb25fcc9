"""The pages of the register, as staff of a grid, a community and strangers see them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.registry.models import Act, Dwelling, Facility, Household, Person, PersonTag, Tag
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.tests.people import (
    AT,
    Village,
    build_village,
    household_of,
    number_of,
    tags_of,
    told,
)
from xinqiao.registry.tests.test_capture_many import families_of
from xinqiao.registry.views.common import open_query, sealed_query

HOME = "/desk/registry/"
NUMBER = number_of(date(1944, 5, 6))


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


@pytest.fixture
def old(village: Village) -> Person:
    return village.family(
        told("张德全", 1944, phone="13800138000"),
        told("王秀兰", 1948, order=2, relation="spouse"),
        started_on=date(2020, 1, 1),
    )[0]


def test_search_leaves_no_trace_in_the_address(village: Village, old: Person) -> None:
    client = browser(village.worker)
    for words in ("张", "德全", NUMBER, "13800138000", "3栋301"):
        answer = client.post(HOME, {"q": words})
        assert answer.status_code == 302
        assert words not in answer["Location"]
        said = words_of(client.get(answer["Location"]))
        assert "张德全" in said
        assert NUMBER not in said.replace(words, "")
    assert open_query(sealed_query("张德全")) == "张德全"
    assert open_query("forged") == open_query("") == ""
    wrong = client.post(HOME, {"q": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")})
    assert client.get(wrong["Location"]).status_code == 422
    stranger = browser(village.stranger)
    assert "张德全" not in words_of(stranger.get(stranger.post(HOME, {"q": NUMBER})["Location"]))


def test_constant_statements(village: Village, django_assert_max_num_queries: Any) -> None:
    capture_many(actor=village.worker, families=families_of(village, 60), at=AT)
    client = browser(village.worker)
    address = client.post(HOME, {"q": "户主"})["Location"]
    with django_assert_max_num_queries(14):
        assert "户主" in words_of(client.get(address))
    with django_assert_max_num_queries(14):
        assert "丽湖新城3栋" in words_of(client.get(f"{HOME}buildings/{village.building}/"))
    with django_assert_max_num_queries(12):
        assert "丽湖新城" in words_of(client.get(HOME))


def test_the_page_of_a_person_is_masked(village: Village, old: Person) -> None:
    page = browser(village.worker).get(f"{HOME}people/{old.pk}/")
    said = page.content.decode()
    assert NUMBER not in said
    assert "13800138000" not in said
    assert "138****8000" in said
    assert f"{HOME}people/{old.pk}/reveal/phone/" in said
    assert "高龄老人" in said
    for actor in (village.neighbour, village.stranger):
        assert browser(actor).get(f"{HOME}people/{old.pk}/").status_code == 404
    county = browser(village.county)
    assert (
        f"{HOME}people/{old.pk}/edit/" not in county.get(f"{HOME}people/{old.pk}/").content.decode()
    )
    assert county.get(f"{HOME}people/{old.pk}/edit/").status_code == 403
    assert browser().get(HOME).status_code == 302


def test_from_a_door_to_its_people(village: Village) -> None:
    client = browser(village.worker)
    new = f"{HOME}buildings/{village.building}/dwellings/new/"
    assert client.post(new, {"unit": "2", "number": "", "usage": "own"}).status_code == 422
    answer = client.post(new, {"unit": "2", "number": "301", "usage": "own"})
    dwelling = Dwelling.objects.get()
    assert answer["Location"] == reverse("registry:dwelling", args=[dwelling.pk])
    assert client.post(new, {"unit": "2", "number": "301", "usage": "own"}).status_code == 422
    answer = client.post(f"{HOME}dwellings/{dwelling.pk}/households/new/", {"note": ""})
    household = Household.objects.get()
    add = f"{HOME}households/{household.pk}/people/new/"
    assert answer["Location"] == add
    wrong = client.post(add, {"name": "张德全", "relation": "head", "citizen_number": "1234"})
    assert "18" in words_of(wrong)
    said = {"name": "张德全", "relation": "head", "citizen_number": NUMBER, "lives_here": "on"}
    assert client.post(add, said).status_code == 302
    again = client.post(add, said | {"name": "张", "relation": "other"})
    assert again.status_code == 422
    assert reverse("registry:person", args=[Person.objects.get().pk]) in again.content.decode()
    twin = {"name": "张德全", "relation": "other", "born_on": "1944-05-06", "sex": "male"}
    asked = client.post(add, twin)
    assert asked.status_code == 422
    assert re.search(r'type="checkbox" name="is_somebody_else"', asked.content.decode())
    assert client.post(add, twin | {"is_somebody_else": "on"}).status_code == 302
    assert Person.objects.count() == 2
    assert "张德全" in words_of(client.get(f"{HOME}dwellings/{dwelling.pk}/"))
    assert "张德全 · 2" in words_of(client.get(f"{HOME}buildings/{village.building}/"))


def test_corrections_and_versions(village: Village, old: Person) -> None:
    client = browser(village.worker)
    address = f"{HOME}people/{old.pk}/edit/"
    form = client.get(address).content.decode()
    assert NUMBER not in form
    assert 'value="1944-05-06"' in form
    said = {
        "name": "张德权",
        "relation": "head",
        "sex": "male",
        "born_on": "1944-05-06",
        "note": "耳背",
        "is_registered": "on",
        "lives_here": "on",
        "version": 1,
    }
    assert client.post(address, said).status_code == 302
    old.refresh_from_db()
    assert (old.name, old.note, old.version) == ("张德权", "耳背", 2)
    assert old.phone_sealed is not None
    late = client.post(address, said | {"note": "又改"})
    assert late.status_code == 422
    assert client.post(address, said | {"version": 2, "forget_phone": "on"}).status_code == 302
    assert Person.objects.filter(pk=old.pk, phone_sealed__isnull=True).exists()
    home = household_of(old)
    edit = f"{HOME}households/{home.pk}/edit/"
    assert client.post(edit, {"note": "有狗", "version": 1}).status_code == 302
    door = f"{HOME}dwellings/{home.dwelling_id}/edit/"
    changed = {"unit": "2", "number": "303", "usage": "rented", "version": 1}
    assert client.post(door, changed).status_code == 302
    assert Dwelling.objects.get().address.endswith("303")


def test_acts_of_a_household(village: Village, old: Person) -> None:
    client = browser(village.worker)
    home = household_of(old)
    base = f"{HOME}households/{home.pk}/"
    for name in ("move", "split", "merge", "leave", "death", "head", "return"):
        assert client.get(f"{base}acts/{name}/").status_code == 200
    assert client.get(f"{base}acts/fly/").status_code == 404
    said = {"on": "2026-03-01", "reason": "换房", "address": "3栋2单元502"}
    assert client.post(f"{base}acts/move/", said).status_code == 422
    client.post(
        f"{HOME}buildings/{village.building}/dwellings/new/",
        {"unit": "2", "number": "502", "usage": "own"},
    )
    answer = client.post(f"{base}acts/move/", said)
    new = household_of(old)
    assert answer["Location"] == reverse("registry:household", args=[new.pk])
    page = words_of(client.get(answer["Location"]))
    assert "换房" in page
    wife = Person.objects.get(name="王秀兰")
    death = {"on": "2026-03-02", "reason": "病故", "person": old.pk}
    assert client.post(f"{HOME}households/{new.pk}/acts/death/", death).status_code == 302
    assert wife.memberships.get(ended_at__isnull=True).relation == "head"
    assert [act.kind for act in Act.objects.order_by("pk")] == ["move", "death"]
    late = client.post(
        f"{HOME}households/{new.pk}/acts/leave/", {"on": "2099-01-01", "reason": "x"}
    )
    assert late.status_code == 422
    assert browser(village.county).get(f"{base}acts/move/").status_code == 403


def test_categories_are_given_and_ended(village: Village, old: Person) -> None:
    client = browser(village.worker)
    address = f"{HOME}people/{old.pk}/tags/"
    assert client.post(address, {"code": "veteran"}).status_code == 302
    assert "veteran" in tags_of(old)
    assert client.post(address, {"end": "veteran"}).status_code == 302
    assert "veteran" not in tags_of(old)
    assert client.post(address, {"end": "very_old"}).status_code == 409
    assert client.post(address, {"code": "disabled"}).status_code == 422
    PersonTag.objects.create(
        person=old, tag=Tag.objects.get(code="disabled"), source="declared", since=AT
    )
    page = words_of(client.get(f"{HOME}people/{old.pk}/"))
    assert "残疾人" not in page.partition("添加")[0]


def test_facilities_pages(village: Village) -> None:
    client = browser(village.worker)
    new = f"{HOME}facilities/new/"
    said = {"kind": "lane", "name": "红星巷", "area": village.town.grids[0].pk, "crs": "wgs84"}
    assert client.post(new, said | {"geometry": "{"}).status_code == 422
    assert client.post(new, said | {"geometry": '{"type":"Point"}'}).status_code == 422
    line = '{"type": "LineString", "coordinates": [[105.001, 29.0], [105.001, 29.0009]]}'
    answer = client.post(new, said | {"geometry": line})
    assert answer.status_code == 302
    row = Facility.objects.get()
    assert "100" in words_of(client.get(f"{HOME}facilities/?kind=lane"))
    post_id = village.worker.posts[0].post_id
    steward = reverse("registry:steward", args=[row.pk])
    assert client.post(steward, {"post": post_id}).status_code == 302
    assert "孙悦的岗位" in words_of(client.get(answer["Location"]))
    edit = reverse("registry:edit-facility", args=[row.pk])
    assert client.post(edit, said | {"name": "红旗巷", "geometry": line}).status_code == 302
    assert client.post(reverse("registry:retire-facility", args=[row.pk])).status_code == 302
    assert "红旗巷" not in words_of(client.get(f"{HOME}facilities/"))
    assert browser(village.stranger).get(answer["Location"]).status_code == 404


def test_tables_of_the_administrators(village: Village) -> None:
    client = browser(village.county)
    page = client.get("/admin/registry/tags/?code=very_old")
    assert "年满80周岁" in words_of(page)
    said = {"code": "very_old", "name": "高龄老人", "definition": "年满85周岁。", "position": 1}
    assert client.post("/admin/registry/tags/", said | {"rule": '{"age": 85}'}).status_code == 422
    assert client.post("/admin/registry/tags/", said | {"rule": "85"}).status_code == 422
    good = client.post("/admin/registry/tags/", said | {"rule": '{"age_from": 85}'})
    assert good.status_code == 302
    assert Tag.objects.get(code="very_old").rule == {"age_from": 85}
    kind = {"code": "well", "name": "水井", "position": 40}
    assert client.post("/admin/registry/facility-kinds/", kind).status_code == 302
    assert "水井" in words_of(client.get("/admin/registry/facility-kinds/"))
    assert browser(village.community).get("/admin/registry/tags/").status_code == 403
