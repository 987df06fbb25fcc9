"""Who sees which page, what a page says, and how many statements it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.drafts import GroupDraft
from xinqiao.assessment.models import Appeal, Criterion, Round, Sample, Scheme, State, UnitScore
from xinqiao.assessment.services.appeals import Decision, appeal, decide_appeal
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.draw import draw_samples
from xinqiao.assessment.tests.world import (
    DECEMBER,
    JINNIU,
    LATER,
    Play,
    score_of,
    with_on_site,
)
from xinqiao.cases.tests.browse import browser, picture
from xinqiao.grid.services.areas import add_area
from xinqiao.workflow.models import Item

pytestmark = pytest.mark.django_db
WORKERS = (GroupDraft(name="网格员", rules=("role:grid_worker",)),)
Queries = Callable[..., Any]


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened on 3 December."""
    for page in ("scores", "samples", "appeals", "steps", "schemes", "mine"):
        monkeypatch.setattr(f"xinqiao.assessment.views.{page}.now", lambda: DECEMBER)


def as_(play: Play, who: str) -> Client:
    return browser(play.world.actors[who])


def page(play: Play, who: str, address: str, status: int = 200) -> str:
    response = as_(play, who).get(address)
    assert response.status_code == status, (who, address, response.status_code)
    return str(response.content.decode())


def test_before_it_is_announced_a_round_belongs_to_the_supervisors(play: Play) -> None:
    address = f"/assessment/rounds/{play.computed().pk}/"
    assert "金五区社区" in page(play, "county_staff", address)
    for who in ("desk", "street_staff", "worker"):
        page(play, who, address, 404)
    page(play, "resident", address, 403)


def test_all_staff_read_the_announced_table_but_only_their_own_items(play: Play) -> None:
    round_ = play.announced()
    table = f"/assessment/rounds/{round_.pk}/"
    mine = score_of(round_, play.world.community.pk)
    items = f"{table}units/{mine.pk}/items/"
    title = Item.objects.get(pk=play.items["never"]).title
    for who in ("desk", "other_desk", "worker"):
        assert "100.00" in page(play, who, table)
        assert "75.00" in page(play, who, f"{table}units/{mine.pk}/")
    for who in ("desk", "second_desk", "street_staff", "county_staff"):
        assert title in page(play, who, items)
    for who in ("other_desk", "stranger"):
        page(play, who, items, 403)


def test_a_number_opens_down_to_its_items(play: Play) -> None:
    round_ = play.announced()
    score = score_of(round_, play.world.community.pk)
    items = f"/assessment/rounds/{round_.pk}/units/{score.pk}/items/"
    numbers = {name: Item.objects.get(pk=pk).number for name, pk in play.items.items()}

    def shown(query: str) -> set[str]:
        html = page(play, "desk", items + query)
        return {name for name, number in numbers.items() if f"/cases/{number}/" in html}

    assert shown("?part=1&side=met") == {"in_time", "extended"}
    assert shown("?part=1&side=missed") == {"late", "never"}
    assert shown("?part=3&side=met") == {"never"}
    assert shown("") == {"in_time", "late", "never", "extended"}
    assert shown("?part=99&side=nonsense") == {"in_time", "late", "never", "extended"}


def test_a_persons_score_is_for_them_and_those_above(play: Play) -> None:
    round_ = play.announced(name="个人考评", unit_level="person", groups=WORKERS)
    worker = play.world.worker.user_id
    assert worker is not None
    score = score_of(round_, worker)
    table, own = f"/assessment/rounds/{round_.pk}/", f"units/{score.pk}/"
    for who in ("worker", "desk", "street_staff", "county_staff"):
        assert "75.00" in page(play, who, table + own)
        assert "王网格" in page(play, who, table)
    for who in ("colleague", "neighbour", "stranger", "other_desk"):
        page(play, who, table + own, 404)
        assert "王网格" not in page(play, who, table)
    for who in ("worker", "desk", "system_admin"):
        page(play, who, f"{table}export.xlsx", 403)


def test_how_am_i_doing_shows_ones_own(play: Play) -> None:
    play.announced(name="个人考评", unit_level="person", groups=WORKERS)
    assert "75.00" in page(play, "worker", "/assessment/mine/")
    others = page(play, "stranger", "/assessment/mine/")
    assert "100.00" in others
    assert "75.00" not in others


