"""What people are to each other when somebody else becomes the head of the household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xinqiao.registry.models import Relation

R = Relation
# new head was -> what the others become; whoever is not named becomes "other", tenants stay.
_AFTER: Final[Mapping[str, Mapping[str, str]]] = {
    R.SPOUSE: {
        R.HEAD: R.SPOUSE,
        R.CHILD: R.CHILD,
        R.GRANDCHILD: R.GRANDCHILD,
        R.PARENT: R.IN_LAW,
        R.IN_LAW: R.IN_LAW,
    },
    R.CHILD: {
        R.HEAD: R.PARENT,
        R.SPOUSE: R.PARENT,
        R.CHILD: R.SIBLING,
        R.PARENT: R.GRANDPARENT,
    },
    R.PARENT: {
        R.HEAD: R.CHILD,
        R.SPOUSE: R.IN_LAW,
        R.PARENT: R.SPOUSE,
        R.CHILD: R.GRANDCHILD,
        R.SIBLING: R.CHILD,
        R.GRANDPARENT: R.PARENT,
    },
    R.SIBLING: {R.HEAD: R.SIBLING, R.SIBLING: R.SIBLING, R.PARENT: R.PARENT},
    R.GRANDPARENT: {R.HEAD: R.GRANDCHILD, R.PARENT: R.CHILD, R.GRANDPARENT: R.SPOUSE},
    R.GRANDCHILD: {R.HEAD: R.GRANDPARENT, R.SPOUSE: R.GRANDPARENT, R.CHILD: R.PARENT},
}
_UNTOUCHED: Final = frozenset({R.TENANT, R.CARER, R.OTHER})
# Who is asked first when nobody says who the next head is.
_NEXT: Final = (R.SPOUSE, R.CHILD, R.PARENT, R.SIBLING, R.IN_LAW, R.GRANDCHILD, R.GRANDPARENT)
ADULT_AGE: Final = 18


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household, as far as the choice of a head goes."""

    person_id: int
    relation: str
    born_on: date | None = None
    lives_here: bool = True


def relation_after(relation: str, *, new_head_was: str) -> str:
    """What somebody is to the new head, as far as the old relations tell."""
    if relation in _UNTOUCHED:
        return relation
    return str(_AFTER.get(new_head_was, {}).get(relation, R.OTHER))


def next_head(members: Sequence[Member], *, on: date) -> int | None:
    """The person who becomes head: grown-up, living here, nearest of kin, oldest. None of none."""

    def order(member: Member) -> tuple[bool, bool, int, date]:
        born = member.born_on or date.max
        is_minor = member.born_on is not None and _age(member.born_on, on) < ADULT_AGE
        near = _NEXT.index(R(member.relation)) if member.relation in _NEXT else len(_NEXT)
        return is_minor, not member.lives_here, near, born

    return min(members, key=order).person_id if members else None


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
