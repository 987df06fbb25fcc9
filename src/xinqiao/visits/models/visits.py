"""Visits, the people met, what was found, and what a correction replaced."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Place, Post
from xinqiao.registry.models import Facility, Household, Person
from xinqiao.visits.models.forms import Form
from xinqiao.workflow.models import Item


class Outcome(models.TextChoices):
    MET = "met", _("Met")  # 已见到
    ABSENT = "absent", _("Nobody home")  # 无人在家
    REFUSED = "refused", _("Did not want a visit")  # 拒访


class Method(models.TextChoices):
    VISIT = "visit", _("In person")  # 上门
    PHONE = "phone", _("By telephone")  # 电话


class Visit(models.Model):
    """One visit (走访) to a household, a person or a facility, by somebody in a post.

    `answers` holds what everybody who sees the visit may read; answers to sensitive questions
    stand together in `answers_sealed` (JSON under kit.crypto). `key` is the command of the phone
    or the page: the same key is the same visit, for ever. A correction raises `version` and keeps
    what was there as a `Revision`.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="visits")
    household = models.ForeignKey(
        Household, null=True, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    facility = models.ForeignKey(
        Facility, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    method = models.CharField(max_length=6, choices=Method)
    outcome = models.CharField(max_length=8, choices=Outcome)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    lon = models.FloatField(null=True)  # WGS 84 degrees
    lat = models.FloatField(null=True)
    answers = models.JSONField(default=dict)
    answers_sealed = models.BinaryField(null=True)
    note = models.CharField(max_length=200, default="", blank=True, db_default="")
    key = models.CharField(max_length=64, unique=True, db_collation="C")
    version = models.PositiveIntegerField(default=1, db_default=1)
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(household__isnull=False)
                | models.Q(person__isnull=False)
                | models.Q(facility__isnull=False),
                name="visits_visit_has_a_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
                name="visits_visit_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="visits_visit_newest"),
            models.Index(fields=["area_path", "-started_at", "-id"], name="visits_visit_area"),
            models.Index(fields=["household", "-started_at"], name="visits_visit_household"),
            models.Index(fields=["person", "-started_at"], name="visits_visit_person"),
            models.Index(fields=["post", "-started_at"], name="visits_visit_post"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class VisitedPerson(models.Model):
    """Somebody who was met at a visit: what makes a register fresh."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="met")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="met_at")
    at = models.DateTimeField()  # repeats Visit.started_at

    class Meta:
        verbose_name_plural = "people visited"
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="visits_met_once"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="visits_met_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.visit_id}"


class Revision(models.Model):
    """What a visit said before a correction: its `version` then, who replaced it, why."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    method = models.CharField(max_length=6, choices=Method)
    outcome = models.CharField(max_length=8, choices=Outcome)
    answers = models.JSONField(default=dict)
    answers_sealed = models.BinaryField(null=True)
    note = models.CharField(max_length=200, default="", blank=True, db_default="")
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "version"], name="visits_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} v{self.version}"


class FindingAspect(models.TextChoices):
    """What something found at a visit is about."""

    FAMILY = "family", _("Family")
    CATEGORIES = "categories", _("Person categories")
    FACILITIES = "facilities", _("Facilities")
    HAZARD = "hazard", _("Hazard")  # 隐患
    CONFLICT = "conflict", _("Conflict")  # 矛盾


class FindingState(models.TextChoices):
    NOTED = "noted", _("Noted")
    RAISED = "raised", _("Passed on as a request")
    SETTLED = "settled", _("Settled on the spot")


class Finding(models.Model):
    """Something found at a visit, and the request that it became (`item`)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=40, db_collation="C")  # of the form, that told it
    aspect = models.CharField(max_length=10, choices=FindingAspect)
    text = models.CharField(max_length=500)
    category_code = models.CharField(max_length=60, default="", blank=True, db_collation="C")
    state = models.CharField(max_length=8, choices=FindingState)
    item = models.ForeignKey(
        Item, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="visits_finding_once"),
            models.CheckConstraint(
                condition=models.Q(state="raised", item__isnull=False)
                | ~models.Q(state="raised") & models.Q(item__isnull=True),
                name="visits_raised_finding_has_an_item",
            ),
        ]
        indexes = [
            models.Index(
                fields=["item"],
                condition=models.Q(item__isnull=False),
                name="visits_finding_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}.{self.position} {self.aspect}"
