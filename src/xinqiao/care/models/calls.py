"""One-call help (一键直达): a call, and everybody who was rung for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.care.models.rota import Helper, HelpKind
from xinqiao.grid.models import Place, Post
from xinqiao.registry.models import Person
from xinqiao.workflow.models import Item


class CallSource(models.TextChoices):
    PHONE = "phone", _("Telephone")
    BUTTON = "button", _("Help page")
    BRACELET = "bracelet", _("Bracelet or card")
    PLATE = "plate", _("Door plate")


class Call(models.Model):
    """Somebody asks for help now, one to one with an item of flow `care_call`.

    person: null when a door plate was scanned and nobody said who. What was said may be about
    health: it is sealed. token: of the page on which the caller sees who comes.
    """

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="care_call"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="care_calls"
    )
    kind = models.ForeignKey(HelpKind, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=CallSource)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    address_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    words_sealed = models.BinaryField(null=True)
    token = models.CharField(max_length=32, unique=True, db_collation="C")
    called_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    outcome_sealed = models.BinaryField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["-called_at"], name="care_call_time")]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Rung(models.TextChoices):
    """How far up a call has been rung."""

    HELPER = "helper", _("Helper")
    GRID = "grid", _("Grid leader")
    COMMUNITY = "community", _("Community")
    STREET = "street", _("Street")


class OfferAnswer(models.TextChoices):
    OPEN = "", _("Being rung")
    ACCEPTED = "accepted", _("Comes")
    DECLINED = "declined", _("Cannot come")
    SILENT = "silent", _("Did not answer")
    WITHDRAWN = "withdrawn", _("No longer needed")
    GIVEN_BACK = "given_back", _("Had to give it back")


class Offer(models.Model):
    """Somebody is asked to come: a helper, or a post of the ladder. Declining has no penalty.

    expires_at: then the next is asked; null on the last rung, which rings until it is answered.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="offers")
    position = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=10, choices=Rung)
    helper = models.ForeignKey(Helper, null=True, on_delete=models.PROTECT, related_name="offers")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True, db_collation="C")
    metres = models.PositiveIntegerField(null=True)
    why = models.JSONField(default=list)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    answer = models.CharField(
        max_length=10, choices=OfferAnswer, default=OfferAnswer.OPEN, blank=True
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="care_offer_in_turn"),
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(answer="accepted"),
                name="care_one_comes",
            ),
            models.CheckConstraint(
                condition=models.Q(helper__isnull=False, post__isnull=True)
                | models.Q(helper__isnull=True, post__isnull=False),
                name="care_offer_to_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(answer=""), name="care_offer_ringing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} -> {self.helper_id or self.post_id}"
