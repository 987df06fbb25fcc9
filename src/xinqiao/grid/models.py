"""Areas, their names and boundaries over time, places, organisations, posts and who holds them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Role


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


class OrganisationKind(models.TextChoices):
    COMMITTEE = "committee", _("Community or street office")
    DEPARTMENT = "department", _("Department")
    PROPERTY = "property", _("Property company")
    UTILITY = "utility", _("Utility")
    OTHER = "other", _("Other unit")


class Organisation(models.Model):
    """A department, property company or utility (单位) that can be handed work."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=OrganisationKind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations")
    phone = models.CharField(max_length=20, default="", blank=True)  # a public office number
    credit_code = models.CharField(max_length=18, default="", blank=True)  # GB 32100
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="grid_organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Force(models.TextChoices):
    """Whose people help in a grid beside their own work (兼职网格员的来源)."""

    CITY_MANAGEMENT = "city_management", _("City management")  # 城管
    SANITATION = "sanitation", _("Sanitation")  # 环卫
    PROPERTY = "property", _("Property management")  # 物管
    OWNERS = "owners", _("Owners' committee")  # 业委会
    VOLUNTEERS = "volunteers", _("Volunteers")  # 志愿者
    OTHER = "other", _("Other force")


class Post(models.Model):
    """A seat (岗位): a duty in an area or organisation. Work stays with it; people come and go."""

    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(max_length=100)
    is_desk = models.BooleanField(default=False)  # the last resort of its area
    # Empty for a full-time post. A part-timer is told and asked, but owns no work (ADR 0025).
    force = models.CharField(max_length=20, choices=Force, default="", blank=True, db_default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "area", "organisation", "title"],
                nulls_distinct=False,
                name="grid_post_once",
            ),
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(is_desk=True), name="grid_one_desk_per_area"
            ),
            models.CheckConstraint(
                condition=models.Q(role="department", organisation__isnull=False)
                | (~models.Q(role="department") & models.Q(organisation__isnull=True)),
                name="grid_department_post_has_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(force="") | models.Q(role="grid_worker"),
                name="grid_part_timers_are_grid_workers",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_part_time(self) -> bool:
        return bool(self.force)


class Appointment(models.Model):
    """Somebody holding a post from a moment until another (任职)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="grid_appointment_no_overlap",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "starts_at",
                            "ends_at",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="grid_appointment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.post_id}"


class SnapshotVersion(models.Model):
    """One row, raised with every edit of areas, posts, rules, limits or the calendar.

    The intake statement compares it with the version of the process's own snapshot, so a stale
    snapshot can never place a request.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="grid_one_snapshot_version"),
        ]

    def __str__(self) -> str:
        return str(self.version)
