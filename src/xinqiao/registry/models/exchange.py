"""Files of people being taken in, so that a broken run goes on where it stopped."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Post


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing written yet")
    RUNNING = "running", _("Being taken in")
    DONE = "done", _("Taken in")
    FAILED = "failed", _("Could not be read")
    LEFT = "left", _("Left")


class PeopleImport(models.Model):
    """One file of people (花名册) on its way in.

    `payload_sealed` is the file, gone as soon as it is taken in or left. `line` is the last line
    that is done, so that a broken run goes on behind it.
    """

    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField()
    payload_sealed = models.BinaryField(null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.CHECKING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    line = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # Dwellings, households and places that are new with these people.
    made = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    problem = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=("checking", "running")),
                name="registry_import_waiting",
            ),
            models.Index(fields=["started_by", "-id"], name="registry_import_mine"),
        ]

    def __str__(self) -> str:
        return self.file_name


class RefusedLine(models.Model):
    """A line that was refused, with its cells sealed, for the list to correct; kept 30 days."""

    people_import = models.ForeignKey(
        PeopleImport, on_delete=models.CASCADE, related_name="refused_lines"
    )
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)
    cells_sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["people_import", "line"], name="registry_refused_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people_import_id} {self.line}"


class PeopleExport(models.Model):
    """A list of people that left the register: who took it, of where, why, with numbers or not."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    people = models.PositiveIntegerField()
    is_full = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="registry_export_latest")]

    def __str__(self) -> str:
        return f"{self.people} of {self.area_id}"
