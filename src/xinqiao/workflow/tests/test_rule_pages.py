"""The pages of the rules: keepers edit, colleagues are told no, strangers sign in first."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from xinqiao.accounts import sessions
from xinqiao.accounts.access import Role
from xinqiao.grid import snapshot as grid_snapshot
from xinqiao.grid.models import Appointment, Post
from xinqiao.kit.time import now
from xinqiao.workflow import pages
from xinqiao.workflow.models import CalendarDay, CalendarYear, DispatchRule, LimitRule
from xinqiao.workflow.pages import CategoryChoice, FlowPages
from xinqiao.workflow.tests.conftest import LONG_AGO, Street

PAGES = ("limits", "rules", "rule-new", "calendar")


@pytest.fixture(autouse=True)
def _our_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_args: Any, **_more: Any) -> Any:
        return ()

    ours = FlowPages(
        flow="errand",
        number_url=lambda number: f"/x/{number}/",
        action_url=lambda item, action: "/x/",
        row_actions=nothing,
        bulk_actions=(),
        perform=nothing,
        categories=lambda at: (CategoryChoice("water.", "供水"),),
    )
    monkeypatch.setattr(pages, "_pages", {"errand": ours})
    monkeypatch.setattr(grid_snapshot, "_held", None)


def client_of(street: Street, post: Post) -> Client:
    client = Client()
    client.force_login(street.people[post.pk], backend=sessions.BACKEND)
    session = client.session
    session[sessions.STRONG] = True
    session[sessions.SEEN] = now().timestamp()
    session.save()
    return client


@pytest.fixture
def keeper(street: Street) -> Client:
    post = Post.objects.create(role=Role.SYSTEM_ADMIN, area=street.county, title="系统管理")
    user = street.people[street.county_desk.pk]
    Appointment.objects.create(post=post, user=user, starts_at=LONG_AGO)
    return client_of(street, street.county_desk)


@pytest.mark.parametrize("name", PAGES)
def test_keeper_colleague_and_stranger(street: Street, keeper: Client, name: str) -> None:
    address = reverse(f"workflow:{name}")
    assert keeper.get(address).status_code == 200
    assert client_of(street, street.worker).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_set_and_end_a_limit(street: Street, keeper: Client) -> None:
    address = reverse("workflow:limits")
    filled = {
        "clock": "errand/handle",
        "category": "water.",
        "amount": "1.5",
        "unit": "working_days",
        "yellow_percent": "30",
        "valid_from": "",
    }
    wrong = keeper.post(address, filled | {"amount": "0", "valid_from": "2020-01-01"})
    assert wrong.status_code == 422
    assert keeper.post(address, filled | {"valid_from": "2020-01-01"}).status_code == 422
    assert keeper.post(address, filled).status_code == 302
    rule = LimitRule.objects.get()
    assert (str(rule.amount), rule.category_code, rule.yellow_percent) == ("1.50", "water.", 30)
    page = keeper.get(address).content.decode()
    assert "供水" in page
    end = reverse("workflow:limit-end", args=[rule.pk])
    assert client_of(street, street.desk).post(end).status_code == 403
    assert keeper.get(end).status_code == 405
    assert keeper.post(end).status_code == 302
    rule.refresh_from_db()
    assert rule.valid_until is not None
    assert keeper.post(end, follow=True).status_code == 200


def test_add_change_and_end_a_rule(street: Street, keeper: Client) -> None:
    new = reverse("workflow:rule-new")
    filled = {
        "flow": "errand",
        "category": "water.",
        "area": str(street.grid.pk),
        "target_role": "grid_worker",
        "target_organisation": "",
        "may_return": "on",
        "priority": "0",
        "note": "试行",
    }
    both = keeper.post(new, filled | {"target_organisation": str(street.water.pk)})
    assert both.status_code == 422
    assert keeper.post(new, filled).status_code == 302
    rule = DispatchRule.objects.get()
    assert (rule.area, rule.target_role, rule.note) == (street.grid, "grid_worker", "试行")
    assert "供水" in keeper.get(reverse("workflow:rules")).content.decode()
    edit = reverse("workflow:rule", args=[rule.pk])
    assert 'value="试行"' in keeper.get(edit).content.decode()
    changed = filled | {"target_role": "", "target_organisation": str(street.water.pk)}
    assert keeper.post(edit, changed).status_code == 302
    newer = DispatchRule.objects.get(valid_until__isnull=True)
    assert newer.target_organisation == street.water
    assert keeper.get(edit).status_code == 404
    assert keeper.post(reverse("workflow:rule-end", args=[newer.pk])).status_code == 302
    assert not DispatchRule.objects.filter(valid_until__isnull=True).exists()
    assert newer.valid_from <= now() + timedelta(seconds=1)


def test_fill_and_correct_the_calendar(street: Street, keeper: Client) -> None:
    CalendarYear.objects.all().delete()
    fill = reverse("workflow:calendar-fill")
    assert keeper.post(fill, {"year": "2026"}).status_code == 302
    assert CalendarYear.objects.get().year == 2026
    for nonsense in ("2090", "x", ""):
        assert keeper.post(fill, {"year": nonsense}, follow=True).status_code == 200
    year = reverse("workflow:calendar-year", args=[2026])
    assert "国庆节" in keeper.get(year).content.decode()
    assert keeper.get(reverse("workflow:calendar-year", args=[1])).status_code == 302
    set_day = reverse("workflow:calendar-day-set", args=[2026])
    day = {"day": "2026-11-24", "kind": "holiday", "name": "本地放假"}
    assert keeper.post(set_day, day | {"day": "2026-11-22"}).status_code == 422
    assert keeper.post(set_day, day).status_code == 302
    page = keeper.get(year).content.decode()
    assert "本地放假" in page
    assert "2026-11-24</li>" in page
    clear = reverse("workflow:calendar-day-clear", args=["2026-11-24"])
    assert keeper.post(clear).status_code == 302
    assert not CalendarDay.objects.filter(name="本地放假").exists()
    assert keeper.post(reverse("workflow:calendar-day-clear", args=["soon"])).status_code == 422
    assert keeper.post(reverse("workflow:calendar-confirm", args=[2027])).status_code == 302
    assert CalendarYear.objects.filter(year=2027).exists()
