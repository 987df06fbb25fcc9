"""Counters hold across processes and start again with each period."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections
from django.test import RequestFactory

from xinqiao.accounts.models import RateBucket
from xinqiao.accounts.requests import client_key
from xinqiao.accounts.services.limits import forget_old, take
from xinqiao.accounts.tests.conftest import AT
from xinqiao.kit.errors import TooMany


@pytest.mark.django_db
def test_a_period_has_its_limit(django_assert_num_queries):
    for expected in (1, 2):
        with django_assert_num_queries(1):
            assert take(key="k", limit=2, period_seconds=60, at=AT) == expected
    with pytest.raises(TooMany) as refused:
        take(key="k", limit=2, period_seconds=60, at=AT + timedelta(seconds=20))
    assert refused.value.retry_after == 40
    assert take(key="k", limit=2, period_seconds=60, at=AT + timedelta(seconds=60)) == 1
    assert take(key="other", limit=2, period_seconds=60, at=AT) == 1


@pytest.mark.django_db
def test_old_counters_are_forgotten():
    take(key="k", limit=2, period_seconds=60, at=AT)
    assert forget_old(at=AT + timedelta(days=1)) == 0
    assert forget_old(at=AT + timedelta(days=3)) == 1


@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_between_processes():
    def many():
        for _time in range(20):
            take(key="k", limit=1000, period_seconds=60, at=AT)
        connections.close_all()

    threads = [Thread(target=many) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RateBucket.objects.get().count == 80


def test_a_client_is_known_by_a_keyed_hash(settings):
    def key(address, forwarded=""):
        return client_key(
            RequestFactory().get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded)
        )

    assert key("10.0.0.1") == key("10.0.0.1") != key("10.0.0.2")
    assert "10.0.0.1" not in key("10.0.0.1")
    assert key("2001:db8:1:2::3") == key("2001:db8:1:2::4")
    assert key("10.0.0.1", "1.2.3.4") == key("10.0.0.1")
    settings.BEHIND_PROXY = True
    assert key("10.0.0.1", "6.6.6.6, 1.2.3.4") == key("1.2.3.4")
