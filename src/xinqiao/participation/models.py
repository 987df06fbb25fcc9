"""Projects that residents asked for, and the programmes they are paid from."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from xinqiao.grid.models import Area
from xinqiao.registry.models import Facility
from xinqiao.workflow.models import Item

# Files of a project; items themselves are `workflow.SUBJECT`.
PROJECT_FILES = "project"


class Programme(models.Model):
    """Several projects under one budget (改造计划), of an area, in some years."""

    name = models.CharField(max_length=100)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="participation_programme_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="participation_programme_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """One project, one to one with its item, which has its owner, state and clocks."""

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="project"
    )
    name = models.CharField(max_length=100)
    scope = models.TextField()  # what is to be done
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="projects"
    )
    lane = models.ForeignKey(Facility, null=True, on_delete=models.PROTECT, related_name="+")
    length_m = models.PositiveIntegerField(null=True)
    budget_fen = models.BigIntegerField(null=True)
    fund_source = models.CharField(max_length=100, default="", blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget_fen__isnull=True) | models.Q(budget_fen__gt=0),
                name="participation_budget_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def budget_yuan(self) -> Decimal | None:
        return None if self.budget_fen is None else Decimal(self.budget_fen) / 100

    @property
    def budget_wan(self) -> Decimal | None:
        """In units of ten thousand yuan (万元), as budgets are spoken of; None below one."""
        yuan = self.budget_yuan
        return None if yuan is None or yuan < 10_000 else yuan / 10_000


class Remark(models.Model):
    """What somebody wrote with a step."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="remarks")
    action = models.CharField(max_length=16)
    text = models.TextField()
    author_label = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.action} of {self.project_id}"
