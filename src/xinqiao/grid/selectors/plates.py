"""Door plates: by the code that a phone's camera reads, and by community for printing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.models import Place, PlaceKind, Plate
from xinqiao.grid.selectors.scope import below, paths_below
from xinqiao.kit.errors import NotFound


def plate_by_code(code: str) -> Plate | None:
    """The door plate of a code, with its building and grid; capitals or not. One statement."""
    written = code.strip().upper()
    if not (written.isascii() and written.isalnum()):
        return None
    return (
        Plate.objects.select_related("place__area", "place__parent")
        .filter(code=written[:20], retired_at__isnull=True)
        .first()
    )


def plates_below(area_path: str) -> QuerySet[Plate]:
    """Plates in use below an area, in the order in which somebody would walk and hang them."""
    return (
        Plate.objects.filter(place__area__path__startswith=area_path, retired_at__isnull=True)
        .select_related("place__area", "place__parent")
        .order_by("place__area__path", "place__parent__name", "place__name", "detail", "pk")
    )


def buildings_without_plate(area_path: str) -> QuerySet[Place]:
    """Buildings in use below an area on which no plate hangs."""
    hanging = Plate.objects.filter(place=OuterRef("pk"), retired_at__isnull=True)
    return Place.objects.filter(
        ~Exists(hanging),
        area__path__startswith=area_path,
        kind=PlaceKind.BUILDING,
        retired_at__isnull=True,
    ).order_by("area__path", "name", "pk")


def plates_of(place: Place) -> QuerySet[Plate]:
    """The plates in use on a building."""
    return place.plates.filter(retired_at__isnull=True).order_by("detail", "pk")


def get_plate(actor: Actor, plate_id: int, *roles: Role) -> Plate:
    """One plate. Raises NotFound for what the actor may not see, too."""
    inside = below(actor, *roles, field="place__area__path")
    plate = Plate.objects.filter(inside, pk=plate_id).first()
    if plate is None:
        raise NotFound
    return plate


@dataclass(frozen=True, slots=True)
class PlateCount:
    """Buildings in use below an area, how many of them have a plate, and the plates."""

    buildings: int = 0
    with_plate: int = 0
    plates: int = 0

    @property
    def missing(self) -> int:
        return self.buildings - self.with_plate


def count_plates(area_paths: Sequence[str]) -> dict[str, PlateCount]:
    """Counts by area path, for communities that do not lie in each other; one statement."""
    inside = paths_below(list(area_paths), field="area__path")
    hanging = Q(plates__retired_at__isnull=True, plates__isnull=False)
    rows = (
        Place.objects.filter(inside, kind=PlaceKind.BUILDING, retired_at__isnull=True)
        .annotate(hanging=Count("plates", filter=hanging))
        .values_list("area__path", "hanging")
    )
    found = dict.fromkeys(area_paths, PlateCount())
    for path, number in rows:
        held = next(area for area in area_paths if path.startswith(area))
        so_far = found[held]
        found[held] = PlateCount(
            so_far.buildings + 1, so_far.with_plate + (number > 0), so_far.plates + number
        )
    return found
