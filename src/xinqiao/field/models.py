"""Phones that work without signal, what each carries, and what each has sent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    """Why a phone carries nothing any more."""

    SIGNED_OUT = "signed_out", _("Signed out")
    BY_HOLDER = "by_holder", _("Ended by the holder")
    REVOKED = "revoked", _("Ended by the security administrator")
    NO_POST = "no_post", _("No post in a grid any more")
    EXPIRED = "expired", _("Too long without signal")


class Phone(models.Model):
    """A browser on a phone that carries its holder's grids (离线终端).

    The key that encrypts what is on the phone lies here sealed (`kit.crypto`), so that its holder,
    and nobody else, can open what waits on a phone that has thrown its own copy away (ADR 0034).
    It is gone once the phone is revoked. `key_hint` tells two keys apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phones"
    )
    name = models.CharField(max_length=60)
    key_hint = models.CharField(max_length=8, db_collation="C")
    key_sealed = models.BinaryField(null=True)
    registered_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()  # the last sync; the key is good for days from here
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, default="", blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["-last_seen_at", "-id"],
                condition=models.Q(ended_at__isnull=True),
                name="field_phone_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Load(models.Model):
    """What a phone was handed: ids and fingerprints of rows, no words (离线数据清单).

    manifest: {kind: {id: fingerprint}}. A sync sends what differs from the load that the phone
    names; the few newest loads are kept, so that an answer lost on the way harms nothing, and so
    that it is known what a lost phone carried.
    """

    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, related_name="loads", db_index=False)
    cursor = models.CharField(max_length=22, db_collation="C")
    at = models.DateTimeField()
    manifest = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone", "cursor"], name="field_load_once"),
        ]

    def __str__(self) -> str:
        return f"{self.phone_id} {self.cursor}"


class CommandFate(models.TextChoices):
    """What became of a command, as people read it; `contract.Fate` and what waits."""

    DONE = "done", _("Done")
    MERGED = "merged", _("Done, beside somebody else's change")
    CONFLICT = "conflict", _("Changed by two")
    REFUSED = "refused", _("Not possible")
    WAITING = "waiting", _("Waiting")


class CommandLog(models.Model):
    """One command of a phone, by the id that the phone gave it: it happens once (离线指令).

    payload and clashes may name people: sealed (`kit.crypto`), and gone once the command is done.
    `data` holds ids only.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    phone = models.ForeignKey(
        Phone, null=True, on_delete=models.SET_NULL, related_name="commands", db_index=False
    )
    kind = models.CharField(max_length=60, db_collation="C")
    attempt = models.PositiveSmallIntegerField(default=1, db_default=1)
    checksum = models.PositiveIntegerField()  # of the payload, sixteen bits: see `sealing`
    payload_sealed = models.BinaryField(null=True)
    after = ArrayField(models.UUIDField(), default=list, blank=True)
    fate = models.CharField(
        max_length=8, choices=CommandFate, default=CommandFate.WAITING, db_collation="C"
    )
    message = models.CharField(max_length=500, default="", blank=True)
    data = models.JSONField(default=dict)
    clashes_sealed = models.BinaryField(null=True)
    area_path = models.CharField(max_length=120, db_collation="C", default="")
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField()  # when it last came to this fate
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            # The look-up by user serves the phone's own page; a cascade finds it, too.
            models.Index(fields=["phone", "-received_at"], name="field_command_of_phone"),
            models.Index(fields=["area_path", "received_at"], name="field_command_area"),
            models.Index(
                fields=["-received_at", "-id"],
                condition=models.Q(fate="conflict", settled_at__isnull=True),
                name="field_conflict_open",
            ),
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(fate="waiting"),
                name="field_command_waiting",
            ),
            models.Index(
                fields=["decided_at"],
                condition=models.Q(fate__in=("done", "merged", "refused"))
                | models.Q(settled_at__isnull=False),
                name="field_command_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
