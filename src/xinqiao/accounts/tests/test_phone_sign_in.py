"""Residents come in with a code on their phone."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.errors import CodeGone, WrongCode
from xinqiao.accounts.models import User
from xinqiao.accounts.services.people import create_user, set_active
from xinqiao.accounts.services.phone_code import check_code
from xinqiao.accounts.tests.conftest import AT
from xinqiao.kit import crypto
from xinqiao.kit.time import now

PHONE = "138 0013 8000"


def ask(client, phone=PHONE, **more):
    return client.post("/accounts/login/", {"phone": phone, **more})


def answer_code(client, code):
    return client.post("/accounts/code/", {"code": code})


def test_the_first_code_makes_the_account_and_the_second_finds_it(house, client):
    for _time in range(2):
        assert ask(client, next="/notices/").headers["Location"] == "/accounts/code/"
        phone, code = house.codes[-1]
        assert phone == "13800138000"
        assert code not in str(dict(client.session))
        assert answer_code(client, f" {code[:3]} {code[3:]}").headers["Location"] == "/notices/"
        client.post("/accounts/logout/")
    user = User.objects.get()
    assert bytes(user.phone_index) == crypto.blind_index("13800138000", context=crypto.PHONE)
    assert b"13800138000" not in bytes(user.phone_sealed)


def test_a_resident_stays_signed_in(house, client):
    with time_machine.travel(AT, tick=False) as clock:
        ask(client)
        answer_code(client, house.codes[-1][1])
        clock.shift(timedelta(days=7))
        assert client.get("/accounts/login/").headers["Location"] == "/"


def test_wrong_codes_run_out(house, client):
    ask(client)
    code = house.codes[-1][1]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        assert answer_code(client, wrong).status_code == 422
    assert answer_code(client, code).status_code == 422
    assert not User.objects.exists()


def test_tries_side_by_side_are_counted_together(house, client):
    ask(client)
    code = house.codes[-1][1]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    pending = client.session["xinqiao_pending_code"]
    for _try in range(5):
        with pytest.raises(WrongCode):
            check_code(pending=dict(pending), code=wrong, at=now())
    with pytest.raises(CodeGone):
        check_code(pending=dict(pending), code=code, at=now())


def test_a_code_grows_old(house, client):
    with time_machine.travel(AT, tick=False) as clock:
        ask(client)
        clock.shift(301)
        assert answer_code(client, house.codes[-1][1]).status_code == 422


def test_a_code_belongs_to_the_session_that_asked(house, client):
    ask(client)
    other = Client()
    assert answer_code(other, house.codes[-1][1]).headers["Location"] == "/accounts/login/"


def test_too_many_codes_are_refused(house, client):
    with time_machine.travel(AT, tick=False):
        for _time in range(5):
            assert ask(client).status_code == 302
        assert ask(client).status_code == 422
        assert ask(client, "13900139000").status_code == 302


@pytest.mark.parametrize("phone", ["", "110", "0832-6123456", "hello", "1" * 40])
def test_other_numbers_get_a_sentence(house, client, phone):
    assert ask(client, phone).status_code == 422
    assert house.codes == []


def test_staff_cannot_come_in_with_one_factor(house, client):
    house.staff("wu", Role.COMMUNITY, phone=PHONE)
    ask(client)
    assert answer_code(client, house.codes[-1][1]).status_code == 422
    assert client.get("/accounts/login/").status_code == 200


def test_a_disabled_account_is_told(house, client):
    user = create_user(username="wang", display_name="王奶奶", phone=PHONE, actor=SYSTEM, at=AT)
    set_active(user_id=user.pk, is_active=False, actor=SYSTEM, at=AT)
    ask(client)
    assert answer_code(client, house.codes[-1][1]).status_code == 422


def test_the_way_back_stays_in_the_house(house, client):
    ask(client, next="https://evil.example/")
    assert answer_code(client, house.codes[-1][1]).headers["Location"] == "/"
