"""Facilities and lanes (设施、背街小巷), and who looks after each."""

from __future__ import annotations

from django.db import models

from xinqiao.grid.models import Area, Place, Post


class FacilityKind(models.Model):
    """A kind of facility: lane, lamp, hydrant, playground, canteen… `is_line` for lanes."""

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    is_line = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """One facility or lane. `geometry` is GeoJSON in WGS 84: a Point or, for a lane, a line."""

    kind = models.ForeignKey(FacilityKind, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=40, default="", blank=True, db_default="")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="facilities"
    )
    geometry = models.JSONField(null=True, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    length_m = models.PositiveIntegerField(null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    note = models.CharField(max_length=200, default="", blank=True, db_default="")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name_plural = "facilities"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "name"],
                condition=models.Q(retired_at__isnull=True),
                name="registry_facility_once",
            ),
        ]
        indexes = [models.Index(fields=["area_path", "id"], name="registry_facility_area")]

    def __str__(self) -> str:
        return self.name


class Stewardship(models.Model):
    """The post that looks after a facility (街巷长), from a moment until another; one at a time."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="stewardships")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="stewardships")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility"],
                condition=models.Q(until__isnull=True),
                name="registry_one_steward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} by {self.post_id}"
