"""What is clear about a household: the four 清."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.registry.models import Household
from xinqiao.visits.models.visits import Visit


class Aspect(models.TextChoices):
    """The four things that a community knows of each household (四清)."""

    FAMILY = "family", _("Family clear")  # 家庭情况清
    CATEGORIES = "categories", _("Person categories clear")  # 人员类别清
    FACILITIES = "facilities", _("Facilities clear")  # 设施情况清
    HAZARDS = "hazards", _("Hazards and conflicts clear")  # 矛盾隐患清


class FourClear(models.Model):
    """An aspect of a household that a visit made clear, or found unclear (`clear_at` empty)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="four_clear")
    aspect = models.CharField(max_length=10, choices=Aspect)
    clear_at = models.DateTimeField(null=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "four clear"
        constraints = [
            models.UniqueConstraint(fields=["household", "aspect"], name="visits_clear_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.aspect}"
