"""Records that are one person: which ones, and the mergers that can be undone."""

from __future__ import annotations

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Merge, Person
from xinqiao.registry.selectors.scope import visible_people


def record_ids(person_id: int) -> list[int]:
    """This record and all that were merged into it, directly or by another."""
    found, edge = [person_id], [person_id]
    while edge:
        edge = list(
            Person.objects.filter(merged_into_id__in=edge)
            .exclude(pk__in=found)
            .values_list("pk", flat=True)
        )
        found += edge
    return found


def living_record(person: Person) -> Person:
    """The record that a merged one leads to in the end."""
    seen = set()
    while person.merged_into_id is not None and person.pk not in seen:
        seen.add(person.pk)
        person = Person.objects.get(pk=person.merged_into_id)
    return person


def visible_merges(*, actor: Actor) -> QuerySet[Merge]:
    """Standing mergers of the actor's area, newest first."""
    return (
        Merge.objects.filter(undone_at__isnull=True, kept__in=visible_people(actor=actor))
        .select_related("kept__area", "absorbed", "merged_by")
        .order_by("-at", "-id")
    )
