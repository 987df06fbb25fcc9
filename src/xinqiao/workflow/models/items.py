"""Work items, who has them and their deadlines.

An item (事项) is one promise with an owner and a clock. Every feature's rows are one to one with
items, so there is one work list, one colour rule, one ladder, one set of indicators.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Organisation, Post
from xinqiao.kit.search import Bigrams
from xinqiao.workflow.models.rules import Unit


class Item(models.Model):
    """One promise. `due_at`, `yellow_at`, `paused_at` repeat the governing open deadline."""

    flow = models.CharField(max_length=32, db_collation="C")
    flow_version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=16, db_collation="C")
    state = models.CharField(max_length=24, db_collation="C")
    is_open = models.BooleanField(default=True)
    title = models.CharField(max_length=120)
    words = models.TextField(default="")  # what the search looks through
    category_code = models.CharField(max_length=60, db_collation="C", default="")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    # Partial indexes below serve the look-ups by owner, requester and area.
    owner_post = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    level = models.PositiveSmallIntegerField()  # grid.Level that has it or watches over it now
    lon = models.FloatField(null=True)  # WGS 84 degrees
    lat = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)  # h3 resolution 12; parents by bit arithmetic
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    yellow_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    beyond_calendar = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)  # the handler's promise kept, before confirmation
    closed_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)  # done after its due time
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="workflow_item_number_once"),
            models.CheckConstraint(
                condition=models.Q(owner_post__isnull=False, owner_organisation__isnull=True)
                | models.Q(owner_post__isnull=True, owner_organisation__isnull=False),
                name="workflow_item_has_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=True, closed_at__isnull=True)
                | models.Q(is_open=False, closed_at__isnull=False),
                name="workflow_item_open_or_closed",
            ),
        ]
        indexes = [
            # What is included lets colours be counted from the index alone.
            models.Index(
                fields=["due_at", "id"],
                include=["yellow_at", "paused_at", "done_at", "area_path", "category_code"],
                condition=models.Q(is_open=True),
                name="workflow_item_open_by_due",
            ),
            models.Index(
                fields=["area_path", "due_at", "id"],
                include=["yellow_at", "paused_at", "done_at", "category_code"],
                condition=models.Q(is_open=True),
                name="workflow_item_open_by_area",
            ),
            models.Index(
                fields=["category_code", "due_at", "id"],
                condition=models.Q(is_open=True),
                name="workflow_item_open_category",
            ),
            models.Index(
                fields=["owner_post", "due_at", "id"],
                condition=models.Q(is_open=True, owner_post__isnull=False),
                name="workflow_item_open_post",
            ),
            models.Index(
                fields=["owner_organisation", "due_at", "id"],
                condition=models.Q(is_open=True, owner_organisation__isnull=False),
                name="workflow_item_open_org",
            ),
            models.Index(
                fields=["requester", "-id"],
                condition=models.Q(requester__isnull=False),
                name="workflow_item_requester",
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=models.Q(is_open=False),
                name="workflow_item_closed",
            ),
            models.Index(  # the map answers from the index alone
                fields=["lon", "lat"],
                include=["cell", "due_at", "yellow_at", "paused_at", "done_at", "area_path"],
                condition=models.Q(is_open=True),
                name="workflow_item_open_map",
            ),
            models.Index(
                fields=["area_path", "id"],
                include=["due_at", "yellow_at", "paused_at", "done_at", "category_code"],
                condition=models.Q(is_open=True, done_at__isnull=False),
                name="workflow_item_open_kept",
            ),
            models.Index(
                fields=["area_path", "-closed_at", "-id"],
                condition=models.Q(is_open=False),
                name="workflow_item_closed_area",
            ),
            models.Index(
                fields=["owner_organisation", "-closed_at", "-id"],
                condition=models.Q(is_open=False, owner_organisation__isnull=False),
                name="workflow_item_closed_org",
            ),
            BrinIndex(  # rows lie in the order they came in, so it costs intake next to nothing
                fields=["opened_at"],
                autosummarize=True,
                pages_per_range=32,
                name="workflow_item_opened_times",
            ),
            # Two halves: what is open is searched most and is the smaller by far.
            GinIndex(
                Bigrams("words"),
                condition=models.Q(is_open=True),
                name="workflow_item_open_words",
            ),
            GinIndex(
                Bigrams("words"),
                condition=models.Q(is_open=False),
                name="workflow_item_closed_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Part(models.TextChoices):
    """The part a post or organisation has in an item."""

    LEAD = "lead", _("Lead unit")  # 主办
    CO = "co", _("Co-unit")  # 协办
    SUPERVISE = "supervise", _("Supervisor")  # 督办


class Assignment(models.Model):
    """Who has had an item, as what, from when until when, and why (交办)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="assignments")
    part = models.CharField(max_length=12, choices=Part)
    post = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)  # a co-unit has done its share
    until = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=24, default="", db_default="")  # returned, handed_up…
    reason = models.CharField(max_length=500, default="", db_default="")
    why = models.JSONField(default=list, db_default=[])  # steps of the decision, as codes and facts

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, organisation__isnull=True)
                | models.Q(post__isnull=True, organisation__isnull=False),
                name="workflow_assignment_one_party",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(part="lead", until__isnull=True),
                name="workflow_one_current_lead",
            ),
            models.UniqueConstraint(
                fields=["item", "part", "post", "organisation"],
                condition=models.Q(until__isnull=True),
                nulls_distinct=False,
                name="workflow_party_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["post", "item"],
                condition=models.Q(post__isnull=False),
                name="workflow_assignment_post",
            ),
            models.Index(
                fields=["organisation", "item"],
                condition=models.Q(organisation__isnull=False),
                name="workflow_assignment_org",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.item_id}"


class Deadline(models.Model):
    """One running clock (时限). `next_at` is when the sweep must act next; null when it never must.

    Open means neither met nor cancelled. A pause keeps what is left of the limit.
    """

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="deadlines", db_index=False
    )
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.CASCADE, related_name="deadlines", db_index=False
    )
    clock = models.CharField(max_length=16, db_collation="C")  # accept, reply, handle, verify
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=16, choices=Unit)
    yellow_percent = models.PositiveSmallIntegerField(default=25)  # share of the limit left
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    yellow_at = models.DateTimeField()
    beyond_calendar = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0, db_default=0)  # rungs already taken
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=500, default="", db_default="")
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "clock", "assignment"],
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True),
                nulls_distinct=False,
                name="workflow_one_open_deadline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False),
                name="workflow_deadline_due",
            ),
            models.Index(fields=["item"], name="workflow_deadline_item"),
            models.Index(
                fields=["assignment"],
                condition=models.Q(assignment__isnull=False),
                name="workflow_deadline_assignment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} of {self.item_id}"


class Rating(models.Model):
    """What the requester says of the answer (评价), by themselves or in a call-back (回访)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="ratings")
    score = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=1000, default="")
    is_satisfied = models.BooleanField()
    by_call_back = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="workflow_rating_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.item_id}"
