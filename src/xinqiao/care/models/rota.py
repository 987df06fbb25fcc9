"""Helpers, what they help with, when they are on duty (值班表), and what a board may show."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Place, Post
from xinqiao.registry.models import Person


class HelpKind(models.Model):
    """A kind of help: medical escort 陪诊, repair 维修, night stretcher 夜间担架…

    answer_minutes: how long one helper is rung before the next. duty_from, duty_until: hours of
    each day (Asia/Shanghai, perhaps over midnight) in which somebody must be on the rota; both
    null when nobody must. skills: wanted, not demanded.
    """

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    icon = models.CharField(max_length=30, default="heart-handshake")
    skills = models.JSONField(default=list, blank=True)
    answer_minutes = models.PositiveSmallIntegerField(default=3)
    is_medical = models.BooleanField(default=False)  # say 120 first
    duty_from = models.TimeField(null=True, blank=True)
    duty_until = models.TimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_minutes__gte=1, answer_minutes__lte=60),
                name="care_kind_rings_a_while",
            ),
            models.CheckConstraint(
                condition=models.Q(duty_from__isnull=True, duty_until__isnull=True)
                | models.Q(duty_from__isnull=False, duty_until__isnull=False),
                name="care_kind_duty_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Helper(models.Model):
    """Somebody who comes: a post, an account, or a named person with a telephone.

    area: where they help. lon, lat: where they usually are (WGS 84 degrees), for the distance.
    """

    name = models.CharField(max_length=60)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    phone_sealed = models.BinaryField(null=True)
    kinds = models.ManyToManyField(HelpKind, related_name="helpers")
    skills = models.JSONField(default=list, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(left_at__isnull=True),
                name="care_helper_once",
            ),
            models.CheckConstraint(
                condition=models.Q(post__isnull=False)
                | models.Q(user__isnull=False)
                | models.Q(phone_sealed__isnull=False),
                name="care_helper_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """A turn of duty on some weekdays between two days; `ends` <= `starts` crosses midnight.

    weekdays: bits, Monday is 1, Sunday 64; the day on which the turn begins counts. kind: null
    for everything the helper does.
    """

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="shifts")
    kind = models.ForeignKey(HelpKind, null=True, on_delete=models.PROTECT, related_name="+")
    weekdays = models.PositiveSmallIntegerField(default=127)
    starts = models.TimeField()
    ends = models.TimeField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the last day on which a turn begins

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=127), name="care_shift_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="care_shift_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Bracelet(models.Model):
    """A link on a bracelet or card that calls for this person with one tap, without signing in."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bracelets")
    token = models.CharField(max_length=32, unique=True, db_collation="C")
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True),
                name="care_one_bracelet",
            ),
        ]

    def __str__(self) -> str:
        return f"bracelet of {self.person_id}"


class PhoneBasis(models.TextChoices):
    """Why a telephone may hang on a wall."""

    OFFICE = "office", _("Public office telephone")  # 办公电话
    AGREED = "agreed", _("Its holder agreed")  # 本人同意公开


class BoardLine(models.Model):
    """A line of an estate's service board (公示牌): only what may be public stands here.

    post or helper, where the line is about one; its telephone is withdrawn with the consent.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=40)
    name = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=20)
    basis = models.CharField(max_length=8, choices=PhoneBasis)
    agreed_on = models.DateField(null=True)
    helper = models.ForeignKey(Helper, null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis="office") | models.Q(agreed_on__isnull=False),
                name="care_board_consent_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.place_id}"
