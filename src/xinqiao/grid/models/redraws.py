"""Each redraw of grids as one act: what it moved, and whether it was taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models.areas import Area


class RedrawKind(models.TextChoices):
    """What was done to the grids (网格调整)."""

    SPLIT = "split", _("Split")  # 拆分
    MERGE = "merge", _("Merger")  # 合并
    EDGES = "edges", _("Edges moved")  # 边界调整
    UNDO = "undo", _("Taken back")  # 撤回


class RedrawAct(models.Model):
    """One redraw.

    data: what the event says (predecessors, successors, posts). report: what was affected, a list
    of {name, by_area: {area id: rows}}. origins: where rows came from, {kind: {row id: area id}},
    and {"boundary": {area id: boundary id}} of edges that moved: enough to take it all back.
    """

    kind = models.CharField(max_length=8, choices=RedrawKind)
    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="redraws")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    data = models.JSONField()
    report = models.JSONField(default=list)
    origins = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        indexes = [models.Index(fields=["community", "-id"], name="grid_redraw_community")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
