"""Where people live, and with whom."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.models import Area, Place
from xinqiao.kit.search import Bigrams


class Usage(models.TextChoices):
    """What a dwelling is used for (房屋用途)."""

    OWN = "own", _("Lived in by its owner")  # 自住
    RENTED = "rented", _("Rented out")  # 出租
    VACANT = "vacant", _("Empty")  # 空置
    SHOP = "shop", _("Shop or office")  # 商用
    OTHER = "other", _("Other use")


class Dwelling(models.Model):
    """A flat or house (房屋): a unit and number in a building.

    `area_path` repeats the grid's path, so that a scope is one range of one index; it is written
    with `area` and moved with the grid (`registry.services.redraw`).
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="dwellings")
    unit = models.CharField(max_length=10, default="", blank=True)  # 单元
    number = models.CharField(max_length=20)  # 室号
    floor = models.SmallIntegerField(null=True, blank=True)
    usage = models.CharField(max_length=8, choices=Usage, default=Usage.OWN, db_default=Usage.OWN)
    # As people say it, estate and building included: 丽湖新城3栋2单元301. Kept for search.
    address = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    note = models.CharField(max_length=200, default="", blank=True, db_default="")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "unit", "number"],
                condition=models.Q(retired_at__isnull=True),
                name="registry_dwelling_once",
            ),
        ]
        indexes = [
            models.Index(fields=["area_path", "id"], name="registry_dwelling_area"),
            GinIndex(Bigrams("address"), name="registry_dwelling_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.address


class Household(models.Model):
    """People who live together in a dwelling (户), from a day until another."""

    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="households")
    is_collective = models.BooleanField(default=False, db_default=False)  # 集体户
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=120, db_collation="C")
    note = models.CharField(max_length=200, default="", blank=True, db_default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        indexes = [models.Index(fields=["area_path", "id"], name="registry_household_area")]

    def __str__(self) -> str:
        return f"{self.dwelling_id} · {self.pk}"


class Relation(models.TextChoices):
    """What somebody is to the head of the household (与户主关系)."""

    HEAD = "head", _("Head of the household")  # 户主
    SPOUSE = "spouse", _("Spouse")  # 配偶
    CHILD = "child", _("Child")  # 子女
    PARENT = "parent", _("Parent")  # 父母
    GRANDCHILD = "grandchild", _("Grandchild")  # 孙子女
    GRANDPARENT = "grandparent", _("Grandparent")  # 祖父母
    SIBLING = "sibling", _("Brother or sister")  # 兄弟姐妹
    IN_LAW = "in_law", _("Child-in-law or parent-in-law")  # 儿媳、女婿、公婆、岳父母
    TENANT = "tenant", _("Tenant")  # 租客
    CARER = "carer", _("Live-in carer")  # 住家保姆
    OTHER = "other", _("Other")


class Membership(models.Model):
    """A person in a household from a moment until another; one at a time."""

    person = models.ForeignKey(
        "registry.Person", on_delete=models.PROTECT, related_name="memberships"
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12, choices=Relation)
    is_registered = models.BooleanField(default=True, db_default=True)  # 户籍在此
    lives_here = models.BooleanField(default=True, db_default=True)  # 实际居住
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Why it ended: moved, split, merged, left, died.
    end_reason = models.CharField(max_length=12, default="", blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="registry_one_household_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(ended_at__isnull=True, relation="head"),
                name="registry_one_head_of_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"
