"""Devices and fittings (适老化用品): catalogue, stores, stock, movements, grants to people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.care.models.classes import ElderClass
from xinqiao.grid.models import Area, Post
from xinqiao.registry.models import Person
from xinqiao.workflow.models import Item


class Ware(models.Model):
    """Something that is given out: handrail 扶手, bracelet 手环, shower chair 淋浴椅.

    classes: who may have it; nobody named means every confirmed class.
    """

    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    needs_fitting = models.BooleanField(default=False)
    classes = models.ManyToManyField(ElderClass, related_name="+", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """A room or station with a stock (发放点)."""

    name = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(closed_at__isnull=True),
                name="care_store_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stock(models.Model):
    """How many of a ware are in a store. Written by one guarded statement; never below zero."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="stock")
    ware = models.ForeignKey(Ware, on_delete=models.PROTECT, related_name="+")
    on_hand = models.IntegerField(default=0)
    low_at = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "ware"], name="care_stock_once"),
            models.CheckConstraint(
                condition=models.Q(on_hand__gte=0), name="care_stock_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store_id} {self.ware_id}: {self.on_hand}"


class MovementKind(models.TextChoices):
    IN = "in", _("Came in")  # 入库
    OUT = "out", _("Given out")  # 出库
    RETURN = "return", _("Came back")  # 退回
    BROKEN = "broken", _("Broken or lost")  # 报损


class GrantState(models.TextChoices):
    PROMISED = "promised", _("To be handed over")  # 待安装、待领取
    GIVEN = "given", _("In use")  # 已发放
    RETURNED = "returned", _("Taken back")  # 已收回
    CANCELLED = "cancelled", _("Not given")  # 已取消


class SignedBy(models.TextChoices):
    ELDER = "elder", _("The elder")
    FAMILY = "family", _("A member of the family")
    HELPER = "helper", _("A helper, at the elder's word")  # 代签


class Grant(models.Model):
    """One ware for one person. What is promised has left the store already.

    signature: typed name, or a drawn one as a file of the grant. item: of flow `care_fitting`
    where the ware must be fitted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    ware = models.ForeignKey(Ware, on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    elder_class = models.ForeignKey(ElderClass, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(
        Item, null=True, on_delete=models.PROTECT, related_name="care_fitting"
    )
    state = models.CharField(max_length=10, choices=GrantState, default=GrantState.PROMISED)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    fitted_by = models.CharField(max_length=100, default="", blank=True)
    fitted_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by = models.CharField(max_length=8, choices=SignedBy, default="", blank=True)
    signed_name = models.CharField(max_length=60, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "ware"],
                condition=models.Q(state__in=["promised", "given"]),
                name="care_ware_once_a_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="given")
                | (models.Q(given_at__isnull=False) & ~models.Q(signed_name="")),
                name="care_given_is_signed",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="care_grant_state")]

    def __str__(self) -> str:
        return f"grant {self.pk}"


class Movement(models.Model):
    """What came in or went out, and why. Never changed: a mistake is moved back."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=8, choices=MovementKind)
    change = models.IntegerField()  # pieces, negative when they leave
    left = models.IntegerField()  # on hand afterwards
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, default="", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(change=0), name="care_movement_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.change}"
