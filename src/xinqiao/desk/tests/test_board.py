"""`/board/`: whose figures, how many, at what cost, and how one gets from a number to its items."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from xinqiao.accounts.access import Actor
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.grid.models import AreaBoundary
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import now

BOARD = "/board/"


def told(world: World) -> None:
    """Two requests today, one of them answered, and one yesterday that came due unanswered."""
    world.answered(at=AT)
    world.report(at=AT)
    world.report(at=AT - 20 * DAY)
    follow(at=now())


def tiles(client: Client, query: str = "") -> dict[str, tuple[int, int]]:
    """Label -> (today, yesterday)."""
    flow = client.get(f"{BOARD}{query}").context["flow"]
    return {tile.label: (tile.today, tile.yesterday) for tile in flow}


@pytest.mark.parametrize("who", ["county_staff", "street_staff", "desk", "hotline"])
def test_who_answers_for_the_area_sees_its_figures(world: World, who: str) -> None:
    told(world)
    response = browser(getattr(world, who)).get(BOARD)
    assert response.status_code == 200
    flow = {tile.label: tile.today for tile in response.context["flow"]}
    assert flow == {"收到": 2, "已受理": 1, "已答复": 1, "已办结": 0, "新超期": 0}


def test_the_neighbouring_community_sees_nothing_of_it(world: World) -> None:
    told(world)
    assert set(tiles(browser(world.other_desk)).values()) == {(0, 0)}
    assert browser(world.other_desk).get(f"{BOARD}?area={world.community.code}").status_code == 404
    assert browser(world.desk).get(f"{BOARD}?area={world.street.code}").status_code == 403
    assert browser(world.street_staff).get(f"{BOARD}?area={world.county.code}").status_code == 403


@pytest.mark.parametrize("who", ["resident", "worker", "system_admin", "audit_admin"])
def test_who_answers_for_nothing_is_told_so(world: World, who: str) -> None:
    response = browser(getattr(world, who)).get(BOARD)
    assert response.status_code == 403
    assert "大屏只给负责这个区域或单位的人看" in words_of(response)


def test_nobody_is_led_to_the_sign_in_page(world: World) -> None:
    for path in (BOARD, "/board/part", "/board/outlines", "/board/items/"):
        assert browser().get(path).status_code == 302


def test_a_department_sees_its_own_unit_and_no_other(world: World) -> None:
    case_id = world.report().case_id
    world.report()
    dispatch_case(
        actor=world.desk, item_id=case_id, organisation_id=world.water.pk, reason="水管", at=AT
    )
    follow(at=now())
    client = browser(world.water_staff)
    response = client.get(BOARD)
    assert response.context["title"] == world.water.name
    assert tiles(client)["收到"] == (1, 0)
    assert [tile.count for tile in response.context["colours"]] == ["0", "0", "1", "0"]
    assert client.get(f"{BOARD}?unit={world.property.pk}").status_code == 403
    assert response.context["board"].units is None


def test_the_colours_are_those_of_the_work_list(world: World) -> None:
    told(world)
    for actor in (world.county_staff, world.desk):
        client = browser(actor)
        for tile in client.get(BOARD).context["colours"]:
            page = client.get(tile.url)
            assert len(page.context["rows"]) == int(tile.count), tile.colour
    counts = [tile.count for tile in browser(world.county_staff).get(BOARD).context["colours"]]
    assert counts == ["1", "0", "1", "1"]


def test_down_from_the_county_to_the_grid_and_to_the_items(world: World) -> None:
    told(world)
    client = browser(world.county_staff)
    page = client.get(BOARD)
    for area in (world.street, world.community, world.grid):
        links = [line.url for line in page.context["areas"] if line.row.key == area.code]
        assert links, area.name
        page = client.get(links[0])
        assert page.context["title"] == area.name
        assert tiles(client, "?" + links[0].partition("?")[2])["收到"] == (2, 0)
    assert not page.context["areas"]
    assert "没有可以比较的片区" in words_of(page)
    received = client.get(page.context["flow"][0].url)
    assert len(received.context["rows"]) == 2
    assert "垃圾桶" in words_of(received)


def test_every_number_opens_as_many_items_as_it_says(world: World) -> None:
    told(world)
    client = browser(world.street_staff)
    page = client.get(f"{BOARD}?period=90d&indicator=closed_rate")
    for tile in page.context["flow"]:
        assert len(client.get(tile.url).context["rows"]) == tile.today, tile.label
    line = next(one for one in page.context["areas"] if one.row.reading.denominator)
    assert len(client.get(line.items_url).context["rows"]) == line.row.reading.denominator == 3
    listed = client.get(line.items_url)
    (numerator,) = [url for url, _words, is_current in listed.context["sides"] if not is_current]
    assert len(client.get(numerator).context["rows"]) == line.row.reading.numerator == 0


def test_a_list_without_a_figure_is_refused_with_a_sentence(world: World) -> None:
    client = browser(world.county_staff)
    for query in ("", "?measure=nonsense&since=2026-01-01&until=2026-01-02",
                  "?measure=received&since=2026-02-01&until=2026-01-01",
                  "?code=x'y&since=2026-01-01&until=2026-01-02"):  # fmt: skip
        assert client.get(f"/board/items/{query}").status_code == 422, query


def test_ranking_puts_the_best_first_and_nothing_to_count_last(world: World) -> None:
    late, kept = world.handled(at=AT - 30 * DAY), world.handled(at=AT - 30 * DAY)
    world.close(kept, at=AT - 29 * DAY)
    world.close(late, at=AT - HOUR)
    follow(at=now())
    page = browser(world.street_staff).get(f"{BOARD}?period=90d")
    rows = [(line.row.name, line.row.rank, line.percent) for line in page.context["areas"]]
    assert rows == [(world.community.name, 1, "50.0%"), (world.other_community.name, None, "—")]
    assert page.context["total"] == "50.0%"
    assert page.context["wait_count"] == 2


@pytest.mark.parametrize("who", ["county_staff", "street_staff", "desk"])
def test_the_cost_does_not_grow(world: World, who: str) -> None:
    client = browser(getattr(world, who))
    world.report()
    follow(at=now())
    client.get(BOARD)
    with counting() as one:
        client.get(BOARD)
    told(world)
    for _ in range(6):
        world.answered()
    follow(at=now())
    with counting() as many:
        client.get(BOARD)
    assert len(statements(many)) == len(statements(one)) <= 26


def test_what_the_address_says_wrong_does_not_matter(world: World) -> None:
    client = browser(world.county_staff)
    query = "?period=%00&indicator=nothing_known&unit=abc&area=%22%3E"
    assert client.get(f"{BOARD}{query}").status_code == 200
    assert client.get(f"{BOARD}?area=999999").status_code == 404
    assert client.get(f"{BOARD}?unit=999999").status_code == 404


def test_an_empty_place_looks_right(world: World) -> None:
    page = browser(world.county_staff).get(BOARD)
    words = words_of(page)
    assert page.context["total"] == "—"
    assert page.context["wait_median"] == "—"
    assert "目前没有热点问题" in words
    assert "这段时间没有单位在这里办件" in words


def outlines(actor: Actor, code: str = "") -> list[tuple[str, str]]:
    answer = browser(actor).get(f"/board/outlines?area={code}").json()
    return [(f["properties"]["code"], f["geometry"]["type"]) for f in answer["features"]]


def test_parts_without_a_boundary_take_that_of_what_lies_inside(world: World) -> None:
    assert outlines(world.county_staff) == [(world.street.code, "Polygon")]
    assert outlines(world.desk) == [
        (world.grid.code, "Polygon"),
        (world.other_grid.code, "Polygon"),
    ]
    assert outlines(world.county_staff, world.grid.code) == []


def test_an_outline_that_crosses_itself_does_not_stop_the_map(world: World) -> None:
    bow_tie = [[105.0, 29.0], [105.01, 29.01], [105.01, 29.0], [105.0, 29.01], [105.0, 29.0]]
    AreaBoundary.objects.filter(area=world.grid).update(
        geometry={"type": "Polygon", "coordinates": [bow_tie]}
    )
    assert len(outlines(world.desk)) == 2


def test_the_page_carries_its_tables(world: World) -> None:
    """What the charts and the map show stands in the page as tables, with every day."""
    told(world)
    html = browser(world.county_staff).get(BOARD).content.decode()
    (trend,) = re.findall(r'(?s)<table id="board-trend">.*?</table>', html)
    assert len(re.findall("<tr>", trend)) == 31
    assert world.street.name in html.partition('id="board-areas"')[2]
