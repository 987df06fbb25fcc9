"""Emptying what other rooms have written about a person, by the columns they declare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps

from xinqiao.registry.extras import PersonWords, person_words


def empty_words(*, person_ids: Sequence[int]) -> int:
    """Empty every declared column of these people, one statement a table; rows touched."""
    return sum(_empty(one, person_ids, dict(one.empty)) for one in person_words())


def empty_on_consent(*, person_ids: Sequence[int]) -> int:
    """Empty only the columns that rest on consent; rows touched."""
    return sum(
        _empty(one, person_ids, {name: one.empty[name] for name in one.on_consent})
        for one in person_words()
        if one.on_consent
    )


def _empty(words: PersonWords, person_ids: Sequence[int], values: dict[str, Any]) -> int:
    rows = apps.get_model(words.model)._base_manager
    return int(rows.filter(**{f"{words.person}__in": list(person_ids)}).update(**values))
