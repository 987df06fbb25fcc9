"""Rounds (考评轮次), the scores of units, and the items they were counted from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.assessment.models.schemes import PeerGroup, Scheme
from xinqiao.grid.models import Area

ROUND = "assessment_round"  # subject kind of events


class State(models.TextChoices):
    """Steps of a round (考评轮次)."""

    DRAFT = "draft", _("Prepared")  # 准备
    COMPUTED = "computed", _("Computed")  # 试算
    FROZEN = "frozen", _("Frozen")  # 封存
    ANNOUNCED = "announced", _("Announced, open to appeals")  # 公示
    PUBLISHED = "published", _("Made public")  # 公布
    CORRECTED = "corrected", _("Replaced by a correction")  # 已更正


class Round(models.Model):
    """One period of a scheme in one area. What is frozen stays; a correction is a new version."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rounds")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_collation="C")
    first = models.DateField()
    last = models.DateField()  # inclusive
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    origin = models.ForeignKey(  # the version in which samples were drawn and appeals made
        "self", null=True, on_delete=models.PROTECT, related_name="versions"
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    seed = models.CharField(max_length=64, default="", db_collation="C")
    computed_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    objections_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="", db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "area", "first", "version"], name="assessment_round_once"
            ),
        ]
        indexes = [models.Index(fields=["area_path", "-first"], name="assessment_round_of_area")]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.first} v{self.version}"

    @property
    def root_id(self) -> int:
        """The version in which samples were drawn and appeals were made."""
        return self.origin_id or self.pk

    @property
    def is_kept(self) -> bool:
        """Whether its rows are frozen, which the database holds, too."""
        return self.frozen_at is not None


class UnitScore(models.Model):
    """What one unit reached. name: as it was then. rank: within its group, null without a score."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="scores")
    group = models.ForeignKey(PeerGroup, on_delete=models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    area_path = models.CharField(max_length=120, db_collation="C")
    weight = models.DecimalField(max_digits=5, decimal_places=2)  # of the parts that counted
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit_id"], name="assessment_score_once"),
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(total__gte=0, total__lte=100),
                name="assessment_total_0_to_100",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "group", "rank", "id"], name="assessment_score_ranked"),
            models.Index(fields=["unit_id", "round"], name="assessment_score_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.total}"


class PartScore(models.Model):
    """One part of a score. The spot checks come last, counted in points instead of items."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    score = models.ForeignKey(UnitScore, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=7, decimal_places=4, null=True)  # null: left out
    is_corrected = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["score", "position"], name="assessment_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.numerator}/{self.denominator}"


class CountedItem(models.Model):
    """An item that counted for a unit: bit n of `counted` and `met` stands for part n.

    counted: the denominators it is in; met: the numerators. An item left out counts in neither.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    score = models.ForeignKey(UnitScore, on_delete=models.CASCADE, related_name="items")
    # The work item itself may be anonymised or archived later; what counted stays.
    item_id = models.BigIntegerField()
    number = models.CharField(max_length=16, db_collation="C")
    counted = models.PositiveSmallIntegerField()
    met = models.PositiveSmallIntegerField()
    is_done = models.BooleanField()
    is_left_out = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["score", "item_id"], name="assessment_item_once"),
        ]
        indexes = [
            # A round is read from end to end in this order: digest, export, corrections.
            models.Index(fields=["round", "score", "item_id"], name="assessment_item_of_round"),
        ]

    def __str__(self) -> str:
        return self.number
