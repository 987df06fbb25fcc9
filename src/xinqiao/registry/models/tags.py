"""What kind of care or attention somebody needs (人员类别), with definitions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.registry.models.people import Person


class Tag(models.Model):
    """A category of people with its definition, such as empty-nest elder (空巢老人).

    `rule` derives it (see `registry.tag_rules`): {"age_from": 80}, {"lives_alone": true,
    "age_from": 60}; empty when only people give it. A sensitive one (PIPL 28) needs consent or a
    legal duty, and is shown to few.
    """

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=40)
    definition = models.CharField(max_length=300)
    rule = models.JSONField(default=dict, blank=True)
    is_sensitive = models.BooleanField(default=False)
    # People of this category are called regularly: the worker's phone carries their number.
    needs_contact = models.BooleanField(default=False, db_default=False)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class TagSource(models.TextChoices):
    DECLARED = "declared", _("Said by the person")
    VISIT = "visit", _("Seen at a visit")
    IMPORT = "import", _("From a file")
    RULE = "rule", _("Follows from the register")


class PersonTag(models.Model):
    """Somebody belongs to a category from a moment until another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=8, choices=TagSource)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "person"],
                condition=models.Q(until__isnull=True),
                name="registry_person_tag_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.tag_id}"
