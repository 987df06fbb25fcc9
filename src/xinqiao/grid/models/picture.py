"""The version of the picture that every process keeps in memory."""

from __future__ import annotations

from django.db import models


class SnapshotVersion(models.Model):
    """One row, raised with every edit of areas, posts, rules, limits or the calendar.

    The intake statement compares it with the version of the process's own snapshot, so a stale
    snapshot can never place a request.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="grid_one_snapshot_version"),
        ]

    def __str__(self) -> str:
        return str(self.version)
