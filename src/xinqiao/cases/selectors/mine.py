"""A resident's own requests."""

from __future__ import annotations

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.visible import own


def my_cases(*, actor: Actor) -> QuerySet[Case]:
    """What the actor asked for, recorded for somebody, or asked with the same number; unordered."""
    return Case.objects.filter(own(actor)).select_related(
        "item", "item__owner_post", "item__owner_organisation", "category"
    )
