"""What staff see of hot issues and do there, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from xinqiao.accounts.access import Actor
from xinqiao.cases.tests.browse import browser
from xinqiao.cases.tests.world import AT, HOUR, World, item_of
from xinqiao.issues.models import HeatRule, Issue, Member, State
from xinqiao.issues.services.decide import draft_answer
from xinqiao.issues.services.discover import discover
from xinqiao.issues.tests.conftest import PARKING

Hear = Callable[..., list[int]]


@pytest.fixture
def issue(hear: Hear) -> Issue:
    hear(PARKING)
    discover(at=AT)
    return Issue.objects.get()


def page(actor: Actor, name: str, *args: object, **query: str) -> Any:
    return browser(actor).get(reverse(name, args=args), query)


def press(actor: Actor, issue: Issue, step: str, **data: object) -> Any:
    address = reverse("issues:correct", args=[issue.pk, step])
    return browser(actor).post(address, data, follow=True)


def test_the_list_shows_heat_trend_and_why(world: World, issue: Issue) -> None:
    words = page(world.desk, "issues:list").content.decode()
    assert issue.title in words
    assert f"{issue.heat:.0f}" in words
    assert "▁" in words
    assert "5" in words
    assert issue.title not in page(world.other_desk, "issues:list").content.decode()


def test_the_list_filters_by_state_and_area(world: World, issue: Issue) -> None:
    solved = page(world.desk, "issues:list", state="solved").content.decode()
    assert issue.title not in solved
    elsewhere = page(world.street_staff, "issues:list", area=world.other_community.path)
    assert issue.title not in elsewhere.content.decode()
    here = page(world.street_staff, "issues:list", area=world.community.path)
    assert issue.title in here.content.decode()


def test_the_page_of_an_issue_says_why_each_request_belongs(world: World, issue: Issue) -> None:
    words = page(world.desk, "issues:detail", issue.pk).content.decode()
    for member in Member.objects.all():
        assert item_of(member.item_id).title in words
        assert member.why["words"][0] in words
    assert 'data-chart="bar"' in words
    assert "data-bbox" in words


def test_strangers_and_residents_see_nothing(world: World, issue: Issue) -> None:
    assert page(world.other_desk, "issues:detail", issue.pk).status_code == 404
    assert page(world.resident, "issues:detail", issue.pk).status_code in (302, 403)
    assert Client().get(reverse("issues:list")).status_code == 302
    refused = press(world.other_desk, issue, "confirm")
    assert refused.status_code == 404
    issue.refresh_from_db()
    assert issue.state == State.PROPOSED


def test_a_grid_worker_reads_but_has_no_buttons(world: World, issue: Issue) -> None:
    words = page(world.worker, "issues:detail", issue.pk).content.decode()
    assert issue.title in words
    assert reverse("issues:correct", args=[issue.pk, "confirm"]) not in words
    assert press(world.worker, issue, "confirm").status_code == 403


def test_confirm_rename_and_lead_by_buttons(world: World, issue: Issue) -> None:
    assert press(world.desk, issue, "confirm").status_code == 200
    press(world.desk, issue, "rename", title="小区停车难")
    press(world.desk, issue, "lead", unit=world.property.pk, lead_note="物业牵头")
    issue.refresh_from_db()
    assert issue.state == State.CONFIRMED
    assert issue.title == "小区停车难"
    assert issue.lead_unit == world.property


def test_take_out_and_split_by_ticking(world: World, issue: Issue) -> None:
    ids = list(Member.objects.values_list("item_id", flat=True))
    address = reverse("issues:members", args=[issue.pk])
    client = browser(world.desk)
    client.post(address, {"item": ids[:1], "do": "out"})
    assert not Member.objects.filter(item_id=ids[0]).exists()
    client.post(address, {"item": ids[1:3], "do": "split", "title": "外来车"})
    assert Issue.objects.filter(title="外来车", size=2).exists()


def test_a_refusal_is_said_on_the_page(world: World, issue: Issue) -> None:
    answer = press(world.desk, issue, "add", number="10000012")
    assert "10000012" in answer.content.decode()


def test_the_map_shows_only_its_requests(world: World, hear: Hear, issue: Issue) -> None:
    hear(["楼道灯坏了三天。"], category="facility.light.")
    found = page(world.desk, "issues:points", issue.pk, bbox="104.9,28.9,105.1,29.1", zoom="17")
    assert len(found.json()["features"]) == len(PARKING)
    assert all("url" in one["properties"] for one in found.json()["features"])
    assert page(world.desk, "issues:points", issue.pk, bbox="x").status_code == 422


def test_the_page_of_a_request_leads_to_its_issue(world: World, issue: Issue) -> None:
    draft_answer(actor=world.desk, issue_id=issue.pk, words="正在规划新车位。", at=AT + HOUR)
    number = item_of(Member.objects.all()[0].item_id).number
    words = browser(world.desk).get(reverse("cases:item", args=[number])).content.decode()
    assert reverse("issues:detail", args=[issue.pk]) in words
    assert "正在规划新车位。" in words


@pytest.mark.parametrize("times", [1, 3])
def test_the_pages_take_as_many_statements_however_many_requests(
    world: World,
    hear: Hear,
    times: int,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    hear([f"{words}第{n}次说。" for n in range(times) for words in PARKING])
    discover(at=AT)
    issue = Issue.objects.get()
    client = browser(world.desk)
    for address in (reverse("issues:list"), reverse("issues:detail", args=[issue.pk])):
        client.get(address)
        with django_assert_max_num_queries(20):
            client.get(address)


def test_who_counts_heat_is_the_administrator(world: World) -> None:
    address = reverse("issues:heat-rules")
    values = {
        "window_days": 30, "least_members": 4, "half_life_days": 7, "size_points": 10,
        "recent_points": 4, "support_points": 5, "waiting_points": 20, "late_points": 30,
        "spread_points": 4,
    }  # fmt: skip
    assert browser(world.desk).post(address, values).status_code == 403
    client = browser(world.county_staff)
    assert client.get(address).status_code == 200
    assert client.post(address, values | {"half_life_days": 0}).status_code == 422
    assert client.post(address, values).status_code == 302
    assert HeatRule.objects.get().least_members == 4
