"""One item came out of another: a request became a project, a finding became a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xinqiao.workflow.models.items import Item


class Link(models.Model):
    """`target` came out of `source`; both pages show it."""

    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_in")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="workflow_link_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="workflow_link_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} -> {self.target_id}"
