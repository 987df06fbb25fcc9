"""What residents declare: the own record, and what waits for the grid worker."""

from __future__ import annotations

from django.db.models import QuerySet

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.grid.selectors.scope import below
from xinqiao.registry.models import Membership, Person
from xinqiao.visits.models import Declaration, DeclarationState
from xinqiao.visits.plan_errors import NothingToDeclare


def my_record(*, actor: Actor) -> Person:
    """The record of the person who is signed in. Raises NothingToDeclare."""
    if actor.user_id is None:
        raise NothingToDeclare
    known = Person.objects.filter(user_id=actor.user_id, merged_into__isnull=True)
    person = known.filter(left_on__isnull=True, died_on__isnull=True).first()
    if person is None:
        raise NothingToDeclare
    return person


def my_home(*, person: Person) -> Membership | None:
    """Where somebody lives, with the dwelling."""
    return (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("household__dwelling")
        .first()
    )


def my_declarations(*, actor: Actor) -> QuerySet[Declaration]:
    """What somebody declared, newest first."""
    return Declaration.objects.filter(declared_by_id=actor.user_id).order_by("-pk")


def open_declarations(*, actor: Actor) -> QuerySet[Declaration]:
    """What waits to be entered, in the actor's areas."""
    mine = below(actor, *GRID_ROLES, *AREA_STAFF, field="area_path")
    return Declaration.objects.filter(mine, state=DeclarationState.OPEN).select_related("person")
