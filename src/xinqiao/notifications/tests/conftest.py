"""A gateway that remembers, and templates of the tests."""

from datetime import UTC, datetime

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.services.people import create_user
from xinqiao.notifications import catalogue, gateways
from xinqiao.notifications.catalogue import NoticeTemplate

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Gateway:
    """Keeps messages; `broken` makes it fail."""

    def __init__(self):
        self.sent = []
        self.broken = False

    def send(self, *, phone, text, key):
        if self.broken:
            raise gateways.NoTextMessages
        self.sent.append((phone, text, key))


@pytest.fixture
def sms(monkeypatch):
    made = Gateway()
    monkeypatch.setattr(gateways, "_made", lambda path: made)
    return made


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    monkeypatch.setattr(catalogue, "_TEMPLATES", {})
    catalogue.declare(
        NoticeTemplate(code="test.quiet", title="About %(number)s", body="Look."),
        NoticeTemplate(code="test.loud", title="About %(number)s", sms="News of %(number)s:"),
    )


@pytest.fixture
def wang(db):
    return create_user(
        username="wang", display_name="王奶奶", phone="13800138000", actor=SYSTEM, at=AT
    )
