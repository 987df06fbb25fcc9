"""Purposes and bases that hold at a moment, and what people are told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.registry.errors import PurposeNotFound
from xinqiao.registry.models import Basis, Consent, DataRule, Purpose, Tag

ANY_SENSITIVE_TAG: Final = "tag.sensitive"
ANY_ORDINARY_TAG: Final = "tag.ordinary"
# What is asked when somebody is written down, sensitive categories included.
ASKED_FIELDS: Final = ("person.name", "person.citizen_number", "person.phone", ANY_SENSITIVE_TAG)


@dataclass(frozen=True, slots=True)
class Rules:
    """answer_working_days: until a request about own data is answered. looks_per_hour: a person."""

    answer_working_days: int = 15
    looks_per_hour: int = 60


@dataclass(frozen=True, slots=True)
class Grounds:
    """Purposes that hold at one moment, by the fields they cover; read once, asked often."""

    purposes: tuple[Purpose, ...]
    sensitive_tags: frozenset[str]

    def covering(self, field: str) -> tuple[Purpose, ...]:
        """The purposes of a field; a tag that none names falls to the one for its sort."""
        named = tuple(one for one in self.purposes if field in one.fields)
        if named or not field.startswith("tag."):
            return named
        is_sensitive = field.removeprefix("tag.") in self.sensitive_tags
        fallback = ANY_SENSITIVE_TAG if is_sensitive else ANY_ORDINARY_TAG
        return tuple(one for one in self.purposes if fallback in one.fields)

    def needing_consent(self, field: str) -> tuple[Purpose, ...]:
        """The purposes of which one must be agreed to; empty when another basis carries it."""
        found = self.covering(field)
        return found if all(one.basis == Basis.CONSENT for one in found) else ()

    def roles_for(self, field: str) -> frozenset[str]:
        """The duties that may open a field."""
        return frozenset(role for one in self.covering(field) for role in one.roles)


def live_purposes(*, at: datetime) -> QuerySet[Purpose]:
    """Purposes that hold at a moment."""
    return Purpose.objects.filter(valid_from__lte=at).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    )


def grounds_at(*, at: datetime) -> Grounds:
    """Read the purposes and which tags are sensitive, two statements."""
    sensitive = Tag.objects.filter(is_sensitive=True).values_list("code", flat=True)
    return Grounds(tuple(live_purposes(at=at).order_by("code")), frozenset(sensitive))


def notices_at(*, fields: Sequence[str], at: datetime) -> list[Purpose]:
    """What a person is told before these fields are asked, each purpose once."""
    grounds = grounds_at(at=at)
    found = {one.pk: one for field in fields for one in grounds.covering(field)}
    return sorted(found.values(), key=lambda one: (one.is_sensitive, one.code))


def rules_at(*, at: datetime) -> Rules:
    """Lengths and limits that hold at a moment; the law's own where nobody has set any."""
    row = (
        DataRule.objects.filter(valid_from__lte=at)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
        .order_by("-valid_from")
        .first()
    )
    return Rules(row.answer_working_days, row.looks_per_hour) if row else Rules()


def people_without_basis(
    *, wanted: Mapping[int, Iterable[str]], grounds: Grounds
) -> dict[int, list[str]]:
    """Fields that may not be kept, by person, in one statement for any number of people.

    wanted: fields by person id. People whose fields are all well founded are left out.
    """
    asking = {person: list(fields) for person, fields in wanted.items()}
    needed = {
        purpose.pk
        for fields in asking.values()
        for field in fields
        for purpose in grounds.needing_consent(field)
    }
    agreed: dict[int, set[int]] = {}
    if needed:
        rows = Consent.objects.filter(
            person_id__in=asking, purpose_id__in=needed, withdrawn_at__isnull=True
        ).values_list("person_id", "purpose_id")
        for person, purpose in rows:
            agreed.setdefault(person, set()).add(purpose)
    lacking = {
        person: [field for field in fields if _lacks(field, grounds, agreed.get(person, set()))]
        for person, fields in asking.items()
    }
    return {person: fields for person, fields in lacking.items() if fields}


def _lacks(field: str, grounds: Grounds, agreed: set[int]) -> bool:
    if not grounds.covering(field):
        return True
    needed = grounds.needing_consent(field)
    return bool(needed) and not any(one.pk in agreed for one in needed)


def may_open(*, actor: Actor, area_path: str, field: str, grounds: Grounds) -> bool:
    """Whether the actor holds, over this area, a post that the purpose of the field names."""
    roles = grounds.roles_for(field)
    return any(p.role in roles and area_path.startswith(p.area_path) for p in actor.posts)


def get_purpose(*, code: str, at: datetime) -> Purpose:
    """A purpose that holds. Raises PurposeNotFound."""
    found = live_purposes(at=at).filter(code=code).first()
    if found is None:
        raise PurposeNotFound
    return found


def field_label(field: str) -> str:
    """What people call a field."""
    words = {
        ANY_SENSITIVE_TAG: _("Sensitive categories"),
        ANY_ORDINARY_TAG: _("Other categories"),
        "person.name": _("Full name"),
        "person.sex": _("Sex"),
        "person.born_on": _("Date of birth"),
        "person.citizen_number": _("Citizen number"),
        "person.address": _("Address"),
        "person.phone": _("Telephone"),
        "person.employer": _("Employer"),
        "person.note": _("Note"),
        "person.health": _("Health"),
    }
    if field in words or not field.startswith("tag."):
        return words.get(field, field)
    tag = Tag.objects.filter(code=field.removeprefix("tag.")).first()
    return tag.name if tag else field
