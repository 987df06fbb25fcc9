"""Supervision (督办): own lists, reminders, notices, meetings, calls to account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Organisation, Post
from xinqiao.workflow.models import Item

# Files of a notice and of a meeting; items themselves are `workflow.SUBJECT`.
NOTICE_FILES = "supervision_notice"
MEETING_FILES = "supervision_meeting"


def _one_party(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(post__isnull=False, organisation__isnull=True)
        | models.Q(post__isnull=True, organisation__isnull=False),
        name=name,
    )


class Watch(models.Model):
    """An item somebody has put on the own list (关注)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "item"], name="supervision_watch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} watches {self.item_id}"


class Reminder(models.Model):
    """A call to the owner to get on with it (催办)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_label = models.CharField(max_length=160, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [_one_party("supervision_reminder_one_party")]
        indexes = [models.Index(fields=["item", "-at"], name="supervision_reminder_item")]

    def __str__(self) -> str:
        return f"reminder of {self.item_id}"


class Basis(models.TextChoices):
    """What a notice rests on."""

    ITEM = "item", _("An item of the work list")
    FINDING = "finding", _("A fact found on the spot")  # 现场发现
    MEETING = "meeting", _("A decision of a co-ordination meeting")


class Notice(models.Model):
    """A formal supervision notice (督办单), one to one with its own item.

    Whom it went to, state and clocks are the item's. `serial` counts the notices of one office in
    one year, as printed: 〔2026〕3号.
    """

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="supervision_notice"
    )
    basis = models.CharField(max_length=8, choices=Basis)
    about = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(default="")
    requirement = models.TextField()
    issued_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    issued_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reported_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    times_returned = models.PositiveSmallIntegerField(default=0)
    was_late = models.BooleanField(default=False)  # some deadline of the unit's passed undone
    exposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issued_area", "year", "serial"], name="supervision_notice_serial_once"
            ),
            models.CheckConstraint(
                condition=models.Q(about__isnull=False) | ~models.Q(finding=""),
                name="supervision_notice_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number

    @property
    def document_number(self) -> str:
        """As it is printed and cited."""
        return f"〔{self.year}〕{self.serial}号"


class RemarkKind(models.TextChoices):
    """With which step words were written."""

    PLAN = "plan", _("How it will be put right")
    REPORT = "report", _("What was put right")
    VERDICT = "verdict", _("What was verified")
    REASON = "reason", _("Reason")
    NOTE = "note", _("Note")


class Remark(models.Model):
    """Words of a step. Kept apart from the log, so that they can be erased when the law says so."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=8, choices=RemarkKind)
    text = models.TextField()
    author_label = models.CharField(max_length=160, default="")
    event_id = models.BigIntegerField(null=True)  # the step it was written with
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.notice_id}"


class Meeting(models.Model):
    """The record of a co-ordination meeting (协调会)."""

    title = models.CharField(max_length=120)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120, default="", blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    units = models.JSONField(default=list)  # names of the units and posts that were present
    words = models.TextField()  # what was said and decided
    items = models.ManyToManyField(Item, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_label = models.CharField(max_length=160, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area_path", "-id"], name="supervision_meeting_area")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """Who does what by when (议定事项); it can become a notice with that deadline."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=500)
    until = models.DateField()
    notice = models.OneToOneField(
        Notice, null=True, on_delete=models.PROTECT, related_name="decision"
    )

    class Meta:
        constraints = [_one_party("supervision_decision_one_party")]

    def __str__(self) -> str:
        return self.words[:60]


class AccountForm(models.TextChoices):
    """How a unit or post was called to account (问责方式)."""

    TALK = "talk", _("Reminder talk")  # 约谈提醒
    CIRCULAR = "circular", _("Circular of criticism")  # 通报批评
    ORDER = "order", _("Order to correct")  # 责令整改


class Account(models.Model):
    """One entry of the register of calls to account (问责台账)."""

    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField(max_length=8, choices=AccountForm)
    reason = models.TextField()
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="accounts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")  # of the office that called
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    called_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    outcome = models.TextField(default="")
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [_one_party("supervision_account_one_party")]
        indexes = [models.Index(fields=["area_path", "-id"], name="supervision_account_area")]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"
