"""Requests of people about their own data, as staff of the area see them."""

from __future__ import annotations

from django.db.models import QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.grid.selectors.scope import below
from xinqiao.registry.models import SubjectRequest


def visible_requests(*, actor: Actor) -> QuerySet[SubjectRequest]:
    """Requests about people of the areas that the actor's office keeps; copies included."""
    return SubjectRequest.objects.filter(
        below(actor, *AREA_STAFF, field="person__area_path")
    ).exclude(person__erased_at__isnull=False)


def open_requests(*, actor: Actor) -> QuerySet[SubjectRequest]:
    """Those that wait for an answer, with their people."""
    rows = visible_requests(actor=actor).filter(state=SubjectRequest.State.OPEN)
    return rows.select_related("person", "person__area", "helped_by")
