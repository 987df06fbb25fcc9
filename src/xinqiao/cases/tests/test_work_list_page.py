"""The work list with real requests: scope, filters, bulk, saved filters, cost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, IN_OTHER_GRID, World, item_of
from xinqiao.kit.numbers import spoken
from xinqiao.workflow.models import SavedFilter

LIST = "/desk/work/"


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(AT + HOUR, tick=False):
        yield


def elsewhere(world: World) -> int:
    lon, lat = IN_OTHER_GRID
    return world.report(text="路灯坏了", category_code="facility.light.", lon=lon, lat=lat).case_id


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("worker", True),
        ("colleague", True),
        ("desk", True),
        ("county_staff", True),
        ("neighbour", False),
        ("stranger", False),
        ("other_desk", False),
        ("water_staff", False),
        ("system_admin", False),
    ],
)
def test_owner_colleague_and_stranger(world: World, who: str, sees: bool) -> None:
    number = spoken(item_of(world.report().case_id).number)
    response = browser(getattr(world, who)).get(LIST)
    assert response.status_code == 200
    assert (number in words_of(response)) is sees


def test_residents_and_strangers_do_not_come_in(world: World) -> None:
    assert browser(world.resident).get(LIST).status_code == 403
    assert browser().get(LIST).status_code == 302


def test_a_row_says_everything_in_words(world: World) -> None:
    world.report()
    words = words_of(browser(world.desk).get(LIST))
    for said in ("垃圾桶", "待受理", "垃圾堆放与清运", "第1网格", "一网格网格员", "还剩"):
        assert said in words


def test_filters_narrow_and_colours_count(world: World) -> None:
    world.report()
    elsewhere(world)
    client = browser(world.desk)
    light = words_of(client.get(LIST, {"category": "facility."}))
    assert "路灯坏了" in light
    assert "垃圾桶" not in light
    assert "垃圾桶" not in words_of(client.get(LIST, {"area": world.other_grid.path}))
    assert "路灯坏了" not in words_of(client.get(LIST, {"words": "清运"}))
    assert "没有工单" in words_of(client.get(LIST, {"colour": "red"}))
    assert "没有工单" in words_of(client.get(LIST, {"mine": "me"}))


@pytest.mark.parametrize(
    "query", [{"colour": "pink"}, {"area": "'; --"}, {"due_before": "soon"}, {"words": "\x00"}]
)
def test_nonsense_in_a_filter_does_not_break_the_page(world: World, query: dict[str, str]) -> None:
    world.report()
    assert browser(world.desk).get(LIST, query).status_code == 200


def test_a_forged_cursor_gets_a_sentence(world: World) -> None:
    assert browser(world.desk).get(LIST, {"cursor": "x"}).status_code == 422


def test_pages_follow_each_other(world: World) -> None:
    for _number in range(27):
        world.report()
    client = browser(world.desk)
    first = client.get(LIST)
    assert first.content.decode().count("data-row ") == 25
    second = client.get(LIST, {"cursor": first.context["page"].next})
    assert second.content.decode().count("data-row ") == 2


def test_many_rows_cost_six_statements_like_few(world: World) -> None:
    client, counts = browser(world.desk), []
    for rows in (1, 29):
        for _number in range(rows):
            world.report()
        client.get(LIST)
        with counting() as context:
            client.get(LIST, {"category": "env.", "colour": "blue"})
        counts.append(len(statements(context)))
    assert counts[0] == counts[1] <= 6, [s[:80] for s in statements(context)]


def test_accept_from_the_row_leads_back_to_the_list(world: World) -> None:
    case_id = world.report().case_id
    client = browser(world.worker)
    url = f"/cases/{item_of(case_id).number}/accept/"
    assert url in client.get(LIST).content.decode()
    response = client.post(url, {"back": f"{LIST}?mine=me"})
    assert response.headers["Location"] == f"{LIST}?mine=me"
    assert item_of(case_id).state == "handling"


def test_leading_back_to_another_site_is_refused(world: World) -> None:
    case_id = world.report().case_id
    url = f"/cases/{item_of(case_id).number}/accept/"
    for wrong in ("https://evil.example/", "//evil.example/"):
        response = browser(world.worker).post(url, {"back": wrong})
        assert response.headers["Location"].startswith("/cases/")


def test_bulk_does_what_it_may_and_names_the_rest(world: World) -> None:
    mine, done = world.report().case_id, world.handled()
    foreign = elsewhere(world)
    response = browser(world.worker).post(
        f"{LIST}bulk/", {"item": [mine, done, foreign], "action": "accept"}, follow=True
    )
    words = words_of(response)
    assert "已完成 1 件" in words
    assert spoken(item_of(done).number) in words
    assert (item_of(mine).state, item_of(foreign).state) == ("handling", "assigned")


def test_bulk_dispatch_needs_a_target(world: World) -> None:
    first, second = world.report().case_id, elsewhere(world)
    client = browser(world.desk)
    data = {"item": [first, second], "action": "dispatch", "reason": "社区统一办"}
    client.post(f"{LIST}bulk/", data)
    assert item_of(first).owner_post_id == world.posts["worker"].pk
    client.post(f"{LIST}bulk/", data | {"target": f"post:{world.posts['desk'].pk}"})
    owners = {item_of(case_id).owner_post_id for case_id in (first, second)}
    assert owners == {world.posts["desk"].pk}


@pytest.mark.parametrize("data", [{}, {"item": ["x"]}, {"action": "accept"}])
def test_bulk_without_a_choice_asks_for_one(world: World, data: dict[str, object]) -> None:
    response = browser(world.worker).post(f"{LIST}bulk/", data, follow=True)
    assert "请至少勾选一行" in words_of(response)


def test_a_filter_is_kept_under_a_name_and_forgotten(world: World) -> None:
    client = browser(world.desk)
    client.post(f"{LIST}filters/", {"name": "环境", "query": "category=env."})
    assert "环境" in words_of(client.get(LIST))
    kept = SavedFilter.objects.get()
    browser(world.worker).post(f"{LIST}filters/{kept.pk}/delete/")
    assert SavedFilter.objects.exists()
    client.post(f"{LIST}filters/{kept.pk}/delete/")
    assert not SavedFilter.objects.exists()


def test_what_is_overdue_says_since_when(world: World) -> None:
    world.report(at=AT - 3 * DAY)
    words = words_of(browser(world.desk).get(LIST, {"colour": "red"}))
    assert "超期" in words


def test_refreshing_the_rows_does_not_rule_the_forms_inside(world: World) -> None:
    # The links of a row fill the dialog; inherited they would empty it.
    world.report()
    html = browser(world.desk).get(LIST).content.decode()
    refreshing = html[html.index('<div id="rows"') :].split(">", 1)[0]
    assert "every" not in refreshing or 'hx-disinherit="*"' in refreshing


def test_the_street_presses_for_many_at_once(world: World) -> None:
    ids = [world.report().case_id, world.handled()]
    data = {"item": ids, "action": "supervise", "reason": "群众反映强烈，请抓紧办理。"}
    response = browser(world.street_staff).post(f"{LIST}bulk/", data, follow=True)
    assert "已完成 2 件" in words_of(response)
    refused = browser(world.worker).post(f"{LIST}bulk/", data, follow=True)
    assert "已完成" not in words_of(refused)
    assert "督办" in words_of(browser(world.street_staff).get(f"/cases/{item_of(ids[0]).number}/"))
