"""Propose classes of elders by the rules, and let a person confirm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.care.errors import ClassMovedOn, ClassReason, ClassUnknown
from xinqiao.care.models import Classification, ElderClass
from xinqiao.care.powers import require_keeper
from xinqiao.care.proposing import Rule, age_on, born_by, months_later, propose
from xinqiao.care.selectors.classes import live_classes
from xinqiao.care.services.common import record
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import local_day, require_aware
from xinqiao.registry.models import Person, PersonTag
from xinqiao.registry.selectors.scope import get_person, visible_people
from xinqiao.registry.services.consent import require_basis

BATCH: Final = 1000
YOUNGEST: Final = 60
HEALTH: Final = "person.health"  # what a purpose must cover


@transaction.atomic
def propose_classes(*, actor: Actor, area_path: str, at: datetime) -> int:
    """Propose a class for every elder below whose tags and age say another than is confirmed.

    How many proposals are new or changed. Records `care.class_proposed` for each.
    Raises NotYourElders (403).
    """
    require_keeper(actor, area_path)
    rules = [(row.code, Rule.read(row.rule)) for row in live_classes(at=at)]
    day = local_day(require_aware(at))
    youngest = min((rule.age_from for _code, rule in rules), default=YOUNGEST)
    people = visible_people(actor=actor).filter(
        area_path__startswith=area_path,
        born_on__lte=born_by(youngest, day),
        died_on__isnull=True,
        left_on__isnull=True,
        stored_only_at__isnull=True,
    )
    changed, after = 0, 0
    while batch := list(people.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        changed += _propose(actor, batch, rules, at)
    return changed


@transaction.atomic
def confirm_class(
    *, actor: Actor, person_id: int, code: str, at: datetime, reason: str = ""
) -> Classification:
    """Give an elder a class, or confirm the present one anew; the next review is set.

    Records `care.classified`. A class other than the proposed one needs a reason (ClassReason).
    Raises PersonNotFound, ClassUnknown, NotYourElders, ClassMovedOn, and ConsentMissing for a
    class that tells of health.
    """
    person = get_person(actor=actor, person_id=person_id)
    require_keeper(actor, person.area_path)
    chosen = live_classes(at=at).filter(code=code).first()
    if chosen is None:
        raise ClassUnknown(field="code")
    if chosen.is_sensitive:
        require_basis(person=person, fields=[HEALTH], at=at)
    why = clean_text(reason, limit=200, field="reason", multiline=False)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    running = list(Classification.objects.filter(person=person, until__isnull=True))
    proposal = next((row for row in running if row.confirmed_at is None), None)
    if proposal is not None and proposal.elder_class_id != chosen.pk and not why:
        raise ClassReason(field="reason")
    if any(row.confirmed_at is not None and row.confirmed_at > at for row in running):
        raise ClassMovedOn
    Classification.objects.filter(pk__in=[row.pk for row in running]).update(until=at)
    made = Classification.objects.create(
        person=person,
        elder_class=chosen,
        reason=why,
        proposed_at=proposal.proposed_at if proposal else at,
        confirmed_at=at,
        confirmed_by_id=actor.user_id,
        review_on=months_later(local_day(at), chosen.review_months),
    )
    record("care.classified", actor, person, at, elder_class=chosen.pk)
    return made


@transaction.atomic
def drop_proposal(*, actor: Actor, person_id: int, at: datetime) -> None:
    """Leave the class as it is; the rules propose again when something changes."""
    person = get_person(actor=actor, person_id=person_id)
    require_keeper(actor, person.area_path)
    open_ = Classification.objects.filter(
        person=person, until__isnull=True, confirmed_at__isnull=True
    )
    if not open_.update(until=at):
        raise ClassMovedOn
    record("care.class_dropped", actor, person, at)


@transaction.atomic
def end_without_basis(*, person_id: int, at: datetime) -> bool:
    """End a class that tells of health when nothing carries it any longer (PIPL 47).

    Heard from `registry.consent_withdrawn`. Records `care.class_ended`.
    """
    told = Classification.objects.filter(
        person_id=person_id, until__isnull=True, elder_class__is_sensitive=True
    )
    row = told.select_related("person").first()
    if row is None:
        return False
    try:
        require_basis(person=row.person, fields=[HEALTH], at=at)
    except BadInput:
        told.update(until=at)
        record("care.class_ended", SYSTEM, row.person, at)
        return True
    return False


def _propose(
    actor: Actor, people: Sequence[Person], rules: Sequence[tuple[str, Rule]], at: datetime
) -> int:
    classes = {row.code: row for row in live_classes(at=at)}
    tags = _tags(people)
    running: dict[int, list[Classification]] = {}
    rows = Classification.objects.filter(person__in=people).order_by("id")
    for row in rows.select_related("elder_class"):
        running.setdefault(row.person_id, []).append(row)
    new = []
    for person in people:
        if person.born_on is None:
            continue
        age = age_on(person.born_on, local_day(at))
        code = propose(age, tags.get(person.pk, frozenset()), rules)
        if code and not _says_so_already(running.get(person.pk, []), code):
            new.append((person, classes[code]))
    ids = [person.pk for person, _chosen in new]
    Classification.objects.filter(
        person_id__in=ids, until__isnull=True, confirmed_at__isnull=True
    ).update(until=at)
    _write(actor, new, at)
    return len(new)


def _write(actor: Actor, new: Sequence[tuple[Person, ElderClass]], at: datetime) -> None:
    Classification.objects.bulk_create(
        Classification(person=person, elder_class=chosen, proposed_at=at) for person, chosen in new
    )
    for person, chosen in new:
        record("care.class_proposed", actor, person, at, elder_class=chosen.pk)


def _says_so_already(rows: Sequence[Classification], code: str) -> bool:
    """Whether the class is confirmed or proposed, or was just this proposal dropped before."""
    live = [row for row in rows if row.until is None]
    if any(row.elder_class.code == code for row in live):
        return True
    asked = [row for row in rows if row.confirmed_at is None]
    return bool(asked) and asked[-1].until is not None and asked[-1].elder_class.code == code


def _tags(people: Sequence[Person]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    rows = PersonTag.objects.filter(person__in=people, until__isnull=True)
    for person_id, code in rows.values_list("person_id", "tag__code"):
        found.setdefault(person_id, set()).add(code)
    return {person_id: frozenset(codes) for person_id, codes in found.items()}
