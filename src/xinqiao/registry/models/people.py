"""People of the register, and which records were found to be the same person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area
from xinqiao.kit.search import Bigrams


class Sex(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class Person(models.Model):
    """Somebody who lives here or is registered here (实有人口).

    Numbers are sealed (`kit.crypto`) and found by a keyed blind index; screens show masks.
    `area` is the grid of the current household, kept here so that a scope is one range of one
    index. A record that was found to be somebody else's has `merged_into`.
    """

    # By bytes: a surname is then a range of the index.
    name = models.CharField(max_length=60, db_collation="C")
    sex = models.CharField(max_length=6, choices=Sex, default="", blank=True, db_default="")
    born_on = models.DateField(null=True, blank=True)
    citizen_number_sealed = models.BinaryField(null=True)  # 公民身份号码 GB 11643
    citizen_number_index = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    employer = models.CharField(max_length=100, default="", blank=True, db_default="")
    note = models.CharField(max_length=200, default="", blank=True, db_default="")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="person"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, db_default=1)
    left_on = models.DateField(null=True)  # moved out of the area
    died_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    # The purpose is met or consent withdrawn: kept by law, no longer used (PIPL 47).
    stored_only_at = models.DateTimeField(null=True)
    # Name, numbers and words are gone; figures and history stay.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["citizen_number_index"],
                condition=models.Q(citizen_number_index__isnull=False, merged_into__isnull=True),
                name="registry_citizen_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["area_path", "id"], name="registry_person_area"),
            models.Index(
                fields=["phone_index"],
                condition=models.Q(phone_index__isnull=False),
                name="registry_person_phone",
            ),
            models.Index(fields=["name", "born_on"], name="registry_person_name_born"),
            GinIndex(Bigrams("name"), name="registry_person_words", fastupdate=False),
            models.Index(
                fields=["stored_only_at"],
                condition=models.Q(stored_only_at__isnull=False, erased_at__isnull=True),
                name="registry_person_stored_only",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Merge(models.Model):
    """Two records found to be one person: what was moved, so that it can be undone."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=200)
    # Per reference (`model.field`): ids of the rows that pointed at `absorbed`.
    moved = models.JSONField(default=dict)
    # Rows that `kept` has already, which stay with `absorbed`.
    stayed = models.JSONField(default=dict, db_default={})
    # Fields of `kept` before and after; sealed values never stand here.
    filled = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at__isnull=True),
                name="registry_merged_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} -> {self.kept_id}"


class NotSame(models.Model):
    """Two records that look alike and are two people; `first` has the smaller id."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="registry_not_same_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="registry_not_same_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
