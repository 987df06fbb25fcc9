"""What the law on personal data asks of the register: purposes, consent, looks, requests."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xinqiao.grid.models import Post
from xinqiao.registry.models.people import Person


class Basis(models.TextChoices):
    """Why data may be used (PIPL 13)."""

    CONSENT = "consent", _("Consent")
    DUTY = "duty", _("Duty laid down by law")
    CONTRACT = "contract", _("Contract")
    EMERGENCY = "emergency", _("Emergency")


class Purpose(models.Model):
    """Which fields or tags are kept for what, on which basis, for how long (处理目的).

    fields: names such as `person.phone`, `tag.disabled`; `tag.sensitive` and `tag.ordinary` stand
    for the tags that no purpose names. retention_months counts from the day the purpose ends
    (moved away, died, consent withdrawn).
    """

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    notice = models.CharField(max_length=500)  # what the person is told
    fields = models.JSONField(default=list)
    basis = models.CharField(max_length=10, choices=Basis)
    is_sensitive = models.BooleanField(default=False)
    # Posts that may open the masked value: duties of `accounts.access.Role`, within their area.
    roles = models.JSONField(default=list, db_default=[])
    legal_basis = models.CharField(max_length=200, default="", blank=True, db_default="")
    retention_months = models.PositiveSmallIntegerField(default=24)
    # From storage-only until the identity is erased.
    erase_months = models.PositiveSmallIntegerField(default=36, db_default=36)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Manner(models.TextChoices):
    """How a consent was given."""

    PAPER = "paper", _("Signed on paper")
    PHONE = "phone", _("Agreed to on the phone")
    SPOKEN = "spoken", _("Said before a witness")


class Consent(models.Model):
    """A person agreed to a purpose (单独同意), and perhaps withdrew it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    manner = models.CharField(max_length=12, choices=Manner)
    witness = models.CharField(max_length=60, default="", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="registry_consent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose_id}"


class LookKind(models.TextChoices):
    """What the look was for; the words beside it say more."""

    CONTACT = "contact", _("To call or meet the person")
    CARE = "care", _("To visit or care for the person")
    VERIFY = "verify", _("To check who somebody is")
    REQUEST = "request", _("To handle a request")
    EMERGENCY = "emergency", _("Danger to life or property")
    EXPORT = "export", _("To hand over a list by duty")
    SUBJECT = "subject", _("Asked for by the person")
    LAWFUL = "lawful", _("A body entitled by law asked")


OPENED_WORDS = {
    "citizen_number": _("Citizen number"),
    "phone": _("Telephone"),
    "tags": _("Sensitive categories"),
    "copy": _("Copy of all data"),
    "stored_only": _("Record kept for the law only"),
}


class Look(models.Model):
    """Somebody opened what is masked: who, in which post, when, why, which field (谁看过我)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    fields = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=LookKind, default=LookKind.CONTACT)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="registry_look_person"),
            models.Index(fields=["at", "id"], name="registry_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} -> {self.person_id}"

    @property
    def opened(self) -> list[str]:
        """What was opened, in words."""
        return [str(OPENED_WORDS.get(field, field)) for field in self.fields]


class SubjectRequest(models.Model):
    """A person asks for a copy, a correction or deletion of their data (PIPL 45-47)."""

    class Kind(models.TextChoices):
        COPY = "copy", _("Copy of my data")
        CORRECT = "correct", _("Correction")
        DELETE = "delete", _("Deletion")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request about own data", "Open")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subject_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    words = models.CharField(max_length=500, default="", blank=True)
    answer = models.CharField(max_length=500, default="", blank=True)
    # Staff who asked on the person's behalf (代办); empty when the person asked.
    helped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(state="open"),
                name="registry_subject_request_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="open"),
                name="registry_subject_request_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class DataRule(models.Model):
    """Lengths and limits that the law leaves to the place; the newest valid row counts."""

    answer_working_days = models.PositiveSmallIntegerField(default=15)
    looks_per_hour = models.PositiveSmallIntegerField(default=60)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("valid_until"),
                nulls_distinct=False,
                condition=models.Q(valid_until__isnull=True),
                name="registry_one_data_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(answer_working_days__gte=1, looks_per_hour__gte=1),
                name="registry_data_rule_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_working_days} days, {self.looks_per_hour} looks"
