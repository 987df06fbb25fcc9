"""Who saw whom: for the person by post, for the administrators by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.models import Look, PersonTag

WATCHERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@dataclass(frozen=True, slots=True)
class Seen:
    """One look as the person reads it: the post, never who sat in it or what they wrote."""

    at: datetime
    post: str
    what: tuple[str, ...]
    opened: tuple[str, ...]
    why: str


def sensitive_tag_names(*, person_id: int) -> list[str]:
    """Names of the running sensitive tags of a person."""
    rows = PersonTag.objects.filter(
        person_id=person_id, until__isnull=True, tag__is_sensitive=True
    ).order_by("tag__position", "tag__name")
    return list(rows.values_list("tag__name", flat=True))


def looks_at_person(*, person_ids: Sequence[int], most: int = 200) -> list[Seen]:
    """The latest looks at all records of one person, newest first."""
    rows = (
        Look.objects.filter(person_id__in=person_ids).select_related("post").order_by("-at", "-id")
    )
    return [
        Seen(
            at=row.at,
            post=row.post.title if row.post else "",
            what=tuple(row.fields),
            opened=tuple(row.opened),
            why=row.get_kind_display(),
        )
        for row in rows[:most]
    ]


def visible_looks(*, actor: Actor) -> QuerySet[Look]:
    """All looks within the areas of the security or audit administrator. Raises NotAllowed."""
    if not actor.has_role(*WATCHERS):
        raise NotAllowed
    return Look.objects.filter(below(actor, *WATCHERS, field="person__area_path"))
