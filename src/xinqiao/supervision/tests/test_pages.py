"""The pages of supervision: who opens them, what one click does, and what they cost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.cases.tests.browse import HTMX, browser, counting, picture, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, item_of
from xinqiao.supervision.models import Account, Meeting, Notice, Reminder, Watch
from xinqiao.supervision.tests.support import about, finding, fresh, reported

LATER = AT + timedelta(days=12)


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


PAGES = (
    "/supervision/",
    "/supervision/watching/",
    "/supervision/notices/",
    "/supervision/notices/?box=issued",
    "/supervision/notices/?closed=1",
    "/supervision/meetings/",
    "/supervision/accounts/",
    "/supervision/whistles/",
    "/supervision/whistles/list/",
)
FORMS = ("notices/new/", "meetings/new/", "accounts/new/")


@pytest.mark.parametrize("path", PAGES)
def test_staff_open_every_page_and_residents_none(world: World, path: str) -> None:
    about(world, world.handled())
    for name in ("county_staff", "street_staff", "desk", "worker", "water_staff"):
        assert browser(getattr(world, name)).get(path).status_code == 200, name
    assert browser(world.resident).get(path).status_code == 403
    assert browser().get(path).status_code == 302


@pytest.mark.parametrize("form", FORMS)
def test_only_supervisors_open_the_forms(world: World, form: str) -> None:
    assert browser(world.street_staff).get(f"/supervision/{form}").status_code == 200
    for name in ("desk", "worker", "water_staff", "audit_admin"):
        assert browser(getattr(world, name)).get(f"/supervision/{form}").status_code == 403


def address(notice: Notice) -> str:
    return f"/supervision/notices/{notice.item.number}/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("water_staff", 200),
        ("street_staff", 200),
        ("county_staff", 200),
        ("desk", 200),
        ("worker", 404),
        ("other_desk", 404),
        ("property_staff", 404),
        ("system_admin", 404),
    ],
)
def test_owner_colleague_and_stranger(world: World, who: str, status: int) -> None:
    page = address(about(world, world.handled()))
    assert browser(getattr(world, who)).get(page).status_code == status
    assert browser(getattr(world, who)).get(f"{page}print.pdf").status_code == status


def test_the_sheet_is_a_pdf(world: World) -> None:
    response = browser(world.water_staff).get(f"{address(finding_at(world))}print.pdf")
    assert response.content.startswith(b"%PDF")


def finding_at(world: World) -> Notice:
    return about(world, world.handled())


def test_issue_a_notice_from_the_page_of_an_item(world: World) -> None:
    case_id = world.handled()
    number = item_of(case_id).number
    street = browser(world.street_staff)
    assert f"?item={number}" in street.get(f"/cases/{number}/").content.decode()
    form = street.get(f"/supervision/notices/new/?item={number}")
    assert "自来水公司" in form.content.decode()
    response = street.post(
        "/supervision/notices/new/",
        {
            "item": number,
            "target": f"organisation:{world.water.pk}",
            "requirement": "立即修复。",
            "until": "2026-11-27",
        },
    )
    notice = Notice.objects.get()
    assert response.headers["Location"] == address(notice)
    assert notice.about_id == case_id
    assert address(notice) in street.get(f"/cases/{number}/").content.decode()


def test_a_wrong_notice_is_refused_with_words_beside_the_field(world: World) -> None:
    street = browser(world.street_staff)
    response = street.post(
        "/supervision/notices/new/", {"area": world.community.path, "requirement": ""}
    )
    assert response.status_code == 422
    response = street.post(
        "/supervision/notices/new/",
        {
            "area": world.community.path,
            "target": f"organisation:{world.water.pk}",
            "finding": "井盖丢失",
            "requirement": "补上",
            "until": "2026-11-01",
        },
    )
    assert response.status_code == 422
    assert not Notice.objects.exists()


def test_the_whole_loop_by_clicks(world: World) -> None:
    page = address(about(world, world.handled()))
    water, street = browser(world.water_staff), browser(world.street_staff)
    assert water.post(f"{page}accept/").status_code == 302
    refused = water.post(f"{page}report_back/", {"words": "修好了"})
    assert refused.status_code == 422
    done = water.post(f"{page}report_back/", {"words": "修好了", "photos": picture()})
    assert done.status_code == 302
    assert street.post(f"{page}send_back/", {"reason": "还漏"}).status_code == 302
    water.post(f"{page}report_back/", {"words": "换了新管", "photos": picture("新.jpg")})
    assert street.post(f"{page}cancel/", {"words": "现场看过"}).status_code == 302
    assert Notice.objects.get().item.state == "cancelled"
    text = words_of(street.get(page))
    assert "换了新管" in text
    # A second click finds it done and says so, without a second event.
    assert street.post(f"{page}cancel/", {"words": "现场看过"}).status_code == 302


def test_an_action_as_a_dialog_of_the_work_list(world: World) -> None:
    notice = about(world, world.handled())
    water = browser(world.water_staff)
    work = water.get("/desk/work/")
    assert address(notice) in work.content.decode()
    dialog = water.get(f"{address(notice)}report_back/", headers=HTMX)
    assert b"<form" in dialog.content
    assert b"<html" not in dialog.content


def test_remind_and_watch_by_one_click_and_in_bulk(world: World) -> None:
    first, second = world.handled(), world.handled()
    street = browser(world.street_staff)
    number = item_of(first).number
    assert street.post(f"/supervision/items/{number}/watch/").status_code == 302
    assert street.post(f"/supervision/items/{number}/remind/").status_code == 302
    again = street.post(f"/supervision/items/{number}/remind/", follow=True)
    assert Reminder.objects.count() == 1
    assert "11-23 11:00" in words_of(again)
    both = {"item": [first, second], "action": "remind", "reason": "请抓紧"}
    street.post("/desk/work/bulk/", both)
    assert Reminder.objects.count() == 2
    assert Reminder.objects.get(item_id=second).words == "请抓紧"
    street.post("/desk/work/bulk/", {**both, "action": "watch"})
    assert Watch.objects.count() == 2
    assert street.post(f"/supervision/items/{number}/unwatch/").status_code == 302
    assert Watch.objects.count() == 1
    stranger = browser(world.stranger).post(f"/supervision/items/{number}/remind/")
    assert stranger.status_code == 404


def test_a_meeting_becomes_notices(world: World) -> None:
    case_id = world.handled()
    street = browser(world.street_staff)
    data = {
        "title": "漏水协调会",
        "held_at": "2026-11-23T10:30",
        "place": "街道二楼",
        "items": item_of(case_id).number,
        "units": "自来水公司\n\n安居物业\n",
        "words": "议定由自来水公司换管。",
        "photos": picture(),
        "decision1-target": f"organisation:{world.water.pk}",
        "decision1-words": "更换三号楼供水管",
        "decision1-until": "2026-11-30",
    }
    half = street.post("/supervision/meetings/new/", {**data, "decision1-until": ""})
    assert half.status_code == 422
    unknown = street.post("/supervision/meetings/new/", {**data, "items": "10000012"})
    assert unknown.status_code == 422
    data["photos"] = picture()
    assert street.post("/supervision/meetings/new/", data).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.units == ["自来水公司", "安居物业"]
    page = f"/supervision/meetings/{meeting.pk}/"
    decision = meeting.decisions.get()
    issued = street.post(f"{page}decisions/{decision.pk}/issue/")
    notice = Notice.objects.get()
    assert issued.headers["Location"] == address(notice)
    assert notice.about_id == case_id
    assert notice.item.deadlines.get(clock="rectify").due_at.day == 30
    street.post(f"{page}decisions/{decision.pk}/issue/")
    assert Notice.objects.count() == 1
    assert browser(world.water_staff).get(page).status_code == 200
    for name in ("property_staff", "other_desk", "worker"):
        assert browser(getattr(world, name)).get(page).status_code == 404


def test_call_to_account_from_a_notice(world: World) -> None:
    notice = finding(world)
    street = browser(world.street_staff)
    with time_machine.travel(LATER, tick=False):
        street = browser(world.street_staff)
        assert street.post(f"{address(notice)}expose/", {"reason": "拖延"}).status_code == 302
        made = street.post(
            "/supervision/accounts/new/",
            {"notice": notice.item.number, "form": "talk", "reason": "逾期未改"},
        )
        account = Account.objects.get()
        assert made.headers["Location"] == f"/supervision/accounts/{account.pk}/"
        street.post(f"/supervision/accounts/{account.pk}/", {"outcome": "已限期整改"})
        desk = browser(world.desk).get(f"/supervision/accounts/{account.pk}/")
        assert "已限期整改" in desk.content.decode()
        assert browser(world.desk).post(
            f"/supervision/accounts/{account.pk}/", {"outcome": "改写"}
        ).status_code in (403, 422)
        other = browser(world.other_desk).get(f"/supervision/accounts/{account.pk}/")
        assert other.status_code == 404
        assert (
            "逾期未改"
            not in browser(world.other_desk).get("/supervision/accounts/").content.decode()
        )


def test_whistles_page_list_and_workbook(world: World) -> None:
    case_id = world.handled()
    whistle_case(
        actor=world.desk,
        item_id=case_id,
        co=(world.water.pk, world.property.pk),
        reason="请到场",
        at=AT,
    )
    reply_as_co_unit(actor=world.water_staff, item_id=case_id, words="到场了", at=AT + HOUR)
    street = browser(world.street_staff)
    text = words_of(street.get("/supervision/whistles/"))
    assert "自来水公司" in text
    assert "古湖街道" in text
    query = f"/supervision/whistles/list/?unit=organisation:{world.water.pk}&state=in_time"
    assert item_of(case_id).number[-4:] in words_of(street.get(query))
    response = street.get("/supervision/whistles.xlsx")
    book = load_workbook(io.BytesIO(response.getvalue()))
    rows = {row[0]: row[1:4] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert [str(n) for n in rows["自来水公司"]] == ["1", "1", "0"]
    own = words_of(browser(world.property_staff).get("/supervision/whistles/"))
    assert "安居物业" in own
    assert "自来水公司" not in own


def test_pages_cost_the_same_however_much_there_is(world: World) -> None:
    street = browser(world.street_staff)
    counts: dict[str, list[int]] = {}
    for _round in range(3):
        for _ in range(2):
            case_id = world.handled()
            notice = about(world, case_id)
            street.post(f"/supervision/items/{item_of(case_id).number}/watch/")
        with time_machine.travel(LATER, tick=False):
            client = browser(world.street_staff)
            for path in (*PAGES, address(notice), f"/cases/{item_of(case_id).number}/"):
                key = path if path in PAGES else path.split("/")[1] + str(path.count("/"))
                with counting() as context:
                    assert client.get(path).status_code == 200
                counts.setdefault(key, []).append(len(statements(context)))
    for path, numbers in counts.items():
        assert numbers[1] == numbers[2] <= 23, (path, numbers)
    assert counts["/supervision/"][2] <= 13
    assert fresh(notice).item.flow == "supervision"


def test_a_reported_notice_shows_its_buttons_to_the_right_people(world: World) -> None:
    notice = about(world, world.handled())
    reported(world, notice, world.water_staff)
    street = browser(world.street_staff).get(address(notice)).content.decode()
    water = browser(world.water_staff).get(address(notice)).content.decode()
    assert f"{address(notice)}cancel/" in street
    assert f"{address(notice)}cancel/" not in water
    assert f"{address(notice)}report_back/" not in street
    assert DAY
