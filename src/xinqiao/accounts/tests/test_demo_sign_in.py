"""The demo's one-click list exists in the demo only."""

import pytest

from xinqiao.accounts import hooks
from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.hooks import DemoPerson
from xinqiao.accounts.services.people import create_user
from xinqiao.accounts.tests.conftest import AT


@pytest.fixture
def people(house, monkeypatch):
    shown = house.staff("sun", Role.SECURITY_ADMIN)
    hidden = create_user(username="hidden", display_name="X", actor=SYSTEM, at=AT)
    monkeypatch.setattr(
        hooks._hooks, "demo_people", lambda at: [DemoPerson(shown.pk, "孙", "安全管理员")]
    )
    return shown, hidden


def test_one_click_in_the_demo(people, client, settings):
    settings.DEMO = True
    shown, hidden = people
    assert "孙 · 安全管理员" in client.get("/accounts/login/").content.decode()
    for other in (hidden.pk, "x", ""):
        assert client.post("/accounts/demo/", {"user": other}).status_code == 404
    client.post("/accounts/demo/", {"user": shown.pk})
    assert client.get("/admin/users/").status_code == 200


def test_the_code_is_shown_in_the_demo_only(house, client, settings):
    for demo in (True, False):
        settings.DEMO = demo
        client.post("/accounts/login/", {"phone": "13800138000"})
        assert (house.codes[-1][1] in client.get("/accounts/code/").content.decode()) is demo


def test_nothing_of_it_elsewhere(people, client):
    shown, _hidden = people
    assert "孙 · 安全管理员" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/demo/", {"user": shown.pk}).status_code == 404
