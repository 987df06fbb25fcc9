"""Departments, companies and utilities an actor may see or hand work to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.models import Organisation
from xinqiao.grid.selectors.scope import above, ancestors, below, searchable
from xinqiao.kit.errors import NotFound


def visible_organisations(actor: Actor, *roles: Role) -> QuerySet[Organisation]:
    """Open units of the areas that the actor holds, and of the areas over them."""
    inside = below(actor, *roles, field="area__path")
    if not actor.is_system and not roles:
        inside |= Q(area__path__in=above(actor))
    return Organisation.objects.filter(inside, closed_at__isnull=True).select_related("area")


def organisations_for(path: str) -> QuerySet[Organisation]:
    """Open units that serve the area of `path`: its own and those of the areas over it."""
    return (
        Organisation.objects.filter(area__path__in=[*ancestors(path), path], closed_at__isnull=True)
        .select_related("area")
        .order_by("kind", "-area__level", "name")
    )


def get_organisation(actor: Actor, organisation_id: int, *roles: Role) -> Organisation:
    """One open unit. Raises NotFound for what the actor may not see, too."""
    found = visible_organisations(actor, *roles).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def search_organisations(units: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Units whose name holds the words; all of them without words."""
    wanted = searchable(words)
    return units.filter(name__contains=wanted) if wanted else units
