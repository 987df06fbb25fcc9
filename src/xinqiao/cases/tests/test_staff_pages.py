"""Map, statistics, call-backs, categories and the public wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.models import Category
from xinqiao.cases.selectors.figures import figures
from xinqiao.cases.selectors.statistics import statistics
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, PHONE, World, case_of, item_of
from xinqiao.indicators.periods import Period
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.csvio import open_table
from xinqiao.kit.numbers import spoken

BOX = {"bbox": "104.9,28.9,105.1,29.1", "zoom": "17"}
CATEGORIES = "/admin/cases/categories/"


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


@pytest.mark.parametrize(("who", "seen"), [("worker", 1), ("desk", 1), ("stranger", 0)])
def test_the_map_shows_what_the_list_shows(world: World, who: str, seen: int) -> None:
    number = item_of(world.report().case_id).number
    client = browser(getattr(world, who))
    found = client.get("/desk/map/cells", BOX).json()["features"]
    assert [f["properties"]["number"] for f in found] == [number] * seen
    assert (number in client.get("/desk/map/").content.decode()) is bool(seen)
    if seen:
        assert found[0]["properties"]["url"] == f"/cases/{number}/"


def test_far_away_the_map_counts(world: World) -> None:
    world.report()
    world.report()
    found = browser(world.desk).get("/desk/map/cells", BOX | {"zoom": "9"}).json()["features"]
    assert [f["properties"]["count"] for f in found] == [2]


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "10,0,5,1"])
def test_a_bad_box_gets_a_sentence(world: World, box: str) -> None:
    response = browser(world.desk).get("/desk/map/cells", {"bbox": box, "zoom": "12"})
    assert response.status_code == 422


def test_my_boundary_and_its_parts_are_drawn(world: World) -> None:
    found = browser(world.desk).get("/desk/map/boundary").json()["features"]
    kinds = sorted(feature["properties"]["kind"] for feature in found)
    assert kinds == ["grid", "grid", "mine"]
    everybody = browser().get("/report/areas").json()["features"]
    assert len(everybody) == 3


def test_map_and_statistics_cost_the_same_with_more_requests(world: World) -> None:
    client, counts = browser(world.desk), []
    for _round in range(2):
        world.answered()
        follow(at=AT + HOUR)
        row = []
        for page in ("/desk/map/", "/desk/statistics/", "/desk/call-backs/"):
            client.get(page)
            with counting() as context:
                assert client.get(page).status_code == 200
            row.append(len(statements(context)))
        counts.append(row)
    assert counts[0] == counts[1]
    (map_page, figures, calls) = counts[0]
    assert max(map_page, calls) <= 8, counts
    assert figures <= 18, counts


def test_statistics_say_what_was_waited(world: World) -> None:
    case_id = world.handled(at=AT)
    world.close(case_id, at=AT + HOUR)
    follow(at=AT + HOUR)
    words = words_of(browser(world.desk).get("/desk/statistics/"))
    assert "答复用时中位数" in words
    assert "1 小时" in words or "60 分钟" in words


def test_statistics_of_an_upside_down_period_are_refused(world: World) -> None:
    query = {"since": "2026-11-23", "until": "2026-11-01"}
    response = browser(world.desk).get("/desk/statistics/", query)
    assert response.status_code == 422
    assert "结束日期早于开始日期" in words_of(response)


def test_statistics_name_what_they_divide(world: World) -> None:
    """By area, category, unit and day; each rate with its numerator and denominator."""
    late = world.handled(at=AT - 20 * DAY)
    world.close(late, at=AT - HOUR)
    world.report(at=AT - 20 * DAY, category_code="facility.light.")
    follow(at=AT + HOUR)
    client = browser(world.desk)
    shown = {
        by: {
            row.line.name: (row.line.received, row.line.handled, row.on_time)
            for row in client.get("/desk/statistics/", {"by": by}).context["lines"]
            if row.line.received or row.line.handled
        }
        for by in ("area", "category", "day")
    }
    assert shown["area"] == {world.grid.name: (2, 1, "0.0%")}
    assert sorted(shown["category"].values()) == [(1, 0, "0.0%"), (1, 1, "0.0%")]
    assert shown["day"] == {"2026-11-03": (2, 0, "—"), "2026-11-23": (0, 1, "—")}
    rates = {rate.label: rate for rate in client.get("/desk/statistics/").context["rates"]}
    assert (rates["按时办理率"].part, rates["按时办理率"].whole) == (0, 2)
    assert rates["按时办理率"].explained == "到期应办且按时办理 ÷ 到期应办"


def test_statistics_say_what_the_items_themselves_say(world: World) -> None:
    """The engine's figures and the plain count over items are one truth."""
    rate_case(actor=world.resident, item_id=world.answered(), score=4, at=AT + HOUR)
    world.close(world.handled(at=AT - 20 * DAY), at=AT - HOUR)
    world.report(at=AT - 20 * DAY)
    follow(at=AT + HOUR)
    plain = statistics(actor=world.desk, at=AT + HOUR)
    everything = Period(date(2000, 1, 1), date(2026, 11, 23))
    told = figures(
        actor=world.desk, area_path=world.community.path, period=everything, by="day", at=AT + HOUR
    )
    assert told.totals["received"] == plain.received == 3
    assert told.totals["handled"] == plain.handled.part == 2
    assert told.totals["closed"] == plain.by_state["closed"] == 1
    assert told.totals["due_overdue_pending"] == 1
    assert told.reading("satisfaction_rate").value == plain.satisfied.value == 1
    assert told.mean_score == plain.mean_score == 4
    assert len(told.lines) == 366


