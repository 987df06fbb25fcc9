"""Open what is masked of a person, with a reason; each look is a row and an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.services import limits
from xinqiao.accounts.services import reveal as reveals
from xinqiao.events.services.append import append
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry import sealed
from xinqiao.registry.errors import UnknownField, WhyMissing
from xinqiao.registry.models import PERSON, Look, LookKind, Person
from xinqiao.registry.selectors.looks import sensitive_tag_names
from xinqiao.registry.selectors.purposes import grounds_at, may_open, rules_at
from xinqiao.registry.selectors.scope import get_person

CITIZEN_NUMBER, PHONE, TAGS = "citizen_number", "phone", "tags"
# What can be opened, and the field of a purpose that says who may.
OPENED: Final = {
    CITIZEN_NUMBER: "person.citizen_number",
    PHONE: "person.phone",
    TAGS: "tag.sensitive",
}
# One export is one act; it may not be repeated all day.
BULKS_PER_DAY: Final = 20


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was masked, in full. It goes to one screen and into no row, log or address."""

    field: str
    value: str


def revealable(*, actor: Actor, person: Person, at: datetime) -> tuple[str, ...]:
    """The fields of a person that this actor may open, for the buttons of a page."""
    grounds = grounds_at(at=at)
    return tuple(
        field
        for field, covered in OPENED.items()
        if may_open(actor=actor, area_path=person.area_path, field=covered, grounds=grounds)
    )


@transaction.atomic
def reveal(
    *, actor: Actor, person_id: int, field: str, kind: str, reason: str, at: datetime
) -> Revealed:
    """Show one masked field. Records a Look and `accounts.revealed`, neither with the value.

    field: one of OPENED. kind: a LookKind. Raises PersonNotFound (404) outside the area,
    UnknownField, WhyMissing, ReasonMissing (422), NotAllowed (403) where the post need not know,
    TooMany (429).
    """
    if field not in OPENED:
        raise UnknownField
    if kind not in LookKind.values:
        raise WhyMissing(field="kind")
    person = get_person(actor=actor, person_id=person_id)
    if field not in revealable(actor=actor, person=person, at=at):
        raise NotAllowed
    note_look(actor=actor, person=person, fields=[field], kind=kind, reason=reason, at=at)
    return Revealed(field, value_of(person, field))


def note_look(
    *,
    actor: Actor,
    person: Person,
    fields: Sequence[str],
    kind: str,
    reason: str,
    at: datetime,
) -> Look:
    """Count, record and log one look, in the caller's transaction."""
    reveals.reveal(
        actor=actor,
        subject_kind=PERSON,
        subject_id=person.pk,
        area_path=person.area_path,
        field=",".join(fields),
        reason=reason,
        logged_reason=kind,
        looks_per_hour=rules_at(at=at).looks_per_hour,
        at=at,
    )
    post = actor.post_in(person.area_path)
    return Look.objects.create(
        person=person,
        user_id=actor.user_id,
        post_id=post.post_id if post else None,
        at=at,
        fields=list(fields),
        kind=LookKind(kind),
        reason=reveals.clean_reason(reason),
    )


@transaction.atomic
def record_looks(
    *,
    actor: Actor,
    people: Sequence[tuple[int, str]],
    fields: Sequence[str],
    reason: str,
    at: datetime,
    kind: str = LookKind.EXPORT,
) -> int:
    """Record that many people's masked fields leave in one list: a Look each, one event.

    people: (id, area path), already scoped by the caller. fields: keys of OPENED. Raises
    NotAllowed (403) when one of them is closed to the actor, ReasonMissing (422), TooMany (429).
    """
    why = reveals.clean_reason(reason)
    grounds = grounds_at(at=at)
    for path in {area_path for _person, area_path in people}:
        for field in fields:
            covered = OPENED[field]
            if not may_open(actor=actor, area_path=path, field=covered, grounds=grounds):
                raise NotAllowed
    limits.take(
        key=f"reveal-many:{actor.user_id}", limit=BULKS_PER_DAY, period_seconds=86400, at=at
    )
    posts = {path: actor.post_in(path) for path in {path for _person, path in people}}
    Look.objects.bulk_create(
        [
            Look(
                person_id=person_id,
                user_id=actor.user_id,
                post_id=post.post_id if (post := posts[path]) else None,
                at=at,
                fields=list(fields),
                kind=LookKind(kind),
                reason=why,
            )
            for person_id, path in people
        ],
        batch_size=2000,
    )
    append(
        kind="registry.revealed_many",
        actor=actor,
        at=at,
        subject_kind="register",
        subject_id=actor.user_id or 0,
        area_path=_common_path([path for _person, path in people]),
        data={"fields": list(fields), "people": len(people), "reason": kind},
    )
    return len(people)


def value_of(person: Person, field: str) -> str:
    """The field in full; the caller has recorded the look."""
    if field == CITIZEN_NUMBER:
        return sealed.open_citizen_number(person.citizen_number_sealed)
    if field == PHONE:
        return sealed.open_phone(person.phone_sealed)
    return "、".join(sensitive_tag_names(person_id=person.pk))


def _common_path(paths: Sequence[str]) -> str:
    """The smallest area that holds all of them; empty when nothing does."""
    if not paths:
        return ""
    first, last = min(paths).split("."), max(paths).split(".")
    shared = []
    for one, other in zip(first, last, strict=False):
        if one != other or not one:
            break
        shared.append(one)
    return ".".join(shared) + "." if shared else ""
