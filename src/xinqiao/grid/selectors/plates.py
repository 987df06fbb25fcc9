"""Door plates: by the code that a phone's camera reads, and by community for printing."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from xinqiao.grid.models import Place, PlaceKind, Plate


def plate_by_code(code: str) -> Plate | None:
    """The door plate of a code, with its building and grid; capitals or not. One statement."""
    return (
        Plate.objects.select_related("place__area", "place__parent")
        .filter(code=code.strip().upper()[:16], retired_at__isnull=True)
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
