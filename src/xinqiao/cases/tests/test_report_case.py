"""A report finds its place and its owner, and everybody gets a sentence that helps."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import (
    BadPoint,
    ContactNeeded,
    EmergencyCall,
    OutsideGrid,
    SignInToHelp,
    UnknownCategory,
    UnknownPlate,
)
from xinqiao.cases.models import Case, Located, Source
from xinqiao.cases.tests.world import AT, IN_GRID, PHONE, World, case_of, item_of, kinds_of, photo
from xinqiao.files.models import Attachment
from xinqiao.kit.clean import NullByte, TextMissing, TextTooLong
from xinqiao.kit.numbers import parse_number
from xinqiao.workflow.models import Deadline, Item

NO_POINT: dict[str, Any] = {"lon": None, "lat": None}


def test_a_point_leads_to_the_grid_worker(world: World) -> None:
    reported = world.report()
    item = item_of(reported.case_id)
    assert reported.is_new
    assert parse_number(reported.number) == item.number
    assert (item.area_id, item.owner_post_id) == (world.grid.pk, world.posts["worker"].pk)
    assert item.state == "assigned"
    assert case_of(item.pk).located_by == Located.POINT
    clocks = dict(Deadline.objects.filter(item=item).values_list("clock", "amount"))
    assert clocks == {"accept": 2, "reply": 24, "handle": 5}
    assert kinds_of(item.pk) == ["cases.reported"]


def test_why_it_is_here_can_be_told(world: World) -> None:
    why = item_of(world.report().case_id).assignments.get().why
    assert why[0] == {"code": "located", "by": "point", "area": world.grid.path}
    assert any(step["code"] == "seat" for step in why)


def test_a_plate_knows_the_building(world: World) -> None:
    case_id = world.report(plate_code=world.plate, source=Source.PLATE, **NO_POINT).case_id
    case = case_of(case_id)
    assert case.located_by == Located.PLATE
    assert case.address == "3栋 1单元"
    assert item_of(case_id).area_id == world.grid.pk
    assert (item_of(case_id).lon, item_of(case_id).lat) == IN_GRID


def test_address_words_lead_to_the_grid(world: World) -> None:
    case_id = world.report(address="幸福小区3栋楼下", **NO_POINT).case_id
    assert case_of(case_id).located_by == Located.ADDRESS
    assert item_of(case_id).area_id == world.grid.pk


def test_the_words_themselves_may_name_the_place(world: World) -> None:
    case_id = world.report(text="观湖社区的路灯坏了", category_code="facility.light", **NO_POINT)
    item = item_of(case_id.case_id)
    assert item.area_id == world.other_community.pk
    assert item.owner_post_id == world.posts["other_desk"].pk


def test_no_place_at_all_goes_to_a_desk(world: World) -> None:
    case_id = world.report(actor=ANONYMOUS, **NO_POINT).case_id
    assert case_of(case_id).located_by == Located.DESK
    assert item_of(case_id).owner_post_id == world.posts["county_staff"].pk


def test_what_staff_record_without_a_place_stays_with_them(world: World) -> None:
    case_id = world.report(actor=world.neighbour, source=Source.FIELD, **NO_POINT).case_id
    assert item_of(case_id).area_id == world.other_grid.pk


def test_outside_every_grid_names_the_nearest_community(world: World) -> None:
    with pytest.raises(OutsideGrid) as refused:
        world.report(lon=105.0, lat=29.02)
    assert refused.value.params["community"] == "金五区社区"
    assert "1.1" in refused.value.params["distance"]
    assert not Case.objects.exists()


def test_a_category_without_rule_goes_to_the_community(world: World) -> None:
    item = item_of(world.report(category_code="other.").case_id)
    assert item.owner_post_id == world.posts["desk"].pk


def test_urgent_limits_of_a_broken_pipe(world: World) -> None:
    case_id = world.report(text="水管爆裂，水漫过路面", category_code="utility.pipe.").case_id
    clocks = dict(Deadline.objects.filter(item_id=case_id).values_list("clock", "amount"))
    assert clocks == {"accept": 1, "reply": 3, "handle": 8}


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"text": "   "}, TextMissing),
        ({"text": "字" * 10_000}, TextTooLong),
        ({"text": "坏\x00了"}, NullByte),
        ({"category_code": "no.such."}, UnknownCategory),
        ({"lat": None}, BadPoint),
        ({"lon": float("nan")}, BadPoint),
        ({"plate_code": "NOSUCH", **NO_POINT}, UnknownPlate),
        ({"text": "三楼着火了"}, EmergencyCall),
    ],
)
def test_bad_input_gets_a_sentence(
    world: World, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        world.report(**more)
    assert not Item.objects.exists()


def test_emoji_and_control_characters(world: World) -> None:
    case = case_of(world.report(text="路灯坏了\x07😀\r\n请修").case_id)
    assert case.text == "路灯坏了😀\n请修"
    assert item_of(case.pk).title == "路灯坏了😀"


def test_an_emergency_shows_its_numbers(world: World) -> None:
    with pytest.raises(EmergencyCall) as refused:
        world.report(text="煤气泄漏，有人晕倒了")
    assert refused.value.params["numbers"] == "119 / 120"


def test_old_alarms_in_a_file_are_kept(world: World) -> None:
    assert world.report(text="三楼着火了", source=Source.IMPORT, source_number="1").is_new


def test_help_for_a_person_needs_a_number(world: World) -> None:
    with pytest.raises(ContactNeeded):
        world.report(actor=ANONYMOUS, category_code="care.elder.")
    assert world.report(actor=ANONYMOUS, category_code="care.elder.", reporter_phone=PHONE).is_new
    assert world.report(category_code="care.elder.").is_new


def test_the_same_key_is_the_same_request(world: World) -> None:
    first = world.report(idempotency_key="abc")
    again = world.report(idempotency_key="abc")
    assert (again.case_id, again.token, again.is_new) == (first.case_id, first.token, False)
    assert world.report(idempotency_key="abc", api_client_id=None, text="另一件").is_new is False
    assert Item.objects.count() == 1


def test_the_same_source_number_is_the_same_request(world: World) -> None:
    more: dict[str, Any] = {
        "source": Source.IMPORT,
        "source_system": "12345",
        "source_number": "A7",
    }
    first = world.report(**more)
    assert world.report(**more).case_id == first.case_id
    assert world.report(**(more | {"source_system": "other"})).is_new


def test_assisted_reports_keep_both_names(world: World) -> None:
    case_id = world.report(
        actor=world.worker,
        on_behalf=True,
        reporter_name="老张",
        reporter_phone=PHONE,
        source=Source.FIELD,
    ).case_id
    case = case_of(case_id)
    assert case.recorded_by_id == world.worker.user_id
    assert case.recorded_post_id == world.posts["worker"].pk
    assert item_of(case_id).requester_id is None
    assert bytes(case.reporter_phone_sealed or b"") != PHONE.encode()
    with pytest.raises(SignInToHelp):
        world.report(actor=ANONYMOUS, on_behalf=True)


def test_photos_are_tied_to_the_request(world: World) -> None:
    token = photo()
    case_id = world.report(photo_tokens=(token, token)).case_id
    claimed = Attachment.objects.get(token=token)
    assert (claimed.subject_kind, claimed.subject_id) == ("item", case_id)
    assert claimed.claimed_at == AT
