"""Facts (事实), roll-ups (汇总), waits and definitions of indicators (指标口径).

Facts, roll-ups and waits are computed from the event log alone and can be thrown away at any time;
only definitions are somebody's work. Source: docs/adr/0018.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.indicators.measures import CODES


class Fact(models.Model):
    """One item as the log tells it. 0 stands for no unit, no post. Times are aware UTC."""

    subject_id = models.BigIntegerField(primary_key=True)  # workflow_item.id
    flow = models.CharField(max_length=32, db_collation="C")
    area_path = models.CharField(max_length=120, db_collation="C")
    category_code = models.CharField(max_length=60, db_collation="C")
    organisation_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    handled_by = models.BigIntegerField(null=True)  # user who kept the promise
    opened_at = models.DateTimeField()
    accept_due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    reply_due_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)
    score = models.SmallIntegerField(null=True)
    is_satisfied = models.BooleanField(null=True)
    is_withdrawn = models.BooleanField()
    is_paused = models.BooleanField()
    times_reopened = models.SmallIntegerField()
    times_returned = models.SmallIntegerField()
    times_extended = models.SmallIntegerField()
    times_escalated = models.SmallIntegerField()
    times_whistled = models.SmallIntegerField()
    times_supervised = models.SmallIntegerField()
    outcome = models.CharField(max_length=20, db_collation="C")
    last_event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "due_at"], name="indicators_fact_area"),
            models.Index(fields=["due_at"], name="indicators_fact_due"),
            models.Index(
                fields=["organisation_id", "due_at"],
                condition=~models.Q(organisation_id=0),
                name="indicators_fact_unit",
            ),
            models.Index(
                fields=["post_id", "due_at"],
                condition=~models.Q(post_id=0),
                name="indicators_fact_post",
            ),
            BrinIndex(
                fields=["opened_at", "done_at", "closed_at", "accepted_at", "replied_at"],
                pages_per_range=32,
                autosummarize=True,
                name="indicators_fact_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.subject_id}"


class Cuboid(models.IntegerChoices):
    """Which dimensions a roll-up keeps beside area and day; the others are summed up."""

    AREA = 1, _("area")
    TOP_CATEGORY = 2, _("area and top category")
    CATEGORY = 3, _("area and category")
    UNIT = 4, _("area and unit")


# The deepest level of area that each cuboid is kept for; finer questions are put to the facts.
DEEPEST: Final = {Cuboid.AREA: 6, Cuboid.TOP_CATEGORY: 5, Cuboid.CATEGORY: 4, Cuboid.UNIT: 4}
HIGHEST_LEVEL: Final = 3  # provinces and cities are the sum of their counties


class RollUp(models.Model):
    """How many items each measure counts on a local day; one column a measure."""

    pk = models.CompositePrimaryKey(
        "flow", "cuboid", "level", "day", "area_path", "category_code", "organisation_id"
    )
    flow = models.CharField(max_length=32, db_collation="C")
    cuboid = models.SmallIntegerField(choices=Cuboid)
    level = models.SmallIntegerField()
    day = models.DateField()
    area_path = models.CharField(max_length=120, db_collation="C")
    category_code = models.CharField(max_length=60, db_collation="C")  # "" is all
    organisation_id = models.BigIntegerField()  # 0 is all

    def __str__(self) -> str:
        return f"{self.flow} {self.area_path} {self.day}"


for _code in CODES:
    RollUp.add_to_class(_code, models.IntegerField(default=0, db_default=0))


class Wait(models.Model):
    """How many items handled on a day took how long: buckets that grow by 5 %, see `waiting`."""

    pk = models.CompositePrimaryKey(
        "flow", "cuboid", "level", "day", "area_path", "category_code", "organisation_id", "bucket"
    )
    flow = models.CharField(max_length=32, db_collation="C")
    cuboid = models.SmallIntegerField(choices=Cuboid)
    level = models.SmallIntegerField()
    day = models.DateField()
    area_path = models.CharField(max_length=120, db_collation="C")
    category_code = models.CharField(max_length=60, db_collation="C")
    organisation_id = models.BigIntegerField()
    bucket = models.SmallIntegerField()
    items = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.flow} {self.area_path} {self.day} {self.bucket}"


class Progress(models.Model):
    """Up to which event the log has been taken in: the one row with id 1."""

    last_event_id = models.BigIntegerField(default=0)
    followed_at = models.DateTimeField(null=True)
    rebuilt_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.last_event_id)


class Better(models.TextChoices):
    HIGH = "high", _("A high value is better")
    LOW = "low", _("A low value is better")


class Definition(models.Model):
    """What an indicator counts and divides by, from `valid_from` until before `valid_until`."""

    flow = models.CharField(max_length=32, db_collation="C")
    code = models.CharField(max_length=40, db_collation="C")
    name = models.CharField(max_length=40)
    description = models.CharField(max_length=300, default="", blank=True)
    numerator = ArrayField(models.CharField(max_length=40))
    denominator = ArrayField(models.CharField(max_length=40))
    better = models.CharField(max_length=4, choices=Better, default=Better.HIGH)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="indicators_definition_no_overlap",
                expressions=[
                    ("flow", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
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
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="indicators_definition_lasts",
            ),
            models.CheckConstraint(
                condition=models.Q(numerator__len__gt=0, denominator__len__gt=0),
                name="indicators_definition_two_sides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.code} {self.valid_from}"

    @property
    def last_day(self) -> object:
        """The last day it is valid, None when it has no end."""
        return self.valid_until - timedelta(days=1) if self.valid_until else None
