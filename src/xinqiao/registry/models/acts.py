"""Changes of a household (户籍与居住变动), each on record as one act."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Post
from xinqiao.registry.models.dwellings import Household, Relation
from xinqiao.registry.models.people import Person


class ActKind(models.TextChoices):
    """What happened to people and their household."""

    MOVE = "move", _("Moved")  # 迁移
    TRANSFER = "transfer", _("Moved to another grid")  # 跨网格迁移
    SPLIT = "split", _("Household split")  # 分户
    MERGE = "merge", _("Households joined")  # 并户
    LEAVE = "leave", _("Moved away")  # 迁出
    RETURN = "return", _("Came back")  # 迁回
    DEATH = "death", _("Died")  # 死亡注销
    HEAD = "head", _("New head of the household")  # 户主变更


class Act(models.Model):
    """One change of a household: on which day it happened, when and by whom it was recorded."""

    kind = models.CharField(max_length=10, choices=ActKind)
    on = models.DateField()
    reason = models.CharField(max_length=200)
    household = models.ForeignKey(
        Household, null=True, on_delete=models.PROTECT, related_name="acts"
    )
    to_household = models.ForeignKey(
        Household, null=True, on_delete=models.PROTECT, related_name="acts_into"
    )
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class ActPerson(models.Model):
    """Somebody an act was about, and the relation to the head before and after."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acts")
    relation_before = models.CharField(max_length=12, choices=Relation, default="", blank=True)
    relation_after = models.CharField(max_length=12, choices=Relation, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "person"], name="registry_act_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.person_id}"
