"""Assessment schemes (考评办法): weighted parts, criteria on site, peer groups."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area

SCHEME = "assessment_scheme"  # subject kind of events


class UnitLevel(models.TextChoices):
    """Whom a scheme compares (考评对象)."""

    STREET = "street", _("Streets")  # 街道
    COMMUNITY = "community", _("Communities")  # 社区
    GRID = "grid", _("Grids")  # 网格
    ORGANISATION = "organisation", _("Departments and companies")  # 部门单位
    POST = "post", _("Posts")  # 岗位
    PERSON = "person", _("Persons")  # 个人


class Period(models.TextChoices):
    MONTH = "month", _("Each month")
    QUARTER = "quarter", _("Each quarter")
    YEAR = "year", _("Each year")


class EmptyCounts(models.TextChoices):
    """What a part counts when nothing was due."""

    FULL = "full", _("Full marks")
    LEFT_OUT = "left_out", _("Left out, the others weigh more")


class Scheme(models.Model):
    """One version of a scheme. Weights of its parts and of the spot checks sum to 100.

    A version that has been played in a round is never changed; the next version begins later.
    """

    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=200, default="")  # where the rule is published
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    flow = models.CharField(max_length=32, db_collation="C")
    unit_level = models.CharField(max_length=16, choices=UnitLevel)
    period = models.CharField(max_length=8, choices=Period)
    on_site_weight = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    on_site_empty = models.CharField(
        max_length=8, choices=EmptyCounts, default=EmptyCounts.LEFT_OUT
    )
    samples_per_unit = models.PositiveSmallIntegerField(default=0)
    objection_days = models.PositiveSmallIntegerField(default=5)  # natural days
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # first day it no longer holds

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name", "version"],
                nulls_distinct=False,
                name="assessment_scheme_version_once",
            ),
            ExclusionConstraint(
                name="assessment_scheme_no_overlap",
                expressions=[
                    (Coalesce("area_id", models.Value(0)), RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "valid_from",
                            "valid_until",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(on_site_weight__gte=0, on_site_weight__lte=100),
                name="assessment_on_site_weight_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def is_personal(self) -> bool:
        """Whether its units stand for one human being each."""
        return self.unit_level in (UnitLevel.POST, UnitLevel.PERSON)


class SchemePart(models.Model):
    """One weighted indicator (指标权重). position: from 0, its bit in `CountedItem`."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    indicator_code = models.CharField(max_length=60, db_collation="C")
    name = models.CharField(max_length=80)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    is_inverted = models.BooleanField(default=False)  # 1 - x
    empty = models.CharField(max_length=8, choices=EmptyCounts, default=EmptyCounts.FULL)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "position"], name="assessment_part_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=100),
                name="assessment_part_weight_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weight} x {self.indicator_code}"


class Criterion(models.Model):
    """What an inspector looks at on site (现场检查标准)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    points = models.PositiveSmallIntegerField()  # the most it can earn
    is_pass_fail = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "position"], name="assessment_criterion_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PeerGroup(models.Model):
    """Units that are compared with each other only (分级分类).

    rules: "role:<role>", "kind:<kind>", "area:<path>" or "rest", with blanks between: they take
    whoever fits one of them and is listed nowhere, in the order of the groups.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    rules = models.TextField(default="", db_collation="C")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "position"], name="assessment_group_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A listed unit. unit_id: an area, organisation, post or user, as the scheme's level says."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="members")
    group = models.ForeignKey(PeerGroup, on_delete=models.CASCADE, related_name="members")
    unit_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "unit_id"], name="assessment_unit_in_one_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.group_id}"
