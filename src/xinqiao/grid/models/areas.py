"""Areas with their names and boundaries over time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Levels of the divisions (行政层级); the first five are national, the grids are municipal."""

    PROVINCE = 1, _("Province")
    CITY = 2, _("City")
    COUNTY = 3, _("County")
    STREET = 4, _("Street")
    COMMUNITY = 5, _("Community")
    GRID = 6, _("Grid")  # 单元网格
    RESPONSIBILITY = 7, _("Responsibility grid")  # 责任网格: a part of a unit grid


class Area(models.Model):
    """A division or unit grid (区划、网格); `path` is the codes from the province, dotted."""

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(choices=Level)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, unique=True, db_collation="C")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # first day it no longer exists

    class Meta:
        indexes = [models.Index(fields=["parent", "code"], name="grid_area_children")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(path__endswith="."), name="grid_area_path_ends_with_dot"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaName(models.Model):
    """A name an area had, so that older papers and files still find it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    code = models.CharField(max_length=20, db_collation="C")
    name = models.CharField(max_length=100)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=100, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "code", "name"], name="grid_area_name_once"),
        ]
        indexes = [models.Index(fields=["name"], name="grid_area_name")]

    def __str__(self) -> str:
        return self.name


class AreaBoundary(models.Model):
    """One version of a boundary: GeoJSON geometry in WGS 84 degrees."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="boundaries")
    geometry = models.JSONField()
    source = models.CharField(max_length=100, default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"],
                condition=models.Q(valid_until__isnull=True),
                name="grid_one_current_boundary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.valid_from:%Y-%m-%d}"


class AreaSuccession(models.Model):
    """After a redraw: which area took over from which."""

    predecessor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="predecessions")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"
