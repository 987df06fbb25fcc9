"""Keys of other systems: given once, kept as a hash, ended at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xinqiao.accounts.access import SYSTEM, Actor, HeldPost, Role
from xinqiao.accounts.models import ApiClient
from xinqiao.accounts.services.api_keys import (
    ClientExists,
    ClientUnknown,
    client_of_key,
    forget_keys,
    issue_key,
    withdraw_key,
)
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh():
    forget_keys()
    yield
    forget_keys()


def issue(name="12345", actor=SYSTEM, **more):
    return issue_key(actor=actor, name=name, can_write=True, at=AT, **more)


def test_a_key_opens_and_is_not_kept():
    issued = issue()
    client = client_of_key(issued.key)
    assert client == issued.client
    row = ApiClient.objects.get()
    assert issued.key.encode() not in bytes(row.key_hash)
    assert row.key_hint == issued.key[-4:]
    assert Event.objects.get().kind == "accounts.key_issued"
    assert issued.key not in str(Event.objects.get().data)


@pytest.mark.parametrize("key", ["", "xq_", "xq_wrong", "Bearer", "xq_中文", "x" * 5000])
def test_other_words_open_nothing(key):
    issue()
    assert client_of_key(key) is None


def test_a_withdrawn_key_opens_nothing_and_its_name_is_free():
    issued = issue()
    withdraw_key(actor=SYSTEM, name="12345", at=AT)
    assert client_of_key(issued.key) is None
    assert issue().key != issued.key
    with pytest.raises(ClientUnknown):
        withdraw_key(actor=SYSTEM, name="nobody", at=AT)


def test_two_systems_cannot_share_a_name():
    issue()
    with pytest.raises(ClientExists):
        issue()


def test_only_the_system_administrator_gives_keys():
    def holding(role):
        return Actor(7, "somebody", (HeldPost(1, role, 1, "51.", title="post"),))

    for role in (Role.SECURITY_ADMIN, Role.COUNTY, Role.GRID_WORKER):
        with pytest.raises(NotAllowed):
            issue(actor=holding(role))
    assert issue(actor=holding(Role.SYSTEM_ADMIN)).client.can_write


def test_calls_in_a_row_cost_one_look_up(django_assert_num_queries):
    issued = issue()
    with django_assert_num_queries(1):
        for _ in range(3):
            client_of_key(issued.key)
