"""The append-only log (事件日志) and the outbox that feeds its subscribers."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One change: who, in which post, when, where, what. Triggers refuse UPDATE and DELETE.

    `data` holds facts and ids; words that name people stay in the rows they belong to, so that
    they can still be erased when the law says so.
    """

    kind = models.CharField(max_length=64, db_collation="C")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_user_id = models.BigIntegerField(null=True)
    actor_post_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=160, default="")
    on_behalf = models.BooleanField(default=False, db_default=False)
    subject_kind = models.CharField(max_length=32, db_collation="C")
    subject_id = models.BigIntegerField()
    area_path = models.CharField(max_length=120, db_collation="C", default="", db_default="")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="events_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_id}"


class OutboxEntry(models.Model):
    """One event still owed to one subscriber; deleted when the subscriber has done its work."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", db_index=False)
    subscriber = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    last_error = models.CharField(max_length=300, default="", db_default="")
    is_dead = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="events_outbox_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(is_dead=False),
                name="events_outbox_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} -> {self.subscriber}"


class Seal(models.Model):
    """A closed batch of events in the hash chain: a changed or missing event shows."""

    first_event_id = models.BigIntegerField()
    last_event_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField(unique=True)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_event_id}-{self.last_event_id}"
