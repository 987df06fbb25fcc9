"""Entries of the red and black lists (红榜、曝光台), appeals, consents to a name, terms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Organisation, Post
from xinqiao.kit.sealed import SealedColumn, register_sealed
from xinqiao.publicity import flow


class Colour(models.TextChoices):
    RED = "red", _("Red list")  # 红榜: done well
    BLACK = "black", _("Exposure list")  # 曝光台、黑榜: not done


class SubjectKind(models.TextChoices):
    """Whom an entry is about. The last two are people: nameless unless consent is on record."""

    ORGANISATION = "organisation", _("Organisation")
    AREA = "area", _("Area")
    POST = "post", _("Post")
    PERSON = "person", _("Person")


PEOPLE = (SubjectKind.POST, SubjectKind.PERSON)


class Source(models.TextChoices):
    SUPERVISION = "supervision", _("Supervision")  # 督办通报
    ASSESSMENT = "assessment", _("Assessment")  # 考核
    HAND = "hand", _("By hand, with proof")


class EndReason(models.TextChoices):
    """Why an entry is no longer there."""

    REFUSED = "refused", _("Not approved")
    EXPIRED = "expired", _("Its time is over")
    WITHDRAWN = "withdrawn", _("Taken down")
    REPAIRED = "repaired", _("Put right")  # 信用修复
    UPHELD = "upheld", _("An appeal was right")


class Listing(models.Model):
    """One entry. Shown while published, not suspended and before `expires_at`: all in the query."""

    token = models.CharField(max_length=32, unique=True, db_collation="C")
    colour = models.CharField(max_length=8, choices=Colour)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    title = models.CharField(max_length=60)
    facts = models.TextField()  # screened when written and again when shown
    legal_basis = models.CharField(max_length=200, default="", blank=True)
    source = models.CharField(max_length=12, choices=Source)
    source_item_id = models.BigIntegerField(null=True)  # the workflow item behind it
    source_event_id = models.BigIntegerField(null=True)
    source_words = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=12, default=flow.DRAFT, db_collation="C")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    how_told = models.CharField(max_length=200, default="", blank=True)
    appeal_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)  # an appeal is open
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, default="", blank=True)
    end_words = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(subject_kind="organisation", organisation__isnull=False)
                    | models.Q(subject_kind="area", subject_area__isnull=False)
                    | models.Q(subject_kind="post", post__isnull=False)
                    | models.Q(subject_kind="person")
                ),
                name="publicity_subject_is_named",
            ),
            models.UniqueConstraint(  # one event may praise several, each once
                fields=["source_event_id", "organisation", "subject_area", "post"],
                condition=models.Q(source_event_id__isnull=False),
                nulls_distinct=False,
                name="publicity_event_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=flow.PUBLISHED)
                | models.Q(published_at__isnull=False, expires_at__isnull=False)
                | models.Q(published_at__isnull=False, colour="red"),
                name="publicity_black_expires",
            ),
            models.CheckConstraint(
                condition=models.Q(state=flow.ENDED, ended_at__isnull=False)
                & ~models.Q(end_reason="")
                | ~models.Q(state=flow.ENDED) & models.Q(ended_at__isnull=True),
                name="publicity_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("drafted_by")),
                name="publicity_second_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["colour", "-published_at", "-id"],
                include=["expires_at", "area_path", "subject_kind"],
                condition=models.Q(state=flow.PUBLISHED),
                name="publicity_shown",
            ),
            models.Index(fields=["area_path", "-id"], name="publicity_by_area"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state=flow.PUBLISHED),
                name="publicity_expiring",
            ),
            models.Index(
                fields=["appeal_until"],
                condition=models.Q(state=flow.ANNOUNCED),
                name="publicity_announced",
            ),
            models.Index(
                fields=["source_item_id"],
                condition=models.Q(source_item_id__isnull=False),
                name="publicity_of_item",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_about_a_person(self) -> bool:
        return self.subject_kind in PEOPLE


class Consent(models.Model):
    """That a name may be shown (单独同意, PIPL 25, 29): who gave it, when, by what document."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="consents")
    name_sealed = models.BinaryField(null=True)  # erased when the consent is withdrawn
    giver_sealed = models.BinaryField(null=True)  # the person, or who may speak for them
    document = models.CharField(max_length=200)
    given_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="publicity_one_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, name_sealed__isnull=False)
                | models.Q(withdrawn_at__isnull=False, name_sealed__isnull=True),
                name="publicity_name_only_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.given_on}"


class Appeal(models.Model):
    """Somebody says the entry is wrong (申诉). While one is open the entry is not shown."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="appeals")
    token = models.CharField(max_length=32, unique=True, db_collation="C")
    words = models.TextField()
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_subject = models.BooleanField(default=False)
    phone_sealed = models.BinaryField(null=True)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_upheld = models.BooleanField(null=True)
    decision = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, is_upheld__isnull=True)
                | models.Q(decided_at__isnull=False, is_upheld__isnull=False)
                & ~models.Q(decision=""),
                name="publicity_decided_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["listing"],
                condition=models.Q(decided_at__isnull=True),
                name="publicity_open_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.filed_at:%Y-%m-%d}"


class Term(models.Model):
    """How long a list shows an entry and how long the subject may appeal, from a moment on."""

    colour = models.CharField(max_length=8, choices=Colour)
    days_shown = models.PositiveSmallIntegerField()
    appeal_working_days = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=200, default="", blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["colour"],
                condition=models.Q(valid_until__isnull=True),
                name="publicity_one_term",
            ),
            models.CheckConstraint(
                condition=models.Q(days_shown__gte=1, appeal_working_days__gte=1),
                name="publicity_term_is_longer_than_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.colour} {self.days_shown}"


register_sealed(
    SealedColumn(model="publicity.Consent", field="name_sealed", context="publicity.consent_name"),
    SealedColumn(
        model="publicity.Consent", field="giver_sealed", context="publicity.consent_giver"
    ),
    SealedColumn(model="publicity.Appeal", field="phone_sealed", context="publicity.appeal_phone"),
)
