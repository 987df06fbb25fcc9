"""The rules that staff edit: limits, dispatch, the calendar, and their own saved lists."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Organisation


class Unit(models.TextChoices):
    """Units of a limit. RULES "Time"."""

    URGENT_HOURS = "urgent_hours", _("urgent working hours, round the clock")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")
    NATURAL_DAYS = "natural_days", _("calendar days")


def _valid_range() -> models.Func:
    return models.Func(
        "valid_from", "valid_until", function="tstzrange", output_field=DateTimeRangeField()
    )


class LimitRule(models.Model):
    """How long a clock of a flow may take; the longest matching category prefix wins."""

    flow = models.CharField(max_length=32, db_collation="C")
    clock = models.CharField(max_length=16, db_collation="C")
    category_code = models.CharField(max_length=60, db_collation="C", default="", blank=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=16, choices=Unit)
    yellow_percent = models.PositiveSmallIntegerField(default=25)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="workflow_limit_no_overlap",
                expressions=[
                    ("flow", RangeOperators.EQUAL),
                    ("clock", RangeOperators.EQUAL),
                    ("category_code", RangeOperators.EQUAL),
                    (_valid_range(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="workflow_limit_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(yellow_percent__gte=1, yellow_percent__lte=99),
                name="workflow_limit_yellow_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.clock} {self.category_code} {self.amount} {self.unit}"


class DispatchRule(models.Model):
    """Whose work a category in an area is: a role found near the place, or an organisation.

    Most specific first: deeper category, then deeper area, then priority, then the older rule.
    """

    flow = models.CharField(max_length=32, db_collation="C")
    category_code = models.CharField(max_length=60, db_collation="C", default="", blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)
    target_role = models.CharField(max_length=20, default="", blank=True)
    target_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    may_return = models.BooleanField(default=True)  # a designated unit may not send back
    priority = models.SmallIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(target_role="") & models.Q(target_organisation__isnull=False))
                | (~models.Q(target_role="") & models.Q(target_organisation__isnull=True)),
                name="workflow_dispatch_one_target",
            ),
        ]

    def __str__(self) -> str:
        target = self.target_role or self.target_organisation_id
        return f"{self.flow} {self.category_code or '*'} -> {target}"


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Day off")  # 放假
    WORKDAY = "workday", _("Make-up working day")  # 调休上班


class CalendarDay(models.Model):
    """A day that differs from the plain week (放假与调休), by the State Council's notice."""

    date = models.DateField(primary_key=True)
    kind = models.CharField(max_length=8, choices=DayKind)
    name = models.CharField(max_length=60, default="", blank=True)
    source = models.CharField(max_length=60, default="")

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class CalendarYear(models.Model):
    """A year whose days are known and checked; limits reaching into another year are flagged."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=60)
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.year)


class SavedFilter(models.Model):
    """A work list somebody looks at again and again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="workflow_filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
