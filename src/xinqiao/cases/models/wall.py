"""What takes a request off the public wall: its requester, somebody who sees themselves, time."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xinqiao.cases.models.requests import Case


class WallObjection(models.Model):
    """Somebody wants a request off the wall (异议). The request is hidden from the same moment on.

    The requester's own word is final; anybody else's is decided by a person.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="wall_objections")
    token = models.CharField(max_length=32, unique=True, db_collation="C")
    words = models.TextField(default="")
    by_requester = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stays_hidden = models.BooleanField(null=True)
    decision = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, stays_hidden__isnull=True)
                | models.Q(decided_at__isnull=False, stays_hidden__isnull=False),
                name="cases_objection_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["filed_at", "id"],
                condition=models.Q(decided_at__isnull=True),
                name="cases_objection_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.filed_at:%Y-%m-%d}"


class WallTerm(models.Model):
    """How many days a closed request stays on the wall, from a moment on."""

    days_shown = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(valid_until__isnull=True),
                name="cases_one_wall_term",
            ),
            models.CheckConstraint(
                condition=models.Q(days_shown__gte=1), name="cases_wall_term_is_longer_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.days_shown)
