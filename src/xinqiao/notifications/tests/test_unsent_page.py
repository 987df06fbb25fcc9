"""The system administrator sees what could not be sent, without reading along."""

import pytest

from xinqiao.accounts import hooks
from xinqiao.accounts.access import SYSTEM, Actor, HeldPost, Role
from xinqiao.accounts.models import User
from xinqiao.accounts.services.people import create_user
from xinqiao.notifications.models import Delivery
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.notifications.tests.conftest import AT

pytestmark = pytest.mark.django_db
PAGE = "/admin/text-messages/"


@pytest.fixture
def stuck(wang):
    notify(
        template="test.loud",
        recipients=[Recipient.user(wang.pk)],
        event_id=1,
        at=AT,
        params={"number": "1000 0012"},
        link="/r/secret-token",
    )
    Delivery.objects.update(next_attempt_at=None, attempts=8, last_error="no_text_messages")
    return Delivery.objects.get()


def staff(client, monkeypatch, role):
    user = create_user(username="bai", display_name="小白", actor=SYSTEM, at=AT)

    def actor(found: User, at) -> Actor:
        posts = (HeldPost(1, role, 1, "51."),) if found.pk == user.pk else ()
        return Actor(user_id=found.pk, name=found.display_name, posts=posts)

    monkeypatch.setattr(hooks._hooks, "actor_source", actor)
    client.force_login(user)
    session = client.session
    session["xinqiao_strong"] = True
    session["xinqiao_seen"] = 4e9
    session.save()


def test_the_system_administrator_sends_it_again(client, monkeypatch, stuck):
    staff(client, monkeypatch, Role.SYSTEM_ADMIN)
    text = client.get(PAGE).content.decode()
    assert "1000 0012" in text
    assert "secret-token" not in text
    assert "13800138000" not in text
    client.post(f"{PAGE}{stuck.pk}/again")
    stuck.refresh_from_db()
    assert (stuck.attempts, stuck.next_attempt_at is None) == (0, False)


@pytest.mark.parametrize("role", [Role.COMMUNITY, Role.AUDIT_ADMIN, Role.SECURITY_ADMIN])
def test_others_stay_out(client, monkeypatch, stuck, role):
    staff(client, monkeypatch, role)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{stuck.pk}/again").status_code == 403


def test_strangers_and_residents_stay_out(client, wang, stuck):
    assert client.get(PAGE).status_code == 302
    client.force_login(wang)
    assert client.get(PAGE).status_code == 403
