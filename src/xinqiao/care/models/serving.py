"""Services at home (上门服务): kinds, plans, and each service that was or was not done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.care.models.rota import Helper
from xinqiao.registry.models import Person


class ServiceKind(models.Model):
    """Bathing 助浴, haircut 理发, company 陪聊, meal 助餐…"""

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField(default=60)
    position = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CarePlan(models.Model):
    """Who gets what, on which weekdays of every how many weeks, by whom.

    weekdays: bits, Monday is 1, Sunday 64. Services are planned up to `planned_until`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_plans")
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="care_plans")
    weekdays = models.PositiveSmallIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, default="", blank=True)
    planned_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(ends_on__isnull=True),
                name="care_one_plan_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    weekdays__gte=1, weekdays__lte=127, every_weeks__gte=1, every_weeks__lte=12
                ),
                name="care_plan_comes_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} for {self.person_id}"


class ServiceState(models.TextChoices):
    PLANNED = "planned", _("To do")
    DONE = "done", _("Done")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class Manner(models.TextChoices):
    """How it is known that a service was done."""

    CODE = "code", _("Code of the day, told by the elder")
    SIGNATURE = "signature", _("Signature of the elder")
    WORD = "word", _("The helper's word, with a reason")


class HomeService(models.Model):
    """One service on one day."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="services")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="home_services")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ServiceState, default=ServiceState.PLANNED)
    done_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    manner = models.CharField(max_length=10, choices=Manner, default="", blank=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="care_service_once_a_day"),
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | (models.Q(done_at__isnull=False) & ~models.Q(manner="")),
                name="care_done_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~models.Q(manner="word") | ~models.Q(reason=""),
                name="care_word_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="care_service_due"),
            models.Index(fields=["person", "-due_on"], name="care_service_person"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_on}"
