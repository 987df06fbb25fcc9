"""Organisations, posts and who holds them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Role
from xinqiao.grid.models.areas import Area


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
