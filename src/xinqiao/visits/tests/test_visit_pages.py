"""The pages of visits, without scripts, as those who work with them see them."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from xinqiao.cases.tests.browse import browser, picture, words_of
from xinqiao.cases.tests.world import AT, World
from xinqiao.visits.models import Form, Visit
from xinqiao.visits.tests.homes import Home, all_clear, form, move_in, visit
from xinqiao.workflow.models import Item


def fields(home: Home, **more: Any) -> dict[str, Any]:
    said = {True: "yes", False: "no"}
    answers = {f"q-{code}": value for code, value in all_clear(home).items()}
    plain = {k: said.get(v, v) if isinstance(v, bool) else v for k, v in answers.items()}
    return {"outcome": "met", "method": "visit", "note": "", "key": "page-key-1", **plain, **more}


def test_a_visit_is_filled_in_without_scripts(world: World, home: Home) -> None:
    page = f"/visits/new/?household={home.household.pk}&form=four-clear"
    client = browser(world.worker)
    assert "家庭情况" in words_of(client.get(page))
    assert client.post(page, fields(home, **{"q-residents": "many"})).status_code == 422
    hazard = {"q-hazards-0-text": "电线老化", "q-hazards-0-category": "safety.wire."}
    sent = fields(home, **hazard, **{"photos-hazards-0": picture()})
    response = client.post(page, sent)
    assert response.status_code == 302, words_of(response)
    assert client.post(page, fields(home)).status_code == 302  # the same key: the same visit

    made = Visit.objects.get()
    item = Item.objects.get()
    shown = words_of(client.get(f"/desk/visits/{made.pk}/"))
    assert item.number in shown or "电线老化" in shown
    assert f"/desk/visits/{made.pk}/" in client.get(f"/cases/{item.number}/").content.decode()
    panel = words_of(client.get(reverse("registry:household", args=[home.household.pk])))
    assert "家庭情况清" in panel


def test_strangers_see_nothing(world: World, home: Home) -> None:
    made = visit(home, world.worker).visit
    for who in (world.stranger, world.neighbour):
        assert browser(who).get(f"/desk/visits/{made.pk}/").status_code == 404
        assert "301" not in words_of(browser(who).get("/desk/visits/"))
    assert browser(world.water_staff).get("/desk/visits/").status_code == 403


def test_sealed_answers_open_for_a_reason(world: World, home: Home) -> None:
    made = visit(home, world.worker, answers=all_clear(home, hardship="老伴瘫痪在床")).visit
    page, client = f"/desk/visits/{made.pk}/", browser(world.desk)
    assert "瘫痪" not in words_of(client.get(page))
    assert client.post(page, {"kind": "care", "reason": ""}).status_code == 422
    opened = client.post(page, {"kind": "care", "reason": "安排上门照护"})
    assert "瘫痪" in words_of(opened)
    assert "no-store" in opened["Cache-Control"]


def test_lists_cost_the_same_however_long(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        home = move_in(world, number=f"40{number}")
        visit(home, world.worker, key=f"visit-{number:04}")
    client = browser(world.desk)
    with django_assert_max_num_queries(14):
        assert "幸福小区" in words_of(client.get("/desk/visits/?outcome=met"))
    with django_assert_max_num_queries(14):
        assert "第1网格" in words_of(client.get("/desk/visits/clear/"))
    assert client.get("/desk/visits/clear.xlsx").content[:2] == b"PK"


def test_a_visit_is_corrected_on_its_page(world: World, home: Home) -> None:
    made = visit(home, world.worker, answers=all_clear(home, hardship="失业")).visit
    page, client = f"/desk/visits/{made.pk}/correct/", browser(world.worker)
    assert client.get(page).status_code == 200
    sent = fields(home, version="1", reason="写错了", note="补记")
    assert client.post(page, sent).status_code == 302
    made.refresh_from_db()
    assert (made.version, made.note) == (2, "补记")
    assert made.answers_sealed is not None
    assert browser(world.colleague).get(page).status_code == 403


def test_a_form_is_edited_checked_and_published(world: World) -> None:
    old, client = form(), browser(world.county_staff)
    page = f"/admin/visits/forms/{old.pk}/"
    assert "家庭情况" in words_of(client.get(page))
    broken = {**old.definition, "sections": [{"code": "a"}]}
    sent = {"code": old.code, "title": old.title, "subject": old.subject}
    assert client.post(page, {**sent, "definition": json.dumps(broken)}).status_code == 422
    assert client.post(page, {**sent, "definition": json.dumps(old.definition)}).status_code == 302
    draft = Form.objects.get(code=old.code, version=2)
    assert client.post(f"/admin/visits/forms/{draft.pk}/publish/").status_code == 302
    assert form().version == 2
    assert client.get("/admin/visits/forms/").status_code == 200
    assert browser(world.desk).get("/admin/visits/forms/").status_code == 403


def test_the_interface_records_and_lists(world: World, home: Home) -> None:
    client = browser(world.worker)
    sent = {
        "form": form().pk,
        "key": "api-visit-1",
        "household": home.household.pk,
        "started_at": AT.isoformat(),
        "answers": all_clear(home),
    }
    made = client.post("/api/v1/visits", json.dumps(sent), content_type="application/json")
    assert made.status_code == 201, made.content
    again = client.post("/api/v1/visits", json.dumps(sent), content_type="application/json")
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    assert len(client.get("/api/v1/visits").json()["items"]) == 1
    assert client.get(f"/api/v1/visits/{made.json()['id']}").status_code == 200
    assert client.get("/api/v1/visits/forms").status_code == 200
    assert browser(world.stranger).get("/api/v1/visits").json()["items"] == []