def test_statistics_as_a_workbook(world: World, tmp_path: Path) -> None:
    world.answered()
    follow(at=AT + HOUR)
    answer = browser(world.desk).get("/desk/statistics/export.xlsx", {"by": "category"})
    file = tmp_path / "statistics.xlsx"
    file.write_bytes(answer.content)
    (first, *_rest) = [row for _line, row in open_table(file).rows]
    assert list(first.values())[:3] == ["环境卫生", "1", "1"]
    upside_down = {"since": "2026-11-23", "until": "2026-11-01"}
    refused = browser(world.desk).get("/desk/statistics/export.xlsx", upside_down)
    assert refused.status_code == 422


def test_a_stranger_counts_nothing_of_ours(world: World) -> None:
    world.report()
    follow(at=AT + HOUR)
    received = {
        who: browser(getattr(world, who)).get("/desk/statistics/").context["tiles"][0].value
        for who in ("worker", "desk", "county_staff", "stranger", "other_desk", "water_staff")
    }
    assert received == {
        "worker": "1",
        "desk": "1",
        "county_staff": "1",
        "stranger": "0",
        "other_desk": "0",
        "water_staff": "0",
    }
    elsewhere = {"area": world.community.path}
    assert browser(world.other_desk).get("/desk/statistics/", elsewhere).status_code == 403
    assert browser(world.stranger).get("/desk/statistics/", elsewhere).status_code == 403
    assert browser(world.system_admin).get("/desk/statistics/").status_code == 403
    assert browser(world.resident).get("/desk/statistics/").status_code == 403


def test_another_person_than_the_handler_calls_back(world: World) -> None:
    case_id = world.report(category_code="other.", actor=ANONYMOUS, reporter_phone=PHONE).case_id
    desk = browser(world.desk)
    page = f"/cases/{item_of(case_id).number}/"
    desk.post(f"{page}accept/")
    world.close(case_id, actor=world.desk)
    number = spoken(item_of(case_id).number)
    assert number not in words_of(desk.get("/desk/call-backs/"))
    assert "call_back" not in desk.get(page).content.decode()
    colleague = browser(world.second_desk)
    words = words_of(colleague.get("/desk/call-backs/"))
    assert number in words
    assert "138****8000" in words
    assert number not in words_of(browser(world.other_desk).get("/desk/call-backs/"))
    colleague.post(f"{page}call_back/", {"score": "5", "words": "满意"})
    assert (item_of(case_id).state, case_of(case_id).score) == ("closed", 5)


def test_the_wall_shows_closed_ones_without_names(world: World) -> None:
    facts: dict[str, Any] = {"actor": ANONYMOUS, "reporter_name": "何居民", "reporter_phone": PHONE}
    text = "我是何居民，垃圾没人清运，请打13800138000。"
    shown = world.answered(may_publish=True, text=text, **facts)
    hidden = world.answered(may_publish=False, text="这件不公开，垃圾很多。", **facts)
    world.report(may_publish=True, text="这件还没办，垃圾很多。")
    for case_id in (shown, hidden):
        rate_case(actor=ANONYMOUS, token=case_of(case_id).token, score=5, at=AT + HOUR)
    words = words_of(browser().get("/wall/"))
    assert "垃圾没人清运" in words
    assert "已经清理干净" in words
    for never in ("何居民", PHONE, "不公开", "还没办"):
        assert never not in words


def test_the_system_administrator_edits_categories(world: World) -> None:
    client = browser(world.system_admin)
    data = {"code": "env.pond.", "name": "池塘", "keywords": "池塘、水面", "position": "3"}
    client.post(f"{CATEGORIES}new/", data | {"is_public": "on"})
    assert Category.objects.get(code="env.pond.").keywords == ["池塘", "水面"]
    client.post(f"{CATEGORIES}env.pond./", data | {"name": "池塘与水面", "code": "hacked."})
    assert Category.objects.get(code="env.pond.").name == "池塘与水面"
    client.post(f"{CATEGORIES}env.pond./end/")
    assert Category.objects.get(code="env.pond.").valid_until is not None
    assert "池塘与水面" in words_of(client.get(CATEGORIES))


@pytest.mark.parametrize("code", ["Env.", "none.such.", "..", "a b."])
def test_a_bad_code_keeps_the_form(world: World, code: str) -> None:
    data = {"code": code, "name": "池塘", "keywords": "", "position": "0"}
    response = browser(world.system_admin).post(f"{CATEGORIES}new/", data)
    assert response.status_code == 422
    assert 'value="池塘"' in response.content.decode()


@pytest.mark.parametrize("who", ["desk", "county_staff", "security_admin", "resident"])
def test_nobody_else_edits_categories(world: World, who: str) -> None:
    assert browser(getattr(world, who)).get(CATEGORIES).status_code == 403
