"""The table of categories: defined, changed, ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput, NotAllowed
from xinqiao.registry.models import Tag
from xinqiao.registry.tag_rules import check_rule

# A category counts in a whole county, so it is not for a community to define.
EDITORS: Final = (Role.SYSTEM_ADMIN, Role.COUNTY)
CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDraft:
    """A category as it is to be; rule: see `registry.tag_rules`."""

    code: str
    name: str
    definition: str
    rule: Mapping[str, Any] = field(default_factory=dict)
    is_sensitive: bool = False
    needs_contact: bool = False
    position: int = 0
    is_ended: bool = False


@transaction.atomic
def save_tag(*, actor: Actor, draft: TagDraft, at: datetime) -> Tag:
    """Define a category, or change the one of this code. Records `registry.tag_saved`.

    Raises NotAllowed, BadInput, BadRule.
    """
    require_editor(actor)
    if not CODE.fullmatch(draft.code):
        raise BadInput(field="code")
    check_rule(draft.rule)
    tag = Tag.objects.select_for_update().filter(code=draft.code).first()
    tag = tag or Tag(code=draft.code, valid_from=at)
    tag.name = clean_text(draft.name, limit=40, field="name", required=True, multiline=False)
    tag.definition = clean_text(draft.definition, limit=300, field="definition", required=True)
    tag.rule = dict(draft.rule)
    tag.is_sensitive, tag.needs_contact = draft.is_sensitive, draft.needs_contact
    tag.position = draft.position
    tag.valid_until = (tag.valid_until or at) if draft.is_ended else None
    tag.save()
    append(
        kind="registry.tag_saved",
        actor=actor,
        at=at,
        subject_kind="tag",
        subject_id=tag.pk,
        data={"code": tag.code},
    )
    return tag


def require_editor(actor: Actor) -> None:
    """Raises NotAllowed unless the actor may edit the tables of the register."""
    if not (actor.is_system or actor.has_role(*EDITORS)):
        raise NotAllowed
