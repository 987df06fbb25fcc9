"""Forms that visitors fill in, as data with versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area


class FormSubject(models.TextChoices):
    """What a visit with this form goes to."""

    HOUSEHOLD = "household", _("Household")
    PERSON = "person", _("Person")
    FACILITY = "facility", _("Facility or lane")


class Form(models.Model):
    """One version of a form (走访表单). `definition` is read by `visits.formlang`.

    A draft has no `published_at`; a trigger refuses to change what is published. At a moment the
    version that counts is the newest one published with `valid_from` reached and `valid_until`
    not. `area_path` narrows a form to an area; empty means everywhere.
    """

    code = models.CharField(max_length=40, db_collation="C")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    subject = models.CharField(max_length=10, choices=FormSubject)
    definition = models.JSONField()
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    area_path = models.CharField(max_length=120, db_collation="C", default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="visits_form_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(published_at__isnull=True),
                name="visits_one_draft_of_a_form",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(valid_from__isnull=False),
                name="visits_published_form_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
