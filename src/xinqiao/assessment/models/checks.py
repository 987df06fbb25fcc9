"""Spot checks on site (线下抽查), appeals (申诉) and the corrections that follow (更正)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.assessment.models.rounds import Round, UnitScore
from xinqiao.assessment.models.schemes import Criterion

SAMPLE = "assessment_sample"  # subject kinds of events and files
APPEAL = "assessment_appeal"


class Sample(models.Model):
    """An item drawn for a spot check. digest: what put it in its place in the draw."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="samples")
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=120)
    area_path = models.CharField(max_length=120, db_collation="C")
    item_id = models.BigIntegerField()
    number = models.CharField(max_length=16, db_collation="C")
    place = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, db_collation="C")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_by_label = models.CharField(max_length=160, default="")
    words = models.CharField(max_length=1000, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit_id", "item_id"], name="assessment_sample_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.unit_id}"


class Finding(models.Model):
    """What one criterion earned on site."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "criterion"], name="assessment_finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.points} for {self.criterion_id}"


class AppealState(models.TextChoices):
    OPEN = "open", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Agreed to")
    REJECTED = "rejected", _("Rejected")


class Appeal(models.Model):
    """A unit contradicts its score, or that an item was counted."""

    score = models.ForeignKey(UnitScore, on_delete=models.PROTECT, related_name="appeals")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="appeals")
    item_id = models.BigIntegerField(null=True)
    number = models.CharField(max_length=16, default="", db_collation="C")
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, choices=AppealState, default=AppealState.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_by_label = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    decided_by_label = models.CharField(max_length=160, default="")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["score", "item_id"],
                condition=models.Q(state="open"),
                nulls_distinct=False,
                name="assessment_one_open_appeal",
            ),
        ]
        indexes = [models.Index(fields=["round", "-id"], name="assessment_appeals_of_round")]

    def __str__(self) -> str:
        return f"{self.state}: {self.score_id}"


class Correction(models.Model):
    """One change that the next version of a round takes up: an item left out, or points set."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="corrections")
    appeal = models.OneToOneField(
        Appeal, null=True, on_delete=models.PROTECT, related_name="correction"
    )
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=120)
    item_id = models.BigIntegerField(null=True)
    position = models.PositiveSmallIntegerField(null=True)
    points = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    reason = models.CharField(max_length=1000)
    made_by_label = models.CharField(max_length=160)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    item_id__isnull=False, position__isnull=True, points__isnull=True
                )
                | models.Q(item_id__isnull=True, position__isnull=False, points__isnull=False),
                name="assessment_correction_item_or_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.item_id or self.position}"
