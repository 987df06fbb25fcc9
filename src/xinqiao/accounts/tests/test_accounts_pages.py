"""The security administrator's pages, and nobody else's."""

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.errors import PhoneTaken, WeakPassword
from xinqiao.accounts.models import User
from xinqiao.accounts.services import people
from xinqiao.accounts.tests.conftest import AT, PASSWORD
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed


def test_a_colleague_gets_an_account(security, client):
    answer = client.post(
        "/admin/users/new/", {"display_name": "李梅", "username": "Li.Mei", "phone": "13800138000"}
    )
    user = User.objects.get(username="li.mei")
    password = answer.context["password"]
    assert user.check_password(password)
    assert answer.headers["Cache-Control"] == "no-store"
    event = Event.objects.get(kind="accounts.user_created", subject_id=user.pk)
    assert event.actor_user_id == security.user_id
    assert password not in str(event.data)


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "孙"), ("username", "sun"), ("phone", "12"), ("display_name", "\x00")],
)
def test_mistakes_get_a_sentence(security, client, field, value):
    form = {"display_name": "李梅", "username": "li-mei", "phone": "", field: value}
    answer = client.post("/admin/users/new/", form)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_accounts_are_found_by_name_and_phone(security, client):
    user = people.create_user(
        username="li-mei", display_name="李梅", phone="13800138000", actor=SYSTEM, at=AT
    )
    for words in ("李", "li-", "138 0013 8000"):
        page = client.get("/admin/users/", {"q": words}).context["page"]
        assert [found.pk for found in page] == [user.pk]


def test_switching_off_and_on_and_new_password(security, client):
    user = people.create_user(
        username="li-mei", display_name="李梅", password=PASSWORD, actor=SYSTEM, at=AT
    )
    at = f"/admin/users/{user.pk}/"
    assert client.get(at).status_code == 200
    client.post(f"{at}switch", {"on": "0"})
    assert not User.objects.get(pk=user.pk).is_active
    client.post(f"{at}switch", {"on": "1"})
    given = client.post(f"{at}password").context["password"]
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(given)
    assert client.post(f"/admin/users/{security.user_id}/switch", {"on": "0"}).status_code == 403
    assert client.get("/admin/users/999999/").status_code == 404


def test_the_list_costs_the_same_for_many(security, client, django_assert_max_num_queries):
    for number in range(30):
        people.create_user(username=f"u{number:03}", display_name="x", actor=SYSTEM, at=AT)
    with django_assert_max_num_queries(6):
        page = client.get("/admin/users/").context["page"]
    assert len(page) == 25
    assert page.next


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SECURITY_ADMIN])
def test_other_duties_stay_out(house, client, role):
    colleague = house.staff("wu", role)
    house.sign_in(client, colleague)
    for address in ("/admin/users/", "/admin/users/new/", f"/admin/users/{colleague.pk}/"):
        assert client.get(address).status_code == 403
    assert client.post(f"/admin/users/{colleague.pk}/password").status_code == 403


def test_strangers_are_led_to_the_sign_in(house, client):
    assert client.get("/admin/users/").headers["Location"].startswith("/accounts/login/")


def test_services_refuse_by_themselves(house):
    colleague = house.staff("wu", Role.COMMUNITY)
    house.staff("sun", Role.SECURITY_ADMIN, phone="13900139000")
    actor = house.actor(colleague)
    with pytest.raises(NotAllowed):
        people.reset_second_factor(user_id=colleague.pk, actor=actor, at=AT)
    with pytest.raises(PhoneTaken):
        people.create_user(
            username="li", display_name="李", phone="139 0013 9000", actor=SYSTEM, at=AT
        )
    with pytest.raises(WeakPassword):
        people.set_password(user_id=colleague.pk, password="12345", actor=SYSTEM, at=AT)
