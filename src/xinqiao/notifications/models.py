"""Notices to people (通知) and their delivery."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xinqiao.kit.sealed import SealedColumn, register_sealed


class Notice(models.Model):
    """One message to one person about one event; unique, so a replay sends nothing twice."""

    event_id = models.BigIntegerField(null=True)
    recipient_key = models.CharField(max_length=80)  # "user:7" or "phone:<index hex>"
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    phone_sealed = models.BinaryField(null=True)
    template = models.CharField(max_length=64)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "recipient_key", "template"], name="notifications_once"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notifications_inbox"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True),
                name="notifications_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} -> {self.recipient_key}"


class Delivery(models.Model):
    """A notice on its way through one channel, retried until sent or given up."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=16)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)  # null when nothing more is to be done
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="notifications_delivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.channel}"


register_sealed(
    SealedColumn(model="notifications.Notice", field="phone_sealed", context="notifications.phone"),
)
