"""Two records of one person become one, and two again: nothing is lost on either way."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import (
    AlreadyErased,
    AlreadyMerged,
    LaterMergerFirst,
    MergeNotFound,
    NumberTakenSince,
    PersonNotFound,
    SamePerson,
    TwoNumbers,
)
from xinqiao.registry.models import PERSON, Merge, NotSame, Person
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.filling import give_back, settle_homes, take_over
from xinqiao.registry.services.moving import move_all, move_back


@transaction.atomic
def merge_people(
    *, actor: Actor, kept_id: int, absorbed_id: int, reason: str, at: datetime
) -> Merge:
    """Let `kept` take over all that belongs to `absorbed`, which disappears from every list.

    Empty fields are filled, rows of all rooms follow, the account too. Records `registry.merged`
    at both. Raises NotAllowed (403), PersonNotFound (404), SamePerson, TextMissing (422),
    AlreadyMerged, TwoNumbers (409).
    """
    _require_duty(actor)
    why = clean_text(reason, limit=200, field="reason", multiline=False, required=True)
    kept, absorbed = _locked_pair(actor, kept_id, absorbed_id)
    if kept.citizen_number_index is not None and absorbed.citizen_number_index is not None:
        raise TwoNumbers
    filled = settle_homes(kept, absorbed, at)
    gone_along = move_all(source=absorbed.pk, target=kept.pk)
    filled |= take_over(kept, absorbed, at)
    merge = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        at=at,
        merged_by_id=actor.user_id,
        reason=why,
        moved=gone_along.moved,
        stayed=gone_along.stayed,
        filled=filled,
    )
    _record("registry.merged", actor, merge, at)
    return merge


@transaction.atomic
def unmerge_people(*, actor: Actor, merge_id: int, at: datetime) -> Merge:
    """Undo a merger: rows and fields go back, what came to the kept record since stays with it.

    Records `registry.unmerged` at both. Raises NotAllowed (403), MergeNotFound (404),
    LaterMergerFirst, NumberTakenSince, AlreadyErased (409).
    """
    _require_duty(actor)
    known = Merge.objects.filter(pk=merge_id).values_list("kept_id", "absorbed_id").first()
    if known is None:
        raise MergeNotFound
    people = _lock(known)
    merge = Merge.objects.select_for_update().filter(pk=merge_id, undone_at__isnull=True).first()
    if merge is None:
        raise MergeNotFound
    kept, absorbed = people[merge.kept_id], people[merge.absorbed_id]
    if kept.merged_into_id is not None:
        raise LaterMergerFirst
    if not visible_people(actor=actor).filter(pk=kept.pk).exists():
        raise MergeNotFound
    if kept.erased_at is not None or absorbed.erased_at is not None:
        raise AlreadyErased
    move_back(moved=merge.moved, source=absorbed.pk, target=kept.pk)
    try:
        with transaction.atomic():
            give_back(kept, absorbed, merge.filled, at)
    except IntegrityError as error:
        raise NumberTakenSince from error
    merge.undone_at, merge.undone_by_id = at, actor.user_id
    merge.save(update_fields=["undone_at", "undone_by"])
    _record("registry.unmerged", actor, merge, at)
    return merge


@transaction.atomic
def say_not_same(*, actor: Actor, one_id: int, other_id: int, at: datetime) -> NotSame:
    """Remember that two records are two people, so that the list forgets the pair.

    Records `registry.not_same`. Raises NotAllowed (403), PersonNotFound (404), SamePerson (422).
    """
    _require_duty(actor)
    one, other = _locked_pair(actor, one_id, other_id)
    first, second = sorted((one.pk, other.pk))
    found, is_new = NotSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"at": at, "said_by_id": actor.user_id}
    )
    if is_new:
        data = {"other": second}
        new = NewEvent(
            kind="registry.not_same",
            at=at,
            subject_kind=PERSON,
            subject_id=first,
            area_path=one.area_path,
            data=data,
        )
        append_many(actor=actor, events=[new])
    return found


def _require_duty(actor: Actor) -> None:
    if not actor.is_system and not actor.has_role(*AREA_STAFF):
        raise NotAllowed


def _lock(ids: tuple[int, ...]) -> dict[int, Person]:
    """Lock people in the order of their ids, so that two mergers cannot wait in a ring."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {person.pk: person for person in rows}


def _locked_pair(actor: Actor, one_id: int, other_id: int) -> tuple[Person, Person]:
    if one_id == other_id:
        raise SamePerson
    people = _lock((one_id, other_id))
    if len(people) < 2:
        raise PersonNotFound
    if any(person.merged_into_id is not None for person in people.values()):
        raise AlreadyMerged
    if visible_people(actor=actor).filter(pk__in=people).count() < 2:
        raise PersonNotFound
    return people[one_id], people[other_id]


def _record(kind: str, actor: Actor, merge: Merge, at: datetime) -> None:
    """At both records, so that each one's history tells it."""
    data = {"merge": merge.pk, "kept": merge.kept_id, "absorbed": merge.absorbed_id}
    append_many(
        actor=actor,
        events=[
            NewEvent(
                kind=kind,
                at=at,
                subject_kind=PERSON,
                subject_id=person.pk,
                area_path=person.area_path,
                data=data,
            )
            for person in (merge.kept, merge.absorbed)
        ],
    )
