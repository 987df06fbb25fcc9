"""Classes of elders (老人分类) and who belongs to which, from when until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xinqiao.registry.models import Person


class ElderClass(models.Model):
    """A class with its definition and what it is entitled to.

    rule: {"age_from": 60, "tags_any": ["disabled"]}; the first class by `position` whose rule
    fits is proposed. Never the last word: a person confirms.
    """

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    definition = models.CharField(max_length=300)
    entitlement = models.CharField(max_length=300, default="", blank=True)
    rule = models.JSONField(default=dict)
    review_months = models.PositiveSmallIntegerField(default=12)
    contacts_per_week = models.PositiveSmallIntegerField(default=0)
    has_home_service = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)  # tells of health: needs a basis (PIPL 28)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_months__gte=1, review_months__lte=60),
                name="care_class_is_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Classification(models.Model):
    """Somebody's class. Without `confirmed_at` it is a proposal of the rules."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="elder_classes")
    elder_class = models.ForeignKey(ElderClass, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, default="", blank=True)
    proposed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_on = models.DateField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(until__isnull=True, confirmed_at__isnull=False),
                name="care_one_class_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(until__isnull=True, confirmed_at__isnull=True),
                name="care_one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(review_on__isnull=False),
                name="care_confirmed_is_reviewed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on"],
                condition=models.Q(until__isnull=True, confirmed_at__isnull=False),
                name="care_class_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.elder_class_id}"
