"""A phone forgets: at sign-out, when it is lost, when its days or its holder's post are over."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from xinqiao.accounts import sessions
from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.services.people import set_active
from xinqiao.cases.tests.api import api, signed_in
from xinqiao.cases.tests.world import World
from xinqiao.events.models import Event
from xinqiao.field.models import Load, Phone
from xinqiao.field.selectors.phones import phones_that_carried
from xinqiao.field.services.forget import forget_old
from xinqiao.field.services.phones import end_long_unseen
from xinqiao.field.tests.toys import Handset, Toys, command, handset, marks
from xinqiao.grid.models import Appointment
from xinqiao.grid.services.appointments import end_appointment


def _age(phone: Handset, **length: float) -> None:
    Phone.objects.filter(pk=phone.id).update(last_seen_at=timezone.now() - timedelta(**length))


def test_signing_out_ends_the_phone_of_this_browser(world: World, toys: Toys) -> None:
    phone, other = handset(world.worker), handset(world.worker, "平板")
    phone.sync()
    phone.api.client.post("/accounts/logout/")
    row = Phone.objects.get(pk=phone.id)
    assert (row.end_reason, row.ended_by_id) == ("signed_out", world.worker.user_id)
    # Also without a session it is told to forget.
    assert phone.sync().status_code == 410
    assert phone.sync().json()["code"] == "phone_ended"
    assert phone.send(command(name="a")).status_code == 401
    assert other.sync().status_code == 200


def test_a_day_without_signal_ends_the_session_and_not_the_phone(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    phone.sync()
    session = phone.api.client.session
    session[sessions.SEEN] = time.time() - 9 * 3600
    session.save()
    idle = phone.sync()
    assert (idle.status_code, idle.json()["code"]) == (401, "sign_in_needed")
    assert Phone.objects.get(pk=phone.id).ended_at is None
    phone.api = api(world.worker)
    entered = command(name="from yesterday")
    assert phone.fates(entered) == ["done"]
    assert phone.sync().status_code == 304


def test_after_seven_days_the_rows_go_and_the_entries_still_come(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    phone.sync()
    _age(phone, days=6, hours=23)
    assert phone.sync().status_code == 304  # and the days count anew
    _age(phone, days=7, minutes=1)
    gone = phone.sync()
    assert (gone.status_code, gone.json()["code"]) == (410, "phone_expired")
    assert phone.fates(command(name="kept")) == ["done"]
    assert marks() == {"kept": 1}
    renewed = phone.api.post("/field/devices", {"name": "x"}, X_Field_Phone=phone.id)
    assert renewed.status_code == 201
    assert [one["id"] for one in phone.api.get("/field/devices").json()] == [renewed.json()["id"]]


def test_the_holder_ends_a_lost_phone_on_the_page(world: World, toys: Toys) -> None:
    phone = handset(world.worker, "丢了的手机")
    browser = signed_in(world.worker)
    assert "丢了的手机" in browser.get("/accounts/phones/").content.decode()
    stranger = signed_in(world.stranger)
    assert "丢了的手机" not in stranger.get("/accounts/phones/").content.decode()
    assert stranger.post(f"/accounts/phones/{phone.id}/end").status_code == 404
    assert signed_in(world.desk).post(f"/accounts/phones/{phone.id}/end").status_code == 404
    assert api(world.colleague).post(f"/field/devices/{phone.id}/end", {}).status_code == 404
    assert Phone.objects.get(pk=phone.id).ended_at is None
    browser.post(f"/accounts/phones/{phone.id}/end")
    assert Phone.objects.get(pk=phone.id).end_reason == "by_holder"
    assert phone.send(command(name="a")).status_code == 410


def test_the_security_administrator_ends_any_phone(
    world: World, toys: Toys, django_assert_max_num_queries: Any
) -> None:
    toys.rows = {7: {"name": "a", "colour": "blue"}, 8: {"name": "b", "colour": "blue"}}
    phone = handset(world.worker)
    phone.sync()
    assert [one.pk for one in phones_that_carried(kind="toys", row_id=7)]
    assert not phones_that_carried(kind="toys", row_id=9).exists()
    security = signed_in(world.actors["security_admin"])
    with django_assert_max_num_queries(12):
        page = security.get("/admin/phones/").content.decode()
    assert "王网格" in page
    assert "Toys 2" in page
    assert signed_in(world.worker).get("/admin/phones/").status_code == 403
    security.post(f"/accounts/phones/{phone.id}/end")
    assert Phone.objects.get(pk=phone.id).end_reason == "revoked"
    assert phone.sync().status_code == 410
    ended = Event.objects.get(kind="field.phone_ended")
    assert ended.data == {"phone": phone.id, "reason": "revoked"}
    # What a lost phone carried stays known for half a year, and no longer.
    forget_old(at=timezone.now() + timedelta(days=100))
    assert Load.objects.exists()
    forget_old(at=timezone.now() + timedelta(days=184))
    assert not Load.objects.exists()


def test_a_disabled_account_loses_its_phone(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    assert world.worker.user_id is not None
    set_active(user_id=world.worker.user_id, is_active=False, actor=SYSTEM, at=timezone.now())
    assert phone.sync().json()["code"] == "phone_ended"


def test_a_post_that_ended_takes_the_phone_along_but_no_entry(world: World, toys: Toys) -> None:
    phone = handset(world.worker)
    phone.sync()
    held = Appointment.objects.get(post=world.posts["worker"], user__username="worker")
    end_appointment(actor=SYSTEM, appointment_id=held.pk, at=timezone.now())
    assert phone.fates(command(name="before it ended")) == ["done"]
    assert phone.sync().json()["code"] == "phone_ended"
    assert Phone.objects.get(pk=phone.id).end_reason == "no_post"


def test_a_phone_that_never_came_back_leaves_the_list(world: World, toys: Toys) -> None:
    lost, used = handset(world.worker), handset(world.worker)
    _age(lost, days=38)
    _age(used, days=36)
    assert end_long_unseen(at=timezone.now()) == 1
    assert Phone.objects.get(pk=lost.id).end_reason == "expired"
    assert Phone.objects.get(pk=used.id).ended_at is None


def test_five_phones_are_enough(world: World) -> None:
    mine = api(world.worker)
    made = [mine.post("/field/devices", {"name": str(n)}) for n in range(6)]
    assert [one.status_code for one in made] == [201] * 5 + [409]
    assert made[5].json()["code"] == "too_many_phones"


@pytest.mark.parametrize(
    ("path", "body"), [("/field/devices", "{}"), ("/field/commands", '{"commands": []}')]
)
def test_a_foreign_page_without_the_token_gets_nowhere(world: World, path: str, body: str) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(world.worker).cookies
    answer = client.post(f"/api/v1{path}", body, content_type="application/json")
    assert answer.status_code == 403
    assert not Phone.objects.exists()
