"""What every act does: hold the household, end and begin memberships, hand on the head, record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.time import day_start, local_day
from xinqiao.registry.models import (
    HOUSEHOLD,
    PERSON,
    Act,
    ActKind,
    ActPerson,
    Household,
    Membership,
    Person,
    Relation,
)
from xinqiao.registry.register_errors import DayImpossible, NobodyChosen, NotAMember
from xinqiao.registry.relations import Member, next_head, relation_after
from xinqiao.registry.services.capture import lock_household
from xinqiao.registry.services.deriving import derive_tags
from xinqiao.registry.services.preparing import clean_reason

EVENTS = {
    ActKind.MOVE: "moved",
    ActKind.TRANSFER: "transferred",
    ActKind.SPLIT: "household_split",
    ActKind.MERGE: "household_merged",
    ActKind.LEAVE: "left",
    ActKind.RETURN: "returned",
    ActKind.DEATH: "died",
    ActKind.HEAD: "head_changed",
}
# These are about people; the others about a household with its people.
_OF_PEOPLE = frozenset({ActKind.LEAVE, ActKind.RETURN, ActKind.DEATH})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """on: the day it happened, not after today. at: aware UTC, when it is recorded."""

    on: date
    at: datetime
    reason: str

    @property
    def moment(self) -> datetime:
        """When it counts from: now for today, midnight for an earlier day."""
        return self.at if self.on == local_day(self.at) else day_start(self.on)


@dataclass(slots=True)
class Doing:
    """An act under way, and what people were and became."""

    actor: Actor
    when: When
    kind: ActKind
    household: Household | None = None
    to_household: Household | None = None
    changes: dict[int, tuple[str, str]] = field(default_factory=dict)
    area_path: str = ""

    def note(self, person_id: int, before: str = "", after: str = "") -> None:
        """Remember what somebody was and became; the first `before` stays."""
        was = self.changes.get(person_id, (before, after))[0]
        self.changes[person_id] = (was, after)


def begin(
    *, actor: Actor, household_id: int, kind: ActKind, on: date, reason: str, at: datetime
) -> Doing:
    """Hold the household and check day and reason.

    Raises HouseholdNotFound, RegisterNotYours, HouseholdEnded, DayImpossible, TextMissing.
    """
    household = lock_household(actor, household_id)
    when = When(on=on, at=at, reason=clean_reason(reason))
    if on > local_day(at) or on < local_day(household.started_at):
        raise DayImpossible(field="on")
    return Doing(actor, when, kind, household, area_path=household.area_path)


def members_of(household: Household) -> dict[int, Membership]:
    """The present members by person."""
    rows = household.memberships.select_for_update(of=("self",)).filter(ended_at__isnull=True)
    return {row.person_id: row for row in rows.select_related("person").order_by("pk")}


def chosen(
    members: Mapping[int, Membership], person_ids: Collection[int] | None
) -> list[Membership]:
    """The members meant, all of them for None. Raises NobodyChosen, NotAMember."""
    wanted = list(members) if person_ids is None else list(dict.fromkeys(person_ids))
    if not wanted:
        raise NobodyChosen(field="people")
    if any(pk not in members for pk in wanted):
        raise NotAMember(field="people")
    return [members[pk] for pk in wanted]


def end_memberships(doing: Doing, rows: Iterable[Membership], *, reason: str) -> None:
    """End what they belonged to; a day before they came is refused (DayImpossible)."""
    for row in rows:
        if doing.when.on < local_day(row.started_at):
            raise DayImpossible(field="on")
        row.ended_at = max(doing.when.moment, row.started_at)
        row.end_reason = reason
        row.save(update_fields=["ended_at", "end_reason"])
        doing.note(row.person_id, row.relation)


def join(
    doing: Doing,
    household: Household,
    rows: Sequence[Membership],
    relations: Mapping[int, str],
) -> None:
    """Let people whose memberships ended belong to another household, and to its grid."""
    started_at = max(doing.when.moment, household.started_at)
    Membership.objects.bulk_create(
        Membership(
            person_id=row.person_id,
            household=household,
            relation=relations[row.person_id],
            is_registered=row.is_registered,
            lives_here=row.lives_here,
            started_at=started_at,
        )
        for row in rows
    )
    Person.objects.filter(pk__in=[row.person_id for row in rows]).update(
        area_id=household.area_id, area_path=household.area_path, updated_at=doing.when.at
    )
    for row in rows:
        doing.note(row.person_id, row.relation, relations[row.person_id])


def hand_on(doing: Doing, household: Household, *, new_head_id: int | None = None) -> None:
    """Name a head when the old one is gone; end the household when nobody is left."""
    members = members_of(household)
    if not members:
        household.ended_at = max(doing.when.moment, household.started_at)
        household.version += 1
        household.save(update_fields=["ended_at", "version"])
        return
    if any(row.relation == Relation.HEAD for row in members.values()):
        return
    if not any(before == Relation.HEAD for before, _after in doing.changes.values()):
        return  # it had no head before either
    new_head = new_head_id or next_head(
        [
            Member(row.person_id, row.relation, row.person.born_on, row.lives_here)
            for row in members.values()
        ],
        on=doing.when.on,
    )
    if new_head not in members:
        raise NotAMember(field="new_head")
    make_head(doing, members, new_head)


def make_head(doing: Doing, members: Mapping[int, Membership], new_head: int) -> None:
    """Turn everybody's relation round to the new head, the old head first (one head at a time)."""
    was = members[new_head].relation
    ordered = sorted(members.values(), key=lambda row: row.person_id == new_head)
    for row in ordered:
        after = (
            Relation.HEAD.value
            if row.person_id == new_head
            else relation_after(row.relation, new_head_was=was)
        )
        if after != row.relation:
            doing.note(row.person_id, row.relation, after)
            row.relation = after
            row.save(update_fields=["relation"])


def finish(doing: Doing, *, people: Collection[int]) -> Act:
    """Write the act and its event(s), and recompute what follows for the households.

    people: those the act is about; others changed only their relation.
    """
    post = doing.actor.post_in(doing.area_path)
    act = Act.objects.create(
        kind=doing.kind,
        on=doing.when.on,
        reason=doing.when.reason,
        household=doing.household,
        to_household=doing.to_household,
        at=doing.when.at,
        user_id=doing.actor.user_id,
        post_id=post.post_id if post else None,
    )
    ActPerson.objects.bulk_create(
        ActPerson(act=act, person_id=pk, relation_before=before, relation_after=after)
        for pk, (before, after) in doing.changes.items()
    )
    append_many(actor=doing.actor, events=_events(doing, act, sorted(people)))
    homes = [home.pk for home in (doing.household, doing.to_household) if home is not None]
    derive_tags(actor=doing.actor, household_ids=homes, at=doing.when.at)
    return act


def _events(doing: Doing, act: Act, people: Sequence[int]) -> list[NewEvent]:
    data: dict[str, Any] = {
        "act": act.pk,
        "on": act.on.isoformat(),
        "from": act.household_id,
        "to": act.to_household_id,
        "people": list(people),
    }
    home = act.household_id or act.to_household_id or 0
    subjects = [(PERSON, pk) for pk in people] if doing.kind in _OF_PEOPLE else [(HOUSEHOLD, home)]
    return [
        NewEvent(
            kind=f"registry.{EVENTS[doing.kind]}",
            at=doing.when.at,
            subject_kind=kind,
            subject_id=pk,
            area_path=doing.area_path,
            data=data,
        )
        for kind, pk in subjects
    ]
