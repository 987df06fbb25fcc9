"""Which class the rules propose for somebody; plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """age_from: whole years; tags_any: one of these categories is needed, none when empty."""

    age_from: int
    tags_any: frozenset[str]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Rule:
        """A rule as a row keeps it."""
        return cls(int(data.get("age_from", 60)), frozenset(data.get("tags_any", ())))

    def fits(self, age: int, tags: AbstractSet[str]) -> bool:
        return age >= self.age_from and (not self.tags_any or bool(self.tags_any & tags))


def propose(age: int, tags: AbstractSet[str], rules: Sequence[tuple[str, Rule]]) -> str:
    """Code of the first class whose rule fits, empty when none does."""
    return next((code for code, rule in rules if rule.fits(age, tags)), "")


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February has the birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_by(age: int, day: date) -> date:
    """The latest birthday of somebody who is `age` years old on `day`."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return day.replace(year=day.year - age, day=28)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("Every month has 28 days.")
