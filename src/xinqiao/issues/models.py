"""Hot issues, the requests that belong to them, and what staff have said about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Organisation
from xinqiao.workflow.models import Item

WEEKS = 8  # of the small trend


class State(models.TextChoices):
    """What people think of an issue (热点问题)."""

    PROPOSED = "proposed", _("Proposed")  # 待确认
    CONFIRMED = "confirmed", _("Confirmed as an issue")  # 已确认
    SOLVED = "solved", _("Solved")  # 已解决
    DISMISSED = "dismissed", _("Dismissed")  # 不成立


LIVE = (State.PROPOSED, State.CONFIRMED)


class HeatRule(models.Model):
    """How heat is counted and how far back the machine looks, from a moment on (热度规则)."""

    valid_from = models.DateTimeField(unique=True)
    window_days = models.PositiveSmallIntegerField(default=60)
    least_members = models.PositiveSmallIntegerField(default=3)
    half_life_days = models.FloatField(default=14)
    size_points = models.FloatField(default=10)
    recent_points = models.FloatField(default=10)
    support_points = models.FloatField(default=5)
    waiting_points = models.FloatField(default=20)
    late_points = models.FloatField(default=30)
    spread_points = models.FloatField(default=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(half_life_days__gt=0), name="issues_half_life_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(least_members__gte=2), name="issues_two_make_an_issue"
            ),
            models.CheckConstraint(
                condition=models.Q(window_days__gte=1, window_days__lte=1000),
                name="issues_window_1_to_1000",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class Issue(models.Model):
    """One matter that several requests are about. Each request keeps its own clock and answer."""

    title = models.CharField(max_length=120)  # without personal data
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    # Once staff have touched an issue, the machine only adds requests to it.
    is_led = models.BooleanField(default=False)
    area_path = models.CharField(
        max_length=120, db_collation="C"
    )  # what all members have in common
    category_code = models.CharField(max_length=60, db_collation="C", default="")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)
    open_count = models.PositiveIntegerField(default=0)
    support = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0)
    heat_parts = models.JSONField(default=list)  # [[name, count, points], …], the sum is the heat
    weeks = models.JSONField(default=list)  # requests per week, the last WEEKS, oldest first
    counted_at = models.DateTimeField()
    lead_unit = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lead_note = models.CharField(max_length=500, default="", blank=True)
    note = models.TextField(default="", blank=True)  # facts that staff collected
    answer_draft = models.TextField(default="", blank=True)  # offered to each request's handler
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["-heat", "-id"],
                condition=models.Q(state__in=("proposed", "confirmed")),
                name="issues_live_by_heat",
            ),
            models.Index(
                fields=["area_path"],
                condition=models.Q(state__in=("proposed", "confirmed")),
                name="issues_live_by_area",
            ),
            models.Index(fields=["state", "-heat", "-id"], name="issues_by_state"),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A request that belongs to an issue; it belongs to one at most. `why` as told by a Reason."""

    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, related_name="members", db_index=False
    )
    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="+")
    is_fixed = models.BooleanField(default=False)  # said by staff: the machine never moves it
    score = models.FloatField(default=0)
    why = models.JSONField(default=dict)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["issue", "-score", "item"], name="issues_member_issue")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.issue_id}"


class Apart(models.Model):
    """Staff have said that this request does not belong to this issue; remembered for good."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "issue"], name="issues_apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} not in {self.issue_id}"


class Support(models.Model):
    """People behind a request besides its requester: who joined it, and votes of a file."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="+")
    joined = models.PositiveIntegerField(default=0)
    votes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.joined + self.votes} for {self.item_id}"


class Look(models.Model):
    """Up to which request the machine has looked at an area; without a newer one it need not."""

    area_path = models.CharField(max_length=120, db_collation="C", primary_key=True)
    last_item = models.BigIntegerField()
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.area_path} at {self.looked_at}"
