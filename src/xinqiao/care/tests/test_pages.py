"""The pages of the room: every one opens for those it is for, and says little to anybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from xinqiao.accounts.access import Actor
from xinqiao.care.models import Call, Grant, Helper, HomeService, ServiceKind
from xinqiao.care.sealed import code_of_day
from xinqiao.care.services.grants import grant_ware
from xinqiao.care.services.helpers import issue_bracelet
from xinqiao.care.services.serving import PlanDraft, make_plan
from xinqiao.care.tests.support import PHONE, Elders, offers
from xinqiao.cases.tests.browse import browser
from xinqiao.cases.tests.world import AT
from xinqiao.grid.models import Place
from xinqiao.kit.time import local_day, now

Signed = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _by_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def signed() -> Signed:
    return browser


@pytest.fixture
def told(elders: Elders) -> dict[str, Any]:
    """One row of everything, today."""
    at = now()
    elders.classified(elders.wang, "A", at=at)
    call = elders.call(at=at)
    grant = grant_ware(
        actor=elders.world.desk,
        person_id=elders.wang.pk,
        ware_id=elders.ware("handrail").pk,
        store_id=elders.store.pk,
        at=at,
    )
    draft = PlanDraft(
        person_id=elders.wang.pk,
        kind_id=ServiceKind.objects.get(code="bath").pk,
        helper_id=elders.helpers["near"].pk,
        weekdays=127,
        starts_on=local_day(at),
    )
    plan = make_plan(actor=elders.world.desk, draft=draft, at=at)
    bracelet = issue_bracelet(actor=elders.world.desk, person_id=elders.wang.pk, at=at)
    return {
        "person": elders.wang.pk,
        "call": call.item.number,
        "call_token": call.token,
        "offer": offers(call)[0].token,
        "grant": grant.pk,
        "fitting": grant.item.number if grant.item else "",
        "service": plan.services.order_by("due_on").values_list("pk", flat=True)[0],
        "bracelet": bracelet.token,
        "helper": elders.helpers["near"].pk,
        "estate": Place.objects.get(name="幸福小区").pk,
        "plate": elders.world.plate,
    }


DESK = (
    "/desk/care/",
    "/desk/care/elders/",
    "/desk/care/elders/?view=proposed&class=B",
    "/desk/care/elders/counts/",
    "/desk/care/elders/counts.xlsx",
    "/desk/care/people/{person}/",
    "/desk/care/people/{person}/bracelet/",
    "/desk/care/grants/?state=promised",
    "/desk/care/grants/{grant}/",
    "/desk/care/stock/",
    "/desk/care/services/",
    "/desk/care/services/?tab=missed",
    "/desk/care/services/{service}/",
    "/desk/care/rota/",
    "/desk/care/rota/new/",
    "/desk/care/rota/{helper}/",
    "/desk/care/calls/",
    "/desk/care/calls/?tab=all",
    "/desk/care/calls/new/",
    "/desk/care/calls/{call}/",
    "/desk/care/boards/",
    "/desk/care/boards/{estate}/",
)


def test_the_desk_opens_every_page_in_few_statements(
    elders: Elders,
    told: dict[str, Any],
    signed: Signed,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed(elders.world.desk)
    for page in DESK:
        with django_assert_max_num_queries(45):
            response = client.get(page.format(**told))
        assert response.status_code == 200, page
        assert b"{{" not in response.content
    fitting = client.get(f"/desk/care/fittings/{told['fitting']}/")
    assert fitting["Location"] == f"/desk/care/grants/{told['grant']}/"


def test_people_of_another_community_find_nothing(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    client = signed(elders.world.other_desk)
    for page in DESK:
        if "{" in page:
            assert client.get(page.format(**told)).status_code == 404, page
        else:
            assert "王秀英" not in client.get(page).content.decode("utf-8", "ignore")


def test_the_county_counts_elders_and_reads_nobodys_name(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    client = signed(elders.world.county_staff)
    page = client.get("/desk/care/elders/counts/")
    assert page.status_code == 200
    assert "王秀英" not in page.content.decode()
    for path in ("/desk/care/elders/", "/desk/care/people/{person}/", "/desk/care/grants/"):
        assert client.get(path.format(**told)).status_code == 403


def test_residents_and_departments_stay_outside(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    for actor in (elders.world.resident, elders.world.water_staff):
        client = signed(actor)
        for page in ("/desk/care/", "/desk/care/elders/", "/desk/care/calls/"):
            assert client.get(page).status_code == 403
    assert Client().get("/desk/care/").status_code == 302


def test_the_board_is_a_pdf_and_a_page_without_private_numbers(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    client = signed(elders.world.desk)
    address = f"/desk/care/boards/{told['estate']}/"
    line = {"duty": "家庭医生", "name": "孙医生", "phone": "08323950000", "basis": "office"}
    assert client.post(address, line).status_code == 302
    refused = client.post(address, {**line, "phone": "13600136000", "basis": "agreed"})
    assert refused.status_code == 422
    pdf = client.get(f"{address}board.pdf")
    assert pdf.content.startswith(b"%PDF")
    page = Client().get(f"/help/boards/{told['estate']}/").content.decode()
    assert "08323950000" in page
    assert "近邻小周" in page
    assert "13600136000" not in page


def test_one_tap_on_the_bracelet_calls_and_can_be_taken_back(
    elders: Elders, told: dict[str, Any]
) -> None:
    client = Client()
    page = client.get(f"/help/b/{told['bracelet']}/")
    assert page["Cache-Control"] == "no-store"
    assert code_of_day(elders.wang.pk, local_day(now())) in page.content.decode()
    pressed = client.post(f"/help/b/{told['bracelet']}/", {"kind": "shopping"})
    assert pressed.status_code == 302
    call = Call.objects.get(kind__code="shopping")
    assert call.person == elders.wang
    assert call.token in pressed["Location"]
    assert client.post(f"/help/calls/{call.token}/undo/").status_code == 302
    call.refresh_from_db()
    assert call.undone_at is not None


def test_a_door_plate_calls_for_the_building(elders: Elders, told: dict[str, Any]) -> None:
    client = Client()
    first = client.post(f"/help/d/{told['plate']}/", {"kind": "meal", "address": "1单元"})
    second = client.post(f"/help/d/{told['plate']}/", {"kind": "meal", "address": "1单元"})
    assert first["Location"] == second["Location"]
    call = Call.objects.get(kind__code="meal")
    assert call.person is None
    assert call.item.area == elders.world.grid


def test_the_help_page_of_a_stranger_shows_numbers_and_no_button(elders: Elders) -> None:
    page = Client().get("/help/").content.decode()
    assert 'href="tel:120"' in page
    assert 'name="kind"' not in page
    assert Client().get("/help/b/unknown/").status_code == 404


def test_a_helper_answers_by_the_link_and_sees_the_door_only_then(
    elders: Elders, told: dict[str, Any]
) -> None:
    client, address = Client(), f"/help/offers/{told['offer']}/"
    before = client.get(address).content.decode()
    assert "王秀英" not in before
    assert PHONE not in before
    client.post(f"{address}take/")
    after = client.get(address).content.decode()
    assert "王秀英" in after
    assert PHONE in after
    assert "301" in after
    caller = Client().get(f"/help/calls/{told['call_token']}/").content.decode()
    assert "近邻小周" in caller
    client.post(f"{address}arrive/")
    assert client.post(f"{address}finish/", {"words": ""}).status_code == 422
    client.post(f"{address}finish/", {"words": "修好了"})
    assert "王秀英" not in client.get(address).content.decode()
    rated = Client().post(f"/help/calls/{told['call_token']}/rate/", {"score": "4"})
    assert rated.status_code == 302
    assert Call.objects.get(token=told["call_token"]).score == 4


def test_the_clerk_finds_the_caller_by_number_and_calls_somebody(
    elders: Elders, signed: Signed
) -> None:
    client = signed(elders.world.hotline)
    found = client.post("/desk/care/calls/new/", {"phone": PHONE, "find": "1"})
    assert "王秀英" in found.content.decode()
    told = {"kind": "repair", "person": elders.wang.pk, "phone": PHONE, "words": "有人晕倒了"}
    made = client.post("/desk/care/calls/new/", told, follow=True)
    page = made.content.decode()
    assert "120" in page
    assert PHONE not in made.request["PATH_INFO"] + made.request["QUERY_STRING"]
    assert Call.objects.get().recorded_by_id == elders.world.hotline.user_id
    nobody = client.post("/desk/care/calls/new/", {"phone": "13711112222", "find": "1"})
    assert "王秀英" not in nobody.content.decode()


def test_staff_go_themselves_and_finish(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    client, address = signed(elders.world.desk), f"/desk/care/calls/{told['call']}/"
    assert client.post(f"{address}take/").status_code == 302
    offer = offers(Call.objects.get(token=told["call_token"]))[-1]
    assert (offer.answer, offer.rung) == ("accepted", "community")
    client.post(f"{address}arrive/", {"offer": offer.pk})
    client.post(f"{address}finish/", {"offer": offer.pk, "words": "已送医"})
    client.post(f"{address}rate/", {"score": "5"})
    assert Call.objects.get(token=told["call_token"]).score == 5


def test_a_helper_writes_a_service_down_on_the_telephone(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    client = signed(elders.accounts["near"])
    assert "/help/duty/" in client.get("/help/").content.decode()
    assert "王秀英" in client.get("/help/duty/").content.decode()
    address = f"/desk/care/services/{told['service']}/"
    code = code_of_day(elders.wang.pk, local_day(now()))
    assert client.post(address, {"manner": "code", "code": code}).status_code == 302
    assert HomeService.objects.get(pk=told["service"]).state == "done"
    assert signed(elders.accounts["away"]).get(address).status_code == 404


def test_forms_of_the_elder_and_of_grants(
    elders: Elders, told: dict[str, Any], signed: Signed
) -> None:
    client, page = signed(elders.world.desk), f"/desk/care/people/{elders.li.pk}/"
    assert client.post(f"{page}class/", {"class-code": "B"}).status_code == 302
    ware = elders.ware("bracelet").pk
    form = {"grant-ware": ware, "grant-store": elders.store.pk, "grant-fitter": ""}
    assert client.post(f"{page}grant/", form).status_code == 302
    again = client.post(f"{page}grant/", form)
    assert again.status_code == 422
    grant = Grant.objects.get(person=elders.li)
    signed_by = {"signed_by": "elder", "signed_name": "李大爷"}
    assert client.post(f"/desk/care/grants/{grant.pk}/give/", signed_by).status_code == 302
    back = {"reason": "不合适"}
    assert client.post(f"/desk/care/grants/{grant.pk}/back/", back).status_code == 302
    grant.refresh_from_db()
    assert grant.state == "returned"
    stock = {"store": elders.store.pk, "ware": ware, "kind": "in", "pieces": 5}
    assert client.post("/desk/care/stock/", stock).status_code == 302
    assert client.post("/desk/care/elders/propose/").status_code == 302


def test_a_helper_is_added_with_a_night_turn(elders: Elders, signed: Signed) -> None:
    client = signed(elders.world.desk)
    form = {
        "name": "夜班老马",
        "phone": "13600000001",
        "area": elders.world.community.pk,
        "kinds": ["stretcher"],
        "skills": "搬抬 急救",
    }
    assert client.post("/desk/care/rota/new/", form).status_code == 302
    helper = Helper.objects.get(name="夜班老马")
    assert "13600000001" not in client.get(f"/desk/care/rota/{helper.pk}/").content.decode()
    turn = {
        "kind": "stretcher",
        "weekdays": ["0", "1", "2", "3", "4", "5", "6"],
        "starts": "20:00",
        "ends": "07:00",
        "from_on": "2026-01-01",
    }
    assert client.post(f"/desk/care/rota/{helper.pk}/shift/", turn).status_code == 302
    assert helper.shifts.count() == 1
    assert client.post(f"/desk/care/rota/{helper.pk}/leave/").status_code == 302
