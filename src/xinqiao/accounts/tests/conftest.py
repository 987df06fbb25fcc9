"""People of the tests of this room, and the posts they hold."""

from datetime import UTC, datetime

import pytest

from xinqiao.accounts import hooks
from xinqiao.accounts.access import SYSTEM, Actor, HeldPost, Role
from xinqiao.accounts.services.people import create_user
from xinqiao.accounts.services.second_factor import current_code, enrol

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
PASSWORD = "bridge-of-hearts-7"


class House:
    """Users by name, the duties they hold, and the codes that were sent."""

    def __init__(self):
        self.posts = {}
        self.codes = []
        self.secrets = {}

    def actor(self, user, at=AT):
        role = self.posts.get(user.pk)
        posts = (HeldPost(user.pk, role, 1, "51.", title=role.value),) if role else ()
        return Actor(user_id=user.pk, name=user.display_name, posts=posts)

    def staff(self, name, role, *, factor=True, **more):
        user = create_user(
            username=name, display_name=name.title(), password=PASSWORD, actor=SYSTEM, at=AT, **more
        )
        self.posts[user.pk] = role
        if factor:
            self.secrets[user.pk] = enrol(user=user)
        return user

    def sign_in(self, client, user):
        """Walk through both pages, as staff do."""
        client.post("/accounts/staff/", {"login": user.username, "password": PASSWORD})
        code = current_code(secret=self.secrets[user.pk])
        return client.post("/accounts/2fa/authenticate/", {"code": code})


@pytest.fixture
def house(monkeypatch, db):
    house = House()
    monkeypatch.setattr(hooks._hooks, "actor_source", house.actor)
    monkeypatch.setattr(
        hooks._hooks, "code_sender", lambda phone, code, at: house.codes.append((phone, code))
    )
    return house


@pytest.fixture
def security(house, client):
    user = house.staff("sun", Role.SECURITY_ADMIN)
    house.sign_in(client, user)
    return house.actor(user)
