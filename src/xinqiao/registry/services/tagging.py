"""Categories given and taken by hand, since a day and until another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Person, PersonTag, Tag, TagSource
from xinqiao.registry.register_errors import TagFollows, UnknownTag
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.purposes import grounds_at
from xinqiao.registry.selectors.scope import get_person
from xinqiao.registry.services.consent import require_basis
from xinqiao.registry.services.deriving import record_tagged


@transaction.atomic
def give_tag(
    *,
    actor: Actor,
    person_id: int,
    code: str,
    at: datetime,
    source: str = TagSource.DECLARED,
) -> PersonTag:
    """Give a category to somebody; giving it twice changes nothing. Records `registry.tagged`.

    Raises PersonNotFound, RegisterNotYours, UnknownTag, ConsentMissing.
    """
    person = get_person(actor=actor, person_id=person_id)
    require_writer(actor, person.area_path)
    give_tags(actor=actor, person=person, codes=(code,), source=source, at=at)
    return PersonTag.objects.get(person=person, tag__code=code, until__isnull=True)


@transaction.atomic
def end_tag(*, actor: Actor, person_id: int, code: str, at: datetime) -> None:
    """End a category that was given by hand. Records `registry.untagged`.

    Raises PersonNotFound, RegisterNotYours, UnknownTag, TagFollows.
    """
    person = get_person(actor=actor, person_id=person_id)
    require_writer(actor, person.area_path)
    tag = tags_by_code([code], at)[code]
    held = PersonTag.objects.filter(person=person, tag=tag, until__isnull=True)
    if held.filter(source=TagSource.RULE).exists():
        raise TagFollows(field="tag")
    if held.update(until=at):
        record_tagged(actor, "untagged", tag, [person.pk], at, quiet=False)


def give_tags(
    *, actor: Actor, person: Person, codes: Collection[str], source: str, at: datetime
) -> None:
    """Give categories to a person whose record the caller may write.

    Raises UnknownTag, and ConsentMissing for a sensitive one nobody has agreed to.
    """
    if not codes:
        return
    by_code = tags_by_code(codes, at)
    grounds = grounds_at(at=at)
    for code in dict.fromkeys(codes):
        tag = by_code[code]
        require_basis(person=person, fields=[f"tag.{code}"], at=at, grounds=grounds)
        _made, is_new = PersonTag.objects.get_or_create(
            person=person,
            tag=tag,
            until=None,
            defaults={"source": source, "since": at, "given_by_id": actor.user_id},
        )
        if is_new:
            record_tagged(actor, "tagged", tag, [person.pk], at, quiet=False)


def end_all_tags(*, actor: Actor, person_ids: Collection[int], at: datetime) -> None:
    """End every category of people who left or died."""
    held = PersonTag.objects.filter(person_id__in=list(person_ids), until__isnull=True)
    by_tag: dict[int, list[int]] = {}
    tags: dict[int, Tag] = {}
    for row in held.select_related("tag").order_by("pk"):
        tags[row.tag_id] = row.tag
        by_tag.setdefault(row.tag_id, []).append(row.person_id)
    held.update(until=at)
    for tag_id, ids in by_tag.items():
        record_tagged(actor, "untagged", tags[tag_id], ids, at, quiet=False)


def tags_by_code(codes: Collection[str], at: datetime) -> Mapping[str, Tag]:
    """The categories of these codes in force. Raises UnknownTag.

    A category with a rule may be given, too: people know more than the register does.
    """
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    found = {tag.code: tag for tag in Tag.objects.filter(in_force, code__in=list(codes))}
    for code in codes:
        if code not in found:
            raise UnknownTag(code=code, field="tag")
    return found
