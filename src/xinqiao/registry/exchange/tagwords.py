"""Words for categories of people in a file -> codes of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from xinqiao.registry.exchange.errors import WordUnknown
from xinqiao.registry.exchange.headings import word_set
from xinqiao.registry.models import Tag


@dataclass(frozen=True, slots=True)
class TagWords:
    """Codes by name and by code; `follow` are names that the register derives by itself."""

    codes: dict[str, str]
    follow: frozenset[str]
    names: tuple[str, ...]
    column: str

    @classmethod
    def read(cls, *, column: str, at: datetime) -> TagWords:
        """The categories in force; one statement."""
        in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
        tags = list(Tag.objects.filter(in_force).order_by("position", "name"))
        codes: dict[str, str] = {}
        follow: set[str] = set()
        for tag in tags:
            if tag.rule:
                follow |= {tag.name, tag.code}
            else:
                codes[tag.name] = codes[tag.code] = tag.code
        names = tuple(tag.name for tag in tags if not tag.rule)
        return cls(codes, frozenset(follow), names, column)

    def codes_of(self, words: Sequence[str]) -> tuple[str, ...]:
        """Codes of the words; what follows by itself is left to the register. WordUnknown."""
        codes = []
        for word in words:
            if word in self.follow or word in word_set("no_tag"):
                continue
            if word not in self.codes:
                known = "、".join(self.names[:6])
                raise WordUnknown(word=word[:20], column=self.column, known=known)
            codes.append(self.codes[word])
        return tuple(dict.fromkeys(codes))
