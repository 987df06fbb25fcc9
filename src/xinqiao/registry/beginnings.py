"""Categories and kinds of facilities for a new place; run again, it changes nothing.

What staff have edited or ended since is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import FacilityKind, Tag
from xinqiao.registry.seed_data import FACILITY_KINDS, TAGS
from xinqiao.registry.services.facility_kinds import save_facility_kind
from xinqiao.registry.services.tag_table import TagDraft, save_tag


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many rows were new."""

    tags: int
    facility_kinds: int


@transaction.atomic
def seed_registry(*, actor: Actor, at: datetime) -> Seeded:
    """Make a place ready for its register. at: aware UTC, from when the categories hold."""
    return Seeded(tags=_tags(actor, at), facility_kinds=_kinds(actor, at))


def _tags(actor: Actor, at: datetime) -> int:
    known = set(Tag.objects.values_list("code", flat=True))
    new = [(place, tag) for place, tag in enumerate(TAGS) if tag.code not in known]
    for place, tag in new:
        draft = TagDraft(
            code=tag.code,
            name=tag.name,
            definition=tag.definition,
            rule=tag.rule,
            is_sensitive=tag.is_sensitive,
            needs_contact=tag.needs_contact,
            position=place,
        )
        save_tag(actor=actor, draft=draft, at=at)
    return len(new)


def _kinds(actor: Actor, at: datetime) -> int:
    known = set(FacilityKind.objects.values_list("code", flat=True))
    new = [(place, kind) for place, kind in enumerate(FACILITY_KINDS) if kind.code not in known]
    for place, kind in new:
        save_facility_kind(
            actor=actor,
            code=kind.code,
            name=kind.name,
            is_line=kind.is_line,
            position=place,
            at=at,
        )
    return len(new)
