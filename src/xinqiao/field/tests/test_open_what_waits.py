"""The key of an older phone: its holder opens what waits on it, nobody else does."""

from __future__ import annotations

import pytest
from django.utils import timezone

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.tests.api import api
from xinqiao.cases.tests.world import World
from xinqiao.field.models import EndReason, Phone
from xinqiao.field.services.phones import _end, end_phone
from xinqiao.field.tests.toys import handset


def test_the_holder_gets_the_same_key_again(world: World) -> None:
    phone = handset(world.worker)
    end_phone(actor=world.worker, phone_id=Phone.objects.get().pk, at=timezone.now())
    answer = phone.api.post(f"/field/devices/{phone.id}/key", {})
    assert answer.json() == {"key": phone.key}
    assert answer["Cache-Control"] == "private, no-store"
    assert phone.key.encode() not in bytes(Phone.objects.get().key_sealed or b"")


@pytest.mark.parametrize("who", ["colleague", "desk"])
def test_nobody_else_gets_it(world: World, who: str) -> None:
    phone = handset(world.worker)
    answer = api(getattr(world, who)).post(f"/field/devices/{phone.id}/key", {})
    assert answer.status_code == 404


def test_a_revoked_phone_opens_for_nobody(world: World) -> None:
    phone = handset(world.worker)
    _end(Phone.objects.get(), EndReason.REVOKED, SYSTEM, timezone.now())
    assert phone.api.post(f"/field/devices/{phone.id}/key", {}).status_code == 404