def test_the_public_reads_units_and_no_person(play: Play) -> None:
    persons = play.announced(name="个人考评", unit_level="person", groups=WORKERS)
    units = play.announced()
    client = Client()
    worker = play.world.worker.user_id
    assert worker is not None
    made = appeal(
        actor=play.world.worker,
        score_id=score_of(persons, worker).pk,
        reason="漏算",
        at=DECEMBER,
    )
    answer = Decision(accepted=True, reason="补上", position=0, points=Decimal(25))
    decide_appeal(actor=play.county, appeal_id=made.pk, decision=answer, at=DECEMBER)
    for round_ in (persons, units):
        assert client.get(f"/assessment/published/{round_.pk}/").status_code == 404
        publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    listed = client.get("/assessment/published/").content.decode()
    assert "月度考评" in listed
    table = client.get(f"/assessment/published/{units.pk}/").content.decode()
    assert "金五区社区" in table
    assert "75.00" in table
    persons = Round.objects.get(replaces=persons)
    hidden = client.get(f"/assessment/published/{persons.pk}/").content.decode()
    assert "一项改为 25 分" in hidden
    assert "王网格" not in page(play, "stranger", f"/assessment/rounds/{persons.pk}/")
    assert "王网格" in page(play, "county_staff", f"/assessment/rounds/{persons.pk}/")
    assert "王网格" not in page(play, "system_admin", f"/assessment/rounds/{persons.pk}/")
    for actor in play.world.actors.values():
        assert actor.name not in hidden
    # Four workers: too few for a mean.
    assert "75.00" not in hidden
    assert client.get(f"/assessment/published/{persons.pk}/export.xlsx").status_code == 404
    book = client.get(f"/assessment/published/{units.pk}/export.xlsx")
    assert len(load_workbook(BytesIO(book.content)).worksheets) == 4


def test_a_round_is_played_on_its_page(play: Play) -> None:
    scheme = play.scheme(with_on_site(JINNIU))
    client = as_(play, "county_staff")
    told = {"area": play.world.county.pk, "day": "2026-11-01"}
    client.post(f"/assessment/schemes/{scheme.pk}/open/", told)
    round_ = Round.objects.get()
    for step in ("compute", "draw", "freeze", "announce"):
        response = client.post(f"/assessment/rounds/{round_.pk}/do/{step}/", {"seed": ""})
        assert response.status_code == 302
    round_.refresh_from_db()
    assert round_.state == State.ANNOUNCED
    html = client.get(f"/assessment/rounds/{round_.pk}/").content.decode()
    assert "现场抽查 4 件，已完成 0 件，还剩 4 件" in html
    refused = client.post(f"/assessment/rounds/{round_.pk}/do/publish/", follow=True)
    assert "之前还可以申诉" in refused.content.decode()
    assert as_(play, "desk").post(f"/assessment/rounds/{round_.pk}/do/freeze/").status_code == 403


def test_an_inspector_fills_in_a_check_on_the_phone(play: Play) -> None:
    round_ = play.computed(with_on_site(JINNIU))
    draw_samples(actor=play.county, round_id=round_.pk, at=DECEMBER)
    sample = Sample.objects.filter(unit_id=play.world.community.pk).first()
    assert sample is not None
    address = f"/assessment/samples/{sample.pk}/"
    passing, free = Criterion.objects.all()
    told = {f"criterion_{passing.pk}": "6", f"criterion_{free.pk}": "3", "words": "已清理"}
    street = as_(play, "street_staff")
    without = street.post(address, told)
    assert without.status_code == 422
    assert "请至少上传一张现场照片" in without.content.decode()
    assert street.post(address, {**told, "photos": picture()}).status_code == 302
    sample.refresh_from_db()
    assert (sample.done_by_id, sample.words) == (play.world.street_staff.user_id, "已清理")
    html = page(play, "street_staff", address)
    assert "6 分（满分 6）" in html
    assert "/files/" in html
    page(play, "desk", address, 404)


def test_an_appeal_travels_over_the_pages(play: Play) -> None:
    round_ = play.announced()
    score = score_of(round_, play.world.community.pk)
    number = Item.objects.get(pk=play.items["never"]).number
    address = f"/assessment/rounds/{round_.pk}/units/{score.pk}/appeal/"
    desk = as_(play, "desk")
    assert desk.post(address, {"number": "x", "reason": "不归我们"}).status_code == 422
    told = {"number": number, "reason": "不归我们", "photos": picture()}
    assert desk.post(address, told).status_code == 302
    made = Appeal.objects.get()
    assert page(play, "desk", f"/assessment/appeals/{made.pk}/").count("/files/") > 0
    page(play, "other_desk", f"/assessment/appeals/{made.pk}/", 404)
    county = as_(play, "county_staff")
    answer = county.post(f"/assessment/appeals/{made.pk}/", {"accepted": "yes", "reason": "属实"})
    assert answer.status_code == 302
    publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    newer = Round.objects.get(version=2)
    shown = Client().get(f"/assessment/published/{newer.pk}/").content.decode()
    assert "剔除一件事项" in shown
    assert "90.00" in shown


