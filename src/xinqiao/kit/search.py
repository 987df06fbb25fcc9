"""Words of a column as the database cuts them for its indexes."""

from django.db import models


class Bigrams(models.Func):
    """`xq_bigrams(text) -> text[]`, immutable, made in a migration (see `kit.words`)."""

    function = "xq_bigrams"
    arity = 1
