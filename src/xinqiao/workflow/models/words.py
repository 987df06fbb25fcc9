"""Words of items as the database cuts them for its indexes."""

from django.db import models


class Bigrams(models.Func):
    """`xq_bigrams(text) -> text[]`, immutable, made in a migration (kit.clean)."""

    function = "xq_bigrams"
    arity = 1
