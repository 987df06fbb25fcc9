"""Everybody reads their own notices."""

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.services.people import create_user
from xinqiao.notifications import catalogue
from xinqiao.notifications.models import Notice
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.notifications.tests.conftest import AT

pytestmark = pytest.mark.django_db


def tell(user, count=1, template="test.quiet", link="/notices/?about"):
    for event_id in range(count):
        notify(
            template=template,
            recipients=[Recipient.user(user.pk)],
            event_id=event_id,
            at=AT,
            params={"number": f"no. {event_id}"},
            link=link,
        )


@pytest.fixture
def stranger(db):
    return create_user(username="zhou", display_name="周", actor=SYSTEM, at=AT)


def test_the_bell_rings_and_falls_silent(client, wang):
    tell(wang, 2)
    client.force_login(wang)
    assert ">2<" in client.get("/notices/bell").content.decode()
    page = client.get("/notices/").content.decode()
    assert "About no. 1" in page
    assert page.index("About no. 1") < page.index("About no. 0")
    first = Notice.objects.order_by("id")[0]
    assert client.get(f"/notices/{first.pk}").headers["Location"] == "/notices/?about"
    assert ">1<" in client.get("/notices/bell").content.decode()
    client.post("/notices/read")
    assert "badge" not in client.get("/notices/bell").content.decode()


def test_nobody_reads_what_is_for_somebody_else(client, wang, stranger):
    tell(wang)
    client.force_login(stranger)
    notice = Notice.objects.get()
    assert "About" not in client.get("/notices/").content.decode()
    assert client.get(f"/notices/{notice.pk}").status_code == 404
    client.post("/notices/read")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_who_is_not_signed_in_is_led_there(client):
    for address in ("/notices/", "/notices/bell", "/notices/1"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_a_foreign_link_is_not_followed(client, wang):
    tell(wang, link="https://evil.example/")
    client.force_login(wang)
    answer = client.get(f"/notices/{Notice.objects.get().pk}")
    assert answer.headers["Location"] == "/notices/"


def test_many_notices_cost_the_same(client, wang, django_assert_max_num_queries):
    tell(wang, 60)
    client.force_login(wang)
    with django_assert_max_num_queries(4):
        page = client.get("/notices/").context["page"]
    assert len(page) == 25
    client.get("/notices/", {"cursor": page.next})


def test_a_template_that_went_away_still_shows(client, wang, monkeypatch):
    tell(wang)
    monkeypatch.setattr(catalogue, "_TEMPLATES", {})
    client.force_login(wang)
    assert "test.quiet" in client.get("/notices/").content.decode()
