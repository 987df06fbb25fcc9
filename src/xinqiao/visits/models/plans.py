"""Who is to be visited how often, by whom; what is due; who stands in for whom."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Place, Post
from xinqiao.registry.models import Household, Person, Tag
from xinqiao.visits.models.visits import Method, Visit
from xinqiao.visits.planning import Beat, Rhythm


class Target(models.TextChoices):
    """What a plan lists."""

    PERSON = "person", _("Each person")
    HOUSEHOLD = "household", _("Each household")


class Contact(models.TextChoices):
    """Which contact keeps a plan (联系方式)."""

    VISIT = "visit", _("A visit only")  # 上门
    PHONE = "phone", _("A telephone call only")  # 电话
    EITHER = "either", _("A visit or a call")  # 上门或电话


class OwnerRule(models.TextChoices):
    """Whose list a planned visit stands on."""

    WORKER = "worker", _("The grid worker")  # 网格员
    LEADER = "leader", _("The grid leader")  # 网格长
    STAIRWELL = "stairwell", _("The stairwell leader")  # 楼门组长
    POST = "post", _("One post for all of them")


class BeatChoice(models.TextChoices):
    """How the rhythm of a plan counts; see `visits.planning`."""

    WEEKLY = Beat.WEEKLY.value, _("So many times a week")
    DAYS = Beat.DAYS.value, _("Once in so many days")
    MONTHLY = Beat.MONTHLY.value, _("Once a month")
    WEEKDAYS = Beat.WEEKDAYS.value, _("On certain weekdays")


class Plan(models.Model):
    """Who is to be seen how often (走访计划): people with one of the tags, in an area.

    Never edited: a change ends the plan and begins another, whose `previous` it is. No tag means
    everybody. `rounds_until`: windows that begin before this day have their rows.
    """

    name = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target = models.CharField(max_length=10, choices=Target, default=Target.PERSON)
    tags = models.ManyToManyField(Tag, blank=True, related_name="+")
    form_code = models.CharField(max_length=40, default="", blank=True, db_collation="C")
    beat = models.CharField(max_length=10, choices=BeatChoice)
    times = models.PositiveSmallIntegerField(default=1)
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    gap = models.PositiveSmallIntegerField(default=1)
    skips_holidays = models.BooleanField(default=False)
    contact = models.CharField(max_length=6, choices=Contact, default=Contact.EITHER)
    owner_rule = models.CharField(max_length=10, choices=OwnerRule, default=OwnerRule.WORKER)
    owner_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the first day it no longer holds
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )
    rounds_until = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner_rule="post", owner_post__isnull=False)
                | ~models.Q(owner_rule="post") & models.Q(owner_post__isnull=True),
                name="visits_plan_names_its_post",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="visits_plan_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["area_path", "id"], name="visits_plan_area"),
            models.Index(
                fields=["rounds_until"],
                condition=models.Q(valid_until__isnull=True),
                name="visits_plan_rounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(
            beat=Beat(self.beat),
            times=self.times,
            every=self.every,
            weekdays=tuple(self.weekdays),
            gap=self.gap,
        )

    def holds(self, day: date) -> bool:
        """Whether the plan counts on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class PlannedState(models.TextChoices):
    DUE = "due", _("Due")
    DONE = "done", _("Done")
    MISSED = "missed", _("Missed")
    SKIPPED = "skipped", _("Left out")


class Why(models.TextChoices):
    """Why a visit stands on the list, or why it was left out."""

    PLAN = "plan", _("Regular visit")
    STALE = "stale", _("Not seen for long")
    DAY_OFF = "day_off", _("Days off only")
    DROPPED = "dropped", _("No longer on the plan")
    ENDED = "ended", _("The plan has ended")
    BY_HAND = "by_hand", _("Left out by hand")


class PlannedVisit(models.Model):
    """One visit or call that is due in a window of days (计划走访); a row, not a work item.

    It belongs to a post, so that it stays when people change. No plan: asked for once, because
    the person was not seen for long. slot: the day by which the rhythm names the window.
    behind: how many windows before this one were missed since the last contact.
    """

    plan = models.ForeignKey(
        Plan, null=True, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="planned_visits"
    )
    household = models.ForeignKey(
        Household, null=True, on_delete=models.PROTECT, related_name="planned_visits"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    post = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    why = models.CharField(max_length=8, choices=Why, default=Why.PLAN)
    contact = models.CharField(max_length=6, choices=Contact)
    form_code = models.CharField(max_length=40, default="", blank=True, db_collation="C")
    slot = models.DateField()
    opens_on = models.DateField()
    until = models.DateField()  # the last day
    behind = models.PositiveSmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=8, choices=PlannedState, default=PlannedState.DUE)
    done_on = models.DateField(null=True)
    method = models.CharField(max_length=6, choices=Method, default="", blank=True, db_default="")
    visit = models.ForeignKey(
        Visit, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=200, default="", blank=True, db_default="")
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, household__isnull=True)
                | models.Q(person__isnull=True, household__isnull=False),
                name="visits_planned_for_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_on__isnull=False)
                | ~models.Q(state="done") & models.Q(done_on__isnull=True),
                name="visits_planned_done_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["plan", "person", "slot"],
                condition=models.Q(person__isnull=False),
                name="visits_planned_person_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "household", "slot"],
                condition=models.Q(household__isnull=False),
                name="visits_planned_household_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(plan__isnull=True, state="due"),
                name="visits_asked_for_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["post", "opens_on"],
                condition=models.Q(state="due"),
                name="visits_planned_post",
            ),
            models.Index(
                fields=["plan", "until"],
                condition=models.Q(state="due"),
                name="visits_planned_late",
            ),
            models.Index(fields=["area_path", "until"], name="visits_planned_area"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.slot}"


class Leave(models.Model):
    """Another post stands in for a post on these days, both included (请假顶岗)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    substitute = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="visits_one_substitute_a_day",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "first_day",
                            "last_day",
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="visits_leave_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(post=models.F("substitute")),
                name="visits_nobody_stands_in_for_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.post_id}"
