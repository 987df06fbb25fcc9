"""Places people name, and the door plates on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models.areas import Area


class PlaceKind(models.TextChoices):
    ESTATE = "estate", _("Estate")  # 小区
    BUILDING = "building", _("Building")  # 楼栋
    LANDMARK = "landmark", _("Landmark")  # 地标、道路、设施


class Place(models.Model):
    """A name people use for a spot (地名): an estate, a building, a landmark."""

    kind = models.CharField(max_length=12, choices=PlaceKind)
    name = models.CharField(max_length=100)
    aliases = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "parent", "name"],
                condition=models.Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="grid_place_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Plate(models.Model):
    """A door plate (门牌二维码): its code opens `/d/<code>`, which already knows the building."""

    code = models.CharField(max_length=16, unique=True, db_collation="C")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="plates")
    detail = models.CharField(max_length=60, default="", blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code
