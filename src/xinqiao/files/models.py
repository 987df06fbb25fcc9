"""Photos and documents (附件), stored once by content and tied to what they show."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

UNCLAIMED_FOR = timedelta(days=1)


class Purpose(models.TextChoices):
    REPORT = "report", _("Sent with the report")
    PROOF = "proof", _("Proof of the work")
    DOCUMENT = "document", _("Document")


class Attachment(models.Model):
    """An upload. Until an owner claims it (`subject_*`), only its token opens it, for a day."""

    token = models.CharField(max_length=43, unique=True, db_collation="C")
    subject_kind = models.CharField(max_length=32, default="", db_collation="C")
    subject_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.REPORT)
    is_public = models.BooleanField(default=False)
    sha256 = models.BinaryField()  # of the stored bytes, also their file name
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=120, default="")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    # Longer than a day, for an entry of a phone that waits or is in conflict.
    kept_until = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="files_of_subject"),
            models.Index(
                fields=["uploaded_at"],
                condition=models.Q(claimed_at__isnull=True, removed_at__isnull=True),
                name="files_unclaimed",
            ),
            models.Index(fields=["sha256"], name="files_by_content"),
        ]

    def __str__(self) -> str:
        return self.name or self.token[:8]

    def is_gone(self, at: datetime) -> bool:
        """Whether nobody claimed it in the time it is kept for."""
        if self.claimed_at is not None or self.uploaded_at > at - UNCLAIMED_FOR:
            return False
        return self.kept_until is None or self.kept_until <= at

    @property
    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def url(self) -> str:
        return reverse("files:open", args=[self.token])

    @property
    def thumb_url(self) -> str:
        """Where the small picture is; empty for documents."""
        return reverse("files:thumb", args=[self.token]) if self.is_photo else ""
