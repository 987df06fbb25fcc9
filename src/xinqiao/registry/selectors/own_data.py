"""What the register keeps about one person, for that person (PIPL 44, 45)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.kit.time import format_iso
from xinqiao.registry import sealed
from xinqiao.registry.errors import NotLinked
from xinqiao.registry.extras import copy_parts
from xinqiao.registry.identity import masked_citizen_number, masked_phone
from xinqiao.registry.models import Consent, Membership, Person, PersonTag, Purpose, SubjectRequest
from xinqiao.registry.selectors.looks import looks_at_person
from xinqiao.registry.selectors.merges import living_record, record_ids
from xinqiao.registry.selectors.purposes import live_purposes


def own_record(*, actor: Actor) -> Person:
    """The record tied to the account; that of a merger leads to the kept one. Raises NotLinked."""
    found = Person.objects.filter(user_id=actor.user_id).first() if actor.user_id else None
    if found is None:
        raise NotLinked
    return living_record(found)


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands on the person's own page; numbers masked, for a telephone may be lying about."""

    citizen_number: str
    phone: str
    address: str
    tags: tuple[str, ...]


def overview(*, person: Person) -> Overview:
    """What is kept about a person at a glance; the copy says it in full."""
    home = (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("household__dwelling")
        .first()
    )
    tags = PersonTag.objects.filter(person=person, until__isnull=True).order_by("tag__position")
    return Overview(
        citizen_number=masked_citizen_number(person.citizen_number_sealed),
        phone=masked_phone(person.phone_sealed),
        address=home.household.dwelling.address if home else "",
        tags=tuple(tags.values_list("tag__name", flat=True)),
    )


def consents_of(*, person: Person, at: datetime) -> list[tuple[Purpose, Consent | None]]:
    """Every purpose that rests on consent, with the standing consent of this person."""
    standing = {
        consent.purpose_id: consent
        for consent in Consent.objects.filter(person=person, withdrawn_at__isnull=True)
    }
    purposes = live_purposes(at=at).filter(basis="consent").order_by("name")
    return [(purpose, standing.get(purpose.pk)) for purpose in purposes]


def requests_of(*, person: Person, most: int = 50) -> list[SubjectRequest]:
    """What was asked about this person's data, newest first."""
    return list(SubjectRequest.objects.filter(person=person).order_by("-asked_at", "-id")[:most])


def data_copy(*, person: Person, at: datetime) -> dict[str, Any]:
    """All that is kept about a person in full, as plain values; the caller records the look."""
    ids = record_ids(person.pk)
    return {
        "made_at": format_iso(at),
        "person": {
            "name": person.name,
            "sex": person.sex,
            "born_on": _day(person.born_on),
            "citizen_number": sealed.open_citizen_number(person.citizen_number_sealed),
            "phone": sealed.open_phone(person.phone_sealed),
            "employer": person.employer,
            "note": person.note,
            "area": person.area.name,
            "left_on": _day(person.left_on),
            "died_on": _day(person.died_on),
            "on_record_since": format_iso(person.created_at),
        },
        "homes": _homes(ids),
        "categories": _categories(ids),
        "purposes": _purposes(at),
        "consents": _consents(ids),
        "looks": [
            {"at": format_iso(look.at), "post": look.post, "what": list(look.what), "why": look.why}
            for look in looks_at_person(person_ids=ids)
        ],
        "others": {
            part.name: {"label": str(part.label), "rows": part.rows(ids, at)}
            for part in copy_parts()
        },
    }


def _homes(ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(person_id__in=ids).select_related("household__dwelling")
    return [
        {
            "address": row.household.dwelling.address,
            "relation": row.get_relation_display(),
            "since": format_iso(row.started_at),
            "until": format_iso(row.ended_at) if row.ended_at else None,
        }
        for row in rows.order_by("started_at", "id")
    ]


def _categories(ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = PersonTag.objects.filter(person_id__in=ids).select_related("tag")
    return [
        {
            "name": row.tag.name,
            "source": row.get_source_display(),
            "since": format_iso(row.since),
            "until": format_iso(row.until) if row.until else None,
        }
        for row in rows.order_by("since", "id")
    ]


def _purposes(at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "basis": one.get_basis_display(),
            "legal_basis": one.legal_basis,
            "notice": one.notice,
            "retention_months": one.retention_months,
        }
        for one in live_purposes(at=at).order_by("code")
    ]


def _consents(ids: list[int]) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(person_id__in=ids).select_related("purpose").order_by("given_at")
    return [
        {
            "purpose": row.purpose.name,
            "manner": row.get_manner_display(),
            "given_at": format_iso(row.given_at),
            "withdrawn_at": format_iso(row.withdrawn_at) if row.withdrawn_at else None,
        }
        for row in rows
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