def test_the_editor_saves_what_is_filled_in_and_says_what_is_wrong(play: Play) -> None:
    county = as_(play, "county_staff")
    address = f"/assessment/schemes/new/?area={play.world.county.pk}&level=community&flow=case"
    assert "办理率" in county.get(address).content.decode()
    told = {
        "name": "社区考评",
        "period": "month",
        "valid_from": "2026-12-01",
        "objection_days": "5",
        "on_site_weight": "0",
        "samples_per_unit": "0",
        "on_site_empty": "left_out",
        "parts-TOTAL_FORMS": "2",
        "parts-INITIAL_FORMS": "0",
        "parts-0-indicator": "handled_rate",
        "parts-0-weight": "60",
        "parts-0-empty": "full",
        "parts-1-indicator": "rework_rate",
        "parts-1-weight": "30",
        "parts-1-is_inverted": "on",
        "parts-1-empty": "full",
        "criteria-TOTAL_FORMS": "0",
        "criteria-INITIAL_FORMS": "0",
        "groups-TOTAL_FORMS": "1",
        "groups-INITIAL_FORMS": "0",
        "groups-0-name": "全部",
        "groups-0-rules": "rest",
    }
    wrong = county.post(address, told)
    assert wrong.status_code == 422
    assert "现在是 90" in wrong.content.decode()
    assert county.post(address, {**told, "parts-1-weight": "40"}).status_code == 302
    scheme = Scheme.objects.get()
    assert [part.indicator_code for part in scheme.parts.all()] == ["handled_rate", "rework_rate"]
    edit = county.get(f"/assessment/schemes/{scheme.pk}/edit/").content.decode()
    assert "社区考评" in edit
    assert as_(play, "desk").get(address).status_code == 403


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("county_staff", "/assessment/", 8),
        ("desk", "/assessment/rounds/{round}/", 22),
        ("desk", "/assessment/rounds/{round}/units/{score}/", 16),
        ("desk", "/assessment/rounds/{round}/units/{score}/items/?part=0", 14),
        ("desk", "/assessment/mine/", 14),
        (None, "/assessment/published/{round}/", 10),
    ],
)
def test_a_page_costs_the_same_however_much_it_counts(
    play: Play, who: str | None, path: str, most: int, django_assert_max_num_queries: Queries
) -> None:
    for number in range(3, 40):
        code = f"511083001{number:03}"
        add_area(actor=SYSTEM, code=code, name=f"第{number}社区", at=DECEMBER)
    round_ = play.announced()
    publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    score = score_of(round_, play.world.community.pk)
    assert UnitScore.objects.filter(round=round_).count() == 39
    client = Client() if who is None else as_(play, who)
    with django_assert_max_num_queries(most), translation.override("zh-hans"):
        response = client.get(path.format(round=round_.pk, score=score.pk))
    assert response.status_code == 200


def test_the_county_corrects_what_is_published_on_its_page(play: Play) -> None:
    round_ = play.announced()
    publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    score = score_of(round_, play.world.community.pk)
    address = f"/assessment/rounds/{round_.pk}/units/{score.pk}/"
    assert "更正这个得分" in page(play, "county_staff", address)
    assert "更正这个得分" not in page(play, "desk", address)
    county = as_(play, "county_staff")
    wrong = county.post(f"{address}correct/", {"number": "12", "reason": "误计"}, follow=True)
    assert "计入的事项里没有编号 12" in wrong.content.decode()
    number = Item.objects.get(pk=play.items["never"]).number
    county.post(f"{address}correct/", {"number": number, "reason": "误计"})
    newer = Round.objects.get(version=2)
    assert str(score_of(newer, play.world.community.pk).total) == "90.00"
    assert as_(play, "desk").post(f"{address}correct/", {}).status_code == 403


def test_a_colleague_in_the_same_office_is_no_superior(play: Play) -> None:
    staff = (GroupDraft(name="社区", rules=("role:community",)),)
    round_ = play.announced(name="社区干部考评", unit_level="person", groups=staff)
    desk = play.world.desk.user_id
    assert desk is not None
    address = f"/assessment/rounds/{round_.pk}/units/{score_of(round_, desk).pk}/"
    for who in ("desk", "street_staff", "county_staff"):
        page(play, who, address)
    page(play, "second_desk", address, 404)


def test_a_long_table_is_turned_page_by_page(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3, 8):
        add_area(actor=SYSTEM, code=f"511083001{number:03}", name=f"第{number}社区", at=DECEMBER)
    round_ = play.announced()
    monkeypatch.setattr("xinqiao.assessment.views.rounds.SCORES_A_PAGE", 2)
    address, seen = f"/assessment/rounds/{round_.pk}/", []
    while address:
        html = page(play, "desk", address)
        seen += re.findall(r"/units/(\d+)/\">([^<]+)<", html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = f"/assessment/rounds/{round_.pk}/{unescape(following[1])}" if following else ""
    names = [name for _pk, name in seen]
    # Ranked ones first, those that had nothing to do last, each once.
    assert names[:2] == ["观湖社区", "金五区社区"]
    assert sorted(names[2:]) == sorted(f"第{number}社区" for number in range(3, 8))
