"""What was last seen of somebody, what it is worth, and what residents say of themselves."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area
from xinqiao.registry.models import Person

PHONE_CONTEXT = "visits.declared_phone"


class SignalKind(models.Model):
    """What a kind of signal is worth from a day until another (人口活跃度信号).

    weight: per cent, 1 to 100, on the day itself; it halves every `half_life_days`. events: kinds
    of the event log that count as this signal; empty for what this room itself sees. Changed by
    ending one row and beginning the next.
    """

    code = models.CharField(max_length=40, db_collation="C")
    name = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()
    half_life_days = models.PositiveSmallIntegerField()
    events = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(valid_until__isnull=True),
                name="visits_signal_kind_once",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__range=(1, 100)), name="visits_signal_weight"
            ),
            models.CheckConstraint(
                condition=models.Q(half_life_days__range=(1, 3650)), name="visits_signal_half_life"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FreshnessRule(models.Model):
    """Below how many points somebody counts as stale, from a moment until another."""

    threshold = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__range=(1, 99)), name="visits_freshness_threshold"
            ),
        ]

    def __str__(self) -> str:
        return str(self.threshold)


class PersonSignal(models.Model):
    """The newest signal of a kind that was seen of somebody; older ones say nothing more."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="signals", db_index=False
    )
    kind = models.CharField(max_length=40, db_collation="C")
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="visits_signal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class PersonFreshness(models.Model):
    """The day on which somebody turns stale unless a signal comes before; see `freshness`."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="freshness")
    stale_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.stale_on}"


class FeedMark(models.Model):
    """Up to which event the log has been read for signals, and with the weights of when everybody
    was computed; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_event_id = models.BigIntegerField(default=0)
    weighed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="visits_one_feed_mark"),
        ]

    def __str__(self) -> str:
        return str(self.last_event_id)


class DeclarationState(models.TextChoices):
    OPEN = "open", _("Waits for the grid worker")
    ACCEPTED = "accepted", _("Entered in the register")
    REFUSED = "refused", _("Not entered")
    CONFIRMED = "confirmed", _("Nothing to change")


class Declaration(models.Model):
    """A resident says: I still live here, these are my details (自主申报).

    words: what has changed. A new telephone number stands sealed (`PHONE_CONTEXT`). The register
    changes only when the grid worker enters it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    lives_here = models.BooleanField()
    words = models.CharField(max_length=500, default="", blank=True)
    phone_sealed = models.BinaryField(null=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=DeclarationState)
    answer = models.CharField(max_length=200, default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["area_path", "id"],
                condition=models.Q(state="open"),
                name="visits_declaration_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
