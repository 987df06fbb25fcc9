"""Find whom an entry is to be about, among what the writer answers for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.areas import search_areas, visible_areas
from xinqiao.grid.selectors.organisations import search_organisations, visible_organisations
from xinqiao.grid.selectors.posts import visible_posts
from xinqiao.grid.selectors.scope import searchable
from xinqiao.publicity.errors import SubjectMissing
from xinqiao.publicity.models import SubjectKind

MOST: Final = 25


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """Somebody an entry can be about. `value` is `kind:id`."""

    value: str
    label: str
    detail: str


def find_subjects(*, actor: Actor, kind: str, words: str) -> list[SubjectChoice]:
    """Up to 25 of a kind whose name holds the words, inside the writer's areas; one statement."""
    if kind == SubjectKind.ORGANISATION:
        units = search_organisations(visible_organisations(actor, *AREA_STAFF), words)
        return [
            SubjectChoice(f"{kind}:{row.pk}", row.name, row.area.name)
            for row in units.order_by("name", "pk")[:MOST]
        ]
    if kind == SubjectKind.POST:
        named = Q(title__contains=searchable(words)) | Q(area__name__contains=searchable(words))
        posts = visible_posts(actor, *AREA_STAFF).filter(named, organisation__isnull=True)
        return [
            SubjectChoice(f"{kind}:{row.pk}", row.title, row.area.name)
            for row in posts.exclude(pk__in=actor.post_ids)
            .select_related("area")
            .order_by("area__path", "pk")[:MOST]
        ]
    areas = search_areas(_own_areas(actor), words).select_related("parent")
    return [
        SubjectChoice(f"{kind}:{row.pk}", row.name, row.parent.name if row.parent else "")
        for row in areas.filter(level__gte=Level.STREET).order_by("path")[:MOST]
    ]


def subject_choice(*, actor: Actor, value: str) -> SubjectChoice:
    """The choice behind a value. Raises SubjectMissing (422) for what the writer cannot choose."""
    kind, _colon, key = value.partition(":")
    if kind not in SubjectKind.values or not key.isascii() or not key.isdigit():
        raise SubjectMissing(field="subject")
    found = _find_one(actor, kind, int(key[:18]))
    if found is None:
        raise SubjectMissing(field="subject")
    return SubjectChoice(value, *found)


def _find_one(actor: Actor, kind: str, key: int) -> tuple[str, str] | None:
    """Label and detail of one subject the writer may choose."""
    if kind == SubjectKind.ORGANISATION:
        unit = visible_organisations(actor, *AREA_STAFF).filter(pk=key).first()
        return (unit.name, unit.area.name) if unit else None
    if kind == SubjectKind.POST:
        posts = visible_posts(actor, *AREA_STAFF).select_related("area")
        post = posts.filter(pk=key).first()
        return (post.title, post.area.name) if post else None
    area = _own_areas(actor).select_related("parent").filter(pk=key).first()
    if area is None:
        return None
    return area.name, area.parent.name if area.parent else ""


def _own_areas(actor: Actor) -> QuerySet[Area]:
    inside = Q(pk__in=())
    for path in actor.area_paths(*AREA_STAFF):
        inside |= Q(path__startswith=path)
    return visible_areas(actor).filter(inside, valid_until__isnull=True)
