"""People are told once, on the page and, where it matters, by a text message."""

from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.services.people import create_user
from xinqiao.notifications.models import Delivery, Notice
from xinqiao.notifications.selectors import given_up
from xinqiao.notifications.services.deliver import LAST_ATTEMPT, deliver_due, queue_again
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.notifications.tests.conftest import AT

pytestmark = pytest.mark.django_db


def tell(*recipients, template="test.loud", event_id=1, **more):
    return notify(
        template=template,
        recipients=recipients,
        event_id=event_id,
        at=AT,
        params={"number": "1000 0012"},
        **more,
    )


def test_a_replay_tells_nobody_twice(wang, sms):
    me = Recipient.user(wang.pk)
    assert tell(me, me) == 1
    assert tell(me) == 0
    assert tell(me, event_id=2) == 1
    assert tell(me, template="test.quiet") == 1
    assert Notice.objects.count() == 3
    assert Delivery.objects.count() == 2


def test_a_text_message_goes_out_once(wang, sms, settings):
    settings.BASE_URL = "https://xinqiao.example"
    tell(Recipient.user(wang.pk), link="/r/abc")
    assert deliver_due(at=AT) == 1
    assert deliver_due(at=AT + timedelta(days=1)) == 0
    [(phone, text, _key)] = sms.sent
    assert (phone, text) == ("13800138000", "News of 1000 0012: https://xinqiao.example/r/abc")
    assert Delivery.objects.get().sent_at == AT


def test_a_phone_finds_its_account_or_stands_for_itself(wang, sms):
    assert Recipient.of_phone("138 0013 8000") == Recipient.user(wang.pk)
    tell(Recipient.of_phone("13900139000"))
    notice = Notice.objects.get()
    assert notice.recipient_id is None
    assert b"13900139000" not in bytes(notice.phone_sealed)
    assert "13900139000" not in notice.recipient_key
    deliver_due(at=AT)
    assert sms.sent[0][0] == "13900139000"


def test_a_broken_gateway_is_tried_again_with_pauses(wang, sms):
    sms.broken = True
    tell(Recipient.user(wang.pk))
    assert deliver_due(at=AT) == 1
    assert deliver_due(at=AT + timedelta(seconds=29)) == 0
    assert deliver_due(at=AT + timedelta(seconds=30)) == 1
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.last_error) == (2, "no_text_messages")
    sms.broken = False
    deliver_due(at=AT + timedelta(seconds=90))
    assert len(sms.sent) == 1


def test_after_eight_failures_it_is_given_up_and_seen(wang, sms):
    sms.broken = True
    tell(Recipient.user(wang.pk))
    for attempt in range(LAST_ATTEMPT):
        assert deliver_due(at=AT + timedelta(days=attempt)) == 1
    assert deliver_due(at=AT + timedelta(days=99)) == 0
    stuck = given_up().get()
    sms.broken = False
    assert queue_again(delivery_id=stuck.pk, at=AT)
    assert not queue_again(delivery_id=stuck.pk, at=AT)
    assert deliver_due(at=AT) == 1
    assert len(sms.sent) == 1
    assert not given_up().exists()


def test_somebody_without_a_mobile_is_told_on_the_page_only(sms, db):
    user = create_user(username="li", display_name="李", phone="0832-6123456", actor=SYSTEM, at=AT)
    nobody = create_user(username="bo", display_name="Bo", actor=SYSTEM, at=AT)
    tell(Recipient.user(user.pk), Recipient.user(nobody.pk), Recipient.of_phone("12345"))
    assert deliver_due(at=AT) == 3
    assert sms.sent == []
    assert set(Delivery.objects.values_list("last_error", flat=True)) == {"no mobile number"}


def test_many_recipients_cost_the_same(db, sms, django_assert_num_queries):
    people = [
        Recipient.user(create_user(username=f"p{i:02}", display_name="x", actor=SYSTEM, at=AT).pk)
        for i in range(20)
    ]
    with django_assert_num_queries(4):  # notices and deliveries, each in its savepoint
        assert tell(*people) == 20
    assert tell() == 0


def test_an_undeclared_template_is_a_programming_error(wang):
    with pytest.raises(LookupError):
        tell(Recipient.user(wang.pk), template="test.unknown")
