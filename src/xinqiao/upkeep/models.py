"""Upkeep (养护): kinds of it, plans for a lane or facility, and each turn that fell due."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.registry.models import Facility
from xinqiao.upkeep.rhythm import Every, Rhythm
from xinqiao.workflow.models import Item

TASK_FILES = "upkeep_task"  # what the room of files calls the photos of a task


class Kind(models.Model):
    """What is done (养护事项): planting, patching the road… with what to look at."""

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    look_at = models.CharField(max_length=300, default="", blank=True)
    # What a defect found is reported as, when nobody chooses.
    defect_category = models.CharField(max_length=60, db_collation="C", default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """A recurring task (养护计划) of one lane or facility.

    `next_on` is the next turn that nobody has been given yet. `area_path` repeats the facility's.
    """

    class Every(models.TextChoices):
        DAYS = Every.DAYS.value, _("Every so many days")
        WEEK = Every.WEEK.value, _("On days of the week")
        MONTH = Every.MONTH.value, _("On days of the month")

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="upkeep_plans")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    every = models.CharField(max_length=8, choices=Every.choices)
    interval = models.PositiveSmallIntegerField(default=1)
    days = models.JSONField(default=list, blank=True)
    days_allowed = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    next_on = models.DateField()
    area_path = models.CharField(max_length=120, db_collation="C")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind"],
                condition=models.Q(retired_at__isnull=True),
                name="upkeep_plan_once",
            ),
            models.CheckConstraint(
                condition=models.Q(days_allowed__gte=1, days_allowed__lte=60),
                name="upkeep_plan_days_allowed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_on", "id"],
                condition=models.Q(retired_at__isnull=True),
                name="upkeep_plan_next",
            ),
            models.Index(fields=["area_path", "id"], name="upkeep_plan_area"),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.kind_id}"

    @property
    def rhythm(self) -> Rhythm:
        """When it falls due."""
        return Rhythm(Every(self.every), self.starts_on, self.interval, tuple(self.days))


class Task(models.Model):
    """One turn of a plan: a work item of the flow `upkeep`, with what was done.

    `turns` counts the turns it stands for: those that came while it waited or nobody could work.
    """

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.PROTECT, related_name="upkeep_task"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField()
    turns = models.PositiveSmallIntegerField(default=1)
    words = models.CharField(max_length=500, default="", blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    # A defect found there became a request.
    request_item = models.ForeignKey(
        Item, null=True, on_delete=models.PROTECT, related_name="upkeep_tasks"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="upkeep_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_on}"
