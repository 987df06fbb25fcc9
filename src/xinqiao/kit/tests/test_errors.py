"""Errors carry a sentence in the language of the reader."""

import pickle

from django.utils import translation

from xinqiao.kit.errors import BadInput, DomainError, TooMany


def test_the_sentence_is_filled_in():
    with translation.override("en"):
        error = TooMany(seconds=7)
        assert error.sentence() == "That was too often. Please wait 7 seconds and try again."
        assert error.retry_after == 7
        assert str(BadInput("100 % wrong", field="x")) == "100 % wrong"


def test_an_error_survives_a_process_border():
    error = pickle.loads(pickle.dumps(TooMany(seconds=7, field="phone")))
    assert isinstance(error, DomainError)
    assert (error.params, error.field) == ({"seconds": 7}, "phone")
