"""What the forms of this room offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from xinqiao.accounts.access import GRID_ROLES, Actor, Role
from xinqiao.care.models import Stock
from xinqiao.care.selectors.board import estates
from xinqiao.care.selectors.classes import class_of, live_classes, proposal_of
from xinqiao.care.selectors.overview import communities_of
from xinqiao.care.selectors.rota import live_kinds, visible_helpers
from xinqiao.care.selectors.serving import live_service_kinds
from xinqiao.care.selectors.stock import live_wares, visible_stores
from xinqiao.grid.models import Place, PlaceKind, Post
from xinqiao.grid.selectors.scope import ancestors
from xinqiao.registry.models import Person

Choices = list[tuple[object, str]]
MOST = 300


@dataclass(frozen=True, slots=True)
class GrantChoices:
    """Wares somebody is entitled to, stores with what they have, posts that can fit."""

    wares: Choices
    stores: Choices
    fitters: Choices


def class_choices(*, person_id: int, at: datetime) -> tuple[Choices, str]:
    """Classes, and the code that is proposed or stands."""
    first = proposal_of(person_id=person_id) or class_of(person_id=person_id)
    classes = [(row.code, row.name) for row in live_classes(at=at)]
    return list(classes), first.elder_class.code if first else ""


def grant_choices(*, actor: Actor, person: Person, at: datetime) -> GrantChoices:
    """What can be granted to somebody; five statements."""
    standing = class_of(person_id=person.pk)
    chosen = standing.elder_class_id if standing else 0
    entitled = Q(classes__isnull=True) | Q(classes=chosen)
    wares = live_wares(at=at).filter(entitled).distinct() if standing else live_wares(at=at).none()
    stores = list(visible_stores(actor=actor)[:MOST])
    left: dict[int, list[str]] = {}
    rows = Stock.objects.filter(store__in=stores, on_hand__gt=0).select_related("ware")
    for row in rows.order_by("ware__position"):
        left.setdefault(row.store_id, []).append(f"{row.ware.name} {row.on_hand}")
    return GrantChoices(
        [(row.pk, row.name) for row in wares],
        [
            (store.pk, " · ".join([store.name, "，".join(left.get(store.pk, [])[:6])]).strip(" ·"))
            for store in stores
        ],
        [(post.pk, post.title) for post in _posts(person.area_path)],
    )


def plan_choices(*, actor: Actor) -> tuple[Choices, Choices]:
    """Kinds of service, and helpers."""
    helpers = visible_helpers(actor=actor).order_by("name")[:MOST]
    return (
        [(row.pk, row.name) for row in live_service_kinds()],
        [(row.pk, row.name) for row in helpers],
    )


def kind_choices(*, at: datetime) -> Choices:
    """Kinds of help by code."""
    return [(row.code, row.name) for row in live_kinds(at=at)]


def community_choices(*, actor: Actor) -> Choices:
    """The communities somebody works for."""
    return [(area.pk, area.name) for area in communities_of(actor)]


def stock_choices(*, actor: Actor, at: datetime) -> tuple[Choices, Choices]:
    """Stores and wares."""
    stores = [(row.pk, row.name) for row in visible_stores(actor=actor)[:MOST]]
    return list(stores), [(row.pk, row.name) for row in live_wares(at=at)]


def building_choices(*, actor: Actor) -> Choices:
    """Buildings of the estates in the actor's areas, for a caller who is not in the register."""
    inside = estates(actor=actor).order_by().values("pk")
    rows = Place.objects.filter(parent__in=inside, kind=PlaceKind.BUILDING, retired_at__isnull=True)
    rows = rows.select_related("parent").order_by("parent__name", "id")[:MOST]
    return [(row.pk, f"{row.parent}{row.name}") for row in rows]


def get_building(*, actor: Actor, place_id: int) -> Place | None:
    """One of them."""
    inside = estates(actor=actor).order_by().values("pk")
    rows = Place.objects.filter(pk=place_id, parent__in=inside, retired_at__isnull=True)
    return rows.select_related("area", "parent").first()


def _posts(area_path: str) -> list[Post]:
    paths = [*ancestors(area_path), area_path]
    roles = (*GRID_ROLES, Role.COMMUNITY)
    rows = Post.objects.filter(area__path__in=paths, role__in=roles, closed_at__isnull=True)
    return list(rows.order_by("area__path", "id")[:40])
