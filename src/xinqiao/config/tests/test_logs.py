"""Logs name the page and the kind of error, never a token, a phone or words."""

import logging
import sys
from types import SimpleNamespace

from django.db import IntegrityError

from xinqiao.config.logs import RoutesForAddresses, WithoutPeople


def test_a_follow_token_does_not_reach_the_log():
    record = logging.LogRecord("django.request", 40, "f", 1, "%s: %s", ("Error", "/r/s3cret"), None)
    record.request = SimpleNamespace(resolver_match=SimpleNamespace(route="r/<token>"))
    assert RoutesForAddresses().filter(record)
    assert record.getMessage() == "Error: r/<token>"


def test_a_database_error_is_logged_without_its_values():
    try:
        raise IntegrityError("duplicate key: (phone)=(13800001111)")
    except IntegrityError:
        told = WithoutPeople().formatException(sys.exc_info())
    assert "13800001111" not in told
    assert told.startswith("IntegrityError at ")


def test_other_errors_keep_their_trace():
    try:
        raise KeyError("colour")
    except KeyError:
        assert "colour" in WithoutPeople().formatException(sys.exc_info())
