"""Requests (诉求): what a resident said, where, who answers, and how the resident liked it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.models import ApiClient
from xinqiao.grid.models import Place, Plate, Post
from xinqiao.kit.sealed import SealedColumn, register_sealed
from xinqiao.workflow.models import Item


class Kind(models.TextChoices):
    """What a request is (接诉即办)."""

    CONSULT = "consult", _("Question")  # 咨询
    HELP = "help", _("Request for help")  # 求助
    COMPLAIN = "complain", _("Complaint")  # 投诉
    REPORT = "report", _("Problem report")  # 举报
    SUGGEST = "suggest", _("Suggestion")  # 建议


class Source(models.TextChoices):
    """How a request reached us."""

    WEB = "web", _("Web page")
    PLATE = "plate", _("Door plate")
    FIELD = "field", _("Grid worker on site")
    HOTLINE = "hotline", _("Telephone")
    OPEN311 = "open311", _("Open311")
    API = "api", _("API")
    IMPORT = "import", _("Imported file")


class Located(models.TextChoices):
    """How the place was found, in the order that intake tries."""

    POINT = "point", _("By the point on the map")
    PLATE = "plate", _("By the door plate")
    ADDRESS = "address", _("By the words of the address")
    DESK = "desk", _("Not found; given to the community's desk")


class Outcome(models.TextChoices):
    """How a request ended; apart from its state."""

    SOLVED = "solved", _("Solved")
    EXPLAINED = "explained", _("Explained")
    NOT_OURS = "not_ours", _("Not within our duties")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Category(models.Model):
    """What a request is about (诉求分类). `code` is a dotted path with a last dot: `env.drain.`."""

    code = models.CharField(max_length=60, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, default="", blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    keywords = models.JSONField(default=list, blank=True)
    needs_contact = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)  # may stand on the public wall when closed
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__endswith="."), name="cases_category_code_ends_with_dot"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """One request. Its promise, owner and clocks are the item it shares its key with."""

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="case"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField()
    address = models.CharField(max_length=200, default="")
    located_by = models.CharField(max_length=8, choices=Located)
    plate = models.ForeignKey(
        Plate, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    place = models.ForeignKey(
        Place, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    source = models.CharField(max_length=12, choices=Source)
    source_system = models.CharField(max_length=60, default="", db_default="")
    source_number = models.CharField(max_length=60, default="", db_default="")
    token = models.CharField(max_length=32, db_collation="C")  # of the follow page
    idempotency_key = models.CharField(max_length=64, null=True, db_collation="C")
    reporter_name_sealed = models.BinaryField(null=True)
    reporter_phone_sealed = models.BinaryField(null=True)
    reporter_phone_index = models.BinaryField(null=True)
    on_behalf = models.BooleanField(default=False, db_default=False)  # 代办
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    recorded_post = models.ForeignKey(
        Post, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    api_client = models.ForeignKey(
        ApiClient, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    may_publish = models.BooleanField(default=False, db_default=False)
    outcome = models.CharField(
        max_length=12, choices=Outcome, default="", blank=True, db_default=""
    )
    answer = models.TextField(default="", db_default="")  # the latest answer to the resident
    answered_at = models.DateTimeField(null=True)
    handler = models.ForeignKey(  # who closed it; another person must call back
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    score = models.PositiveSmallIntegerField(null=True)
    is_confirmed = models.BooleanField(null=True)
    times_reopened = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token"], name="cases_token_once"),
            models.UniqueConstraint(
                fields=["idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="cases_idempotency_key_once",
            ),
            models.UniqueConstraint(
                fields=["source_system", "source_number"],
                condition=~models.Q(source_number=""),
                name="cases_source_number_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recorded_by", "-item"],
                condition=models.Q(recorded_by__isnull=False),
                name="cases_recorded_by",
            ),
            models.Index(
                fields=["api_client", "-item"],
                condition=models.Q(api_client__isnull=False),
                name="cases_api_client",
            ),
            models.Index(
                fields=["reporter_phone_index"],
                condition=models.Q(reporter_phone_index__isnull=False),
                name="cases_reporter_phone",
            ),
            models.Index(  # of the public wall, among many that are not
                fields=["item"],
                condition=models.Q(may_publish=True),
                name="cases_publishable",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class RemarkKind(models.TextChoices):
    QUESTION = "question", _("Question to the requester")
    ANSWER = "answer", _("Requester's answer")
    REPLY = "reply", _("Answer to the requester")
    CLOSING = "closing", _("Closing words")
    REASON = "reason", _("Reason")
    NOTE = "note", _("Internal note")


class Remark(models.Model):
    """Words said while a request is handled; kept here and not in the log so they can be erased."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=12, choices=RemarkKind)
    text = models.TextField()
    is_public = models.BooleanField(default=False)  # shown to the requester
    author_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_label = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="cases_remarks")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.case_id}"


class ImportRun(models.Model):
    """One file taken in: how many rows, which were refused and why."""

    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField()
    source_system = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.file_name


register_sealed(
    SealedColumn(model="cases.Case", field="reporter_name_sealed", context="cases.reporter_name"),
    SealedColumn(
        model="cases.Case",
        field="reporter_phone_sealed",
        context="cases.reporter_phone",
        index="reporter_phone_index",
    ),
)
