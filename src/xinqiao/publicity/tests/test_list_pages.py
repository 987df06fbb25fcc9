"""The public lists and the staff's pages, as people see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from xinqiao.cases.tests.browse import browser, picture, words_of
from xinqiao.cases.tests.world import World
from xinqiao.kit.paging import BadCursor
from xinqiao.publicity.models import Appeal, Listing
from xinqiao.publicity.selectors.public import public_areas, public_page
from xinqiao.publicity.tests.support import announced, drafted, fresh, published

NOW = timezone.now()
AGO = NOW - timedelta(days=20)


def test_the_public_list(world: World) -> None:
    row = published(world, at=AGO)
    response = browser().get("/lists/black/")
    said = words_of(response)
    assert "安居物业" in said
    assert "经三次督办" in said
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert "安居物业" not in words_of(browser().get("/lists/red/"))
    assert browser().get("/lists/").status_code == 302
    assert "经三次督办" in words_of(browser().get(f"/lists/entries/{row.token}/"))
    for path in ("/lists/blue/", "/lists/entries/nothing/", "/lists/appeals/nothing/"):
        assert browser().get(path).status_code == 404


def test_expired_entries_answer_gone(world: World) -> None:
    row = published(world, at=AGO)
    Listing.objects.filter(pk=row.pk).update(expires_at=NOW - timedelta(minutes=1))
    response = browser().get(f"/lists/entries/{row.token}/")
    assert response.status_code == 410
    assert "已离开榜单" in words_of(response)
    assert "安居物业" not in words_of(browser().get("/lists/black/"))


def test_filters_and_pages(world: World, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        published(world, at=AGO)
    with django_assert_num_queries(1):
        first = public_page(colour="black", at=NOW, area="511083001001", kind="organisation")
    assert len(first) == 3
    assert len(public_page(colour="black", at=NOW, kind="area")) == 0
    assert len(public_page(colour="black", at=NOW, area="511083001002")) == 0
    assert len(public_page(colour="black", at=NOW, area="511083")) == 3
    assert [area.name for area in public_areas(colour="black", at=NOW)] == ["金五区社区"]
    with pytest.raises(BadCursor):
        public_page(colour="black", at=NOW, cursor="forged")


def test_constant_statements(world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        published(world, at=AGO)
    with django_assert_max_num_queries(2):
        browser().get("/lists/black/")
    client = browser(world.street_staff)
    with django_assert_max_num_queries(8):
        assert client.get("/publicity/").status_code == 200


def test_the_public_form_hides_the_entry(world: World) -> None:
    row = published(world, at=AGO)
    page = f"/lists/entries/{row.token}/appeal/"
    assert "安居物业" in words_of(browser().get(page))
    assert browser().post(page, {"words": ""}).status_code == 422
    response = browser().post(page, {"words": "这不是我们小区", "phone": ""})
    assert response.status_code == 302
    assert "正在复核" in words_of(browser().get(response["Location"]))
    assert browser().get(f"/lists/entries/{row.token}/").status_code == 404
    assert browser().post(page, {"words": "错", "phone": "abc"}).status_code == 422


def test_staff_propose_approve_and_decide(world: World) -> None:
    desk, street, county = (
        browser(actor) for actor in (world.desk, world.street_staff, world.county_staff)
    )
    found = desk.get(
        "/publicity/new/", {"colour": "black", "kind": "organisation", "words": "物业"}
    )
    assert "安居物业" in words_of(found)
    page = reverse("publicity:new", args=["black", f"organisation:{world.property.pk}"])
    answers = {"title": "清运不到位", "facts": "电话13800138000", "legal_basis": "条例"}
    assert desk.post(page, answers).status_code == 422  # no proof
    answer = desk.post(page, answers | {"photos": picture()})
    assert answer.status_code == 302
    row = Listing.objects.get()
    assert "13800138000" not in row.facts
    assert "批准并告知" not in words_of(desk.get(answer["Location"]))
    assert "批准并告知" in words_of(street.get(answer["Location"]))
    answer = street.post(f"/publicity/{row.pk}/approve/", {"how_told": ""})
    assert answer.status_code == 302
    assert fresh(row).state == "announced"
    unit = browser(world.property_staff)
    assert "清运不到位" in words_of(unit.get(f"/publicity/{row.pk}/"))
    assert unit.post(f"/publicity/{row.pk}/appeal/", {"words": "已整改"}).status_code == 302
    appeal = Appeal.objects.get()
    decision = {"verdict": "reject", "reason": "复核后未整改"}
    assert street.post(f"/publicity/{row.pk}/appeals/{appeal.pk}/", decision).status_code == 422
    assert county.post(f"/publicity/{row.pk}/appeals/{appeal.pk}/", decision).status_code == 302
    assert "复核后未整改" in words_of(unit.get(f"/publicity/{row.pk}/"))


def test_strangers(world: World) -> None:
    row = drafted(world, at=AGO)
    assert browser().get(f"/publicity/{row.pk}/").status_code == 302
    for actor in (world.other_desk, world.water_staff, world.worker):
        assert browser(actor).get(f"/publicity/{row.pk}/").status_code == 404
        assert browser(actor).post(f"/publicity/{row.pk}/approve/").status_code == 404
    assert browser(world.resident).get("/publicity/").status_code == 403
    assert browser(world.worker).get("/publicity/new/").status_code == 403
    assert browser(world.desk).get("/publicity/terms/").status_code == 403
    assert browser(world.county_staff).get("/publicity/terms/").status_code == 200
    choice = reverse("publicity:new", args=["black", f"organisation:{world.property.pk}"])
    assert browser(world.other_desk).get(choice).status_code == 422


def test_terms_page(world: World) -> None:
    client = browser(world.county_staff)
    wrong = {"colour": "black", "days_shown": 0, "appeal_working_days": 5}
    assert client.post("/publicity/terms/", wrong).status_code == 422
    assert client.post("/publicity/terms/", wrong | {"days_shown": 5000}).status_code == 422
    assert client.post("/publicity/terms/", wrong | {"days_shown": 60}).status_code == 302
    assert "60" in words_of(client.get("/publicity/terms/"))


def test_proof_is_for_staff_of_the_area(world: World) -> None:
    row = announced(world, at=AGO)
    client = browser(world.desk)
    page = client.get(f"/publicity/{row.pk}/").content.decode()
    assert "/files/" in page
    assert (
        "/files/" not in browser(world.property_staff).get(f"/publicity/{row.pk}/").content.decode()
    )
