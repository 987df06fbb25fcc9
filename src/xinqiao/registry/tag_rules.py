"""Rules by which a category follows from the register: read, checked, and put into SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xinqiao.registry.models import Sex
from xinqiao.registry.register_errors import BadRule

_AGES: Final = range(131)
# What a rule may ask, and how the facts of `services.deriving` answer it.
_CONDITIONS: Final[Mapping[str, str]] = {
    "age_from": "age >= %s",
    "age_below": "age < %s",
    "sex": "sex = %s",
    "lives_alone": "(people = 1) = %s",
    "household_age_from": "youngest >= %s",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the facts of people who live here, with its parameters."""

    sql: str
    params: tuple[Any, ...]


def condition_of(rule: Mapping[str, Any]) -> Condition:
    """The condition of a rule. Raises BadRule."""
    check_rule(rule)
    parts = [_CONDITIONS[name] for name in sorted(rule)]
    return Condition(" AND ".join(parts), tuple(rule[name] for name in sorted(rule)))


def check_rule(rule: Any) -> None:
    """Raise BadRule (422) naming the part that cannot be read. An empty rule is no rule."""
    if not isinstance(rule, Mapping):
        raise BadRule(part=str(rule)[:40], field="rule")
    for name, value in rule.items():
        if name not in _CONDITIONS or not _fits(name, value):
            raise BadRule(part=f"{name}: {value}"[:60], field="rule")


def _fits(name: str, value: Any) -> bool:
    if name == "lives_alone":
        return isinstance(value, bool)
    if name == "sex":
        return value in Sex.values
    return isinstance(value, int) and not isinstance(value, bool) and value in _AGES
