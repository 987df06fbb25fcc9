"""Staff come in with a password and a second factor, and in no other way."""

import pytest
import time_machine

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.models import User
from xinqiao.accounts.services.people import reset_second_factor
from xinqiao.accounts.services.second_factor import current_code
from xinqiao.accounts.tests.conftest import AT, PASSWORD
from xinqiao.events.models import Event

DESK = "/admin/users/"


@pytest.fixture
def user(house):
    return house.staff("sun", Role.SECURITY_ADMIN)


def test_password_and_code_open_the_desk(house, client, user):
    answer = house.sign_in(client, user)
    assert answer.status_code == 302
    assert client.get(DESK).status_code == 200
    assert Event.objects.filter(kind="accounts.signed_in", actor_user_id=user.pk).exists()


def test_the_password_alone_opens_nothing(client, user):
    answer = client.post("/accounts/staff/", {"login": "sun", "password": PASSWORD})
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get(DESK).status_code == 302


def test_a_code_opens_once(house, client, user):
    code = current_code(secret=house.secrets[user.pk])
    for expected in (302, 200):
        client.post("/accounts/logout/")
        client.post("/accounts/staff/", {"login": "sun", "password": PASSWORD})
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == expected


def test_without_a_factor_nothing_but_its_setup_is_open(house, client):
    house.staff("wu", Role.COMMUNITY, factor=False)
    client.post("/accounts/staff/", {"login": "wu", "password": PASSWORD})
    assert client.get("/notices/").headers["Location"] == "/accounts/2fa/totp/activate/"
    bell = client.get("/notices/bell", headers={"HX-Request": "true"})
    assert "HX-Redirect" not in bell.headers
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    code = current_code(secret=page.context["form"].secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert "/2fa/" not in client.get("/notices/").headers.get("Location", "")


def test_five_wrong_passwords_lock_the_account(house, client, user):
    with time_machine.travel(AT, tick=False) as clock:
        for _try in range(5):
            answer = client.post("/accounts/staff/", {"login": "sun", "password": "wrong"})
            assert answer.status_code == 422
        locked = client.post("/accounts/staff/", {"login": "sun", "password": PASSWORD})
        assert "15" in locked.content.decode()
        assert User.objects.get(pk=user.pk).locked_until > AT
        assert Event.objects.filter(kind="accounts.locked", subject_id=user.pk).exists()
        clock.shift(16 * 60)
        answer = client.post("/accounts/staff/", {"login": "sun", "password": PASSWORD})
        assert answer.status_code == 302


def test_wrong_codes_lock_the_account_too(house, client, user):
    client.post("/accounts/staff/", {"login": "sun", "password": PASSWORD})
    for _try in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert User.objects.get(pk=user.pk).locked_until is not None
    code = current_code(secret=house.secrets[user.pk])
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert "15" in str(answer.context["form"].errors)
    assert client.get(DESK).status_code == 302


def test_an_unknown_name_sounds_like_a_wrong_password(house, client, user):
    known = client.post("/accounts/staff/", {"login": "sun", "password": "wrong"})
    unknown = client.post("/accounts/staff/", {"login": "sum", "password": "wrong"})
    assert known.context["form"].errors == unknown.context["form"].errors
    for _try in range(5):
        unknown = client.post("/accounts/staff/", {"login": "sum", "password": "wrong"})
    assert "15" in unknown.content.decode() or "分钟" in unknown.content.decode()


def test_half_an_hour_away_ends_the_session(house, client, user):
    with time_machine.travel(AT, tick=False) as clock:
        house.sign_in(client, user)
        for _click in range(3):
            clock.shift(29 * 60)
            assert client.get(DESK).status_code == 200
        clock.shift(31 * 60)
        assert client.get(DESK).headers["Location"].startswith("/accounts/login/")
        assert client.get(DESK).headers["Location"].startswith("/accounts/login/")


def test_a_factor_taken_away_stops_open_sessions(house, client, user):
    with time_machine.travel(AT, tick=False) as clock:
        house.sign_in(client, user)
        reset_second_factor(user_id=user.pk, actor=SYSTEM, at=AT)
        clock.shift(61)
        assert client.get(DESK).headers["Location"] == "/accounts/2fa/totp/activate/"


def test_a_disabled_person_is_out_at_once(house, client, user):
    house.sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(DESK).headers["Location"].startswith("/accounts/login/")


def test_nobody_takes_the_own_factor_away_or_signs_up(house, client, user):
    house.sign_in(client, user)
    client.post("/accounts/2fa/totp/deactivate/", {})
    assert client.get(DESK).status_code == 200
    for address in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        assert client.get(address).status_code == 404


def test_the_secret_is_sealed_in_the_database(house, user):
    from allauth.mfa.models import Authenticator

    stored = Authenticator.objects.get(user=user).data["secret"]
    assert house.secrets[user.pk] not in stored


def test_an_old_session_proves_itself_before_new_recovery_codes(house, client, user):
    with time_machine.travel(AT, tick=False) as clock:
        house.sign_in(client, user)
        assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
        clock.shift(6 * 60)
        answer = client.get("/accounts/2fa/recovery-codes/generate/", follow=True)
        assert answer.redirect_chain
        assert answer.status_code == 200
