"""Estates, buildings and landmarks of the areas an actor may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.models import Place
from xinqiao.grid.selectors.scope import below, searchable
from xinqiao.kit.errors import NotFound


def visible_places(actor: Actor, *roles: Role) -> QuerySet[Place]:
    """Places in use inside the areas that the actor holds (in `roles`, or in any)."""
    return Place.objects.filter(
        below(actor, *roles, field="area__path"), retired_at__isnull=True
    ).select_related("area", "parent")


def search_places(places: QuerySet[Place], words: str) -> QuerySet[Place]:
    """Places whose name, alias or estate holds the words."""
    wanted = searchable(words)
    return places.filter(
        Q(name__contains=wanted) | Q(aliases__contains=[wanted]) | Q(parent__name__contains=wanted)
    )


def with_plates(places: QuerySet[Place]) -> QuerySet[Place]:
    """Add `plate_count`, the door plates in use."""
    hanging = Count("plates", filter=Q(plates__retired_at__isnull=True))
    return places.annotate(plate_count=hanging)


def get_place(actor: Actor, place_id: int, *roles: Role) -> Place:
    """One place in use. Raises NotFound for what the actor may not see, too."""
    place = visible_places(actor, *roles).filter(pk=place_id).first()
    if place is None:
        raise NotFound
    return place


def places_in_order(places: QuerySet[Place]) -> QuerySet[Place]:
    """By name, for choosing from."""
    return places.order_by("name", "pk")
