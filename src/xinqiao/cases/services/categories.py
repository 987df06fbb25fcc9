"""Categories that staff edit: what is changed counts for what is reported afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor, Role
from xinqiao.cases.errors import CategoryBadCode, CategoryInUse, UnknownCategory
from xinqiao.cases.models import Category
from xinqiao.events.services.append import append
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import require_aware

CODE: Final = re.compile(r"(?:[a-z0-9]{1,12}\.){1,4}")
_EDITORS: Final = (Role.SYSTEM_ADMIN, Role.COUNTY)


@transaction.atomic
def save_category(
    *,
    actor: Actor,
    code: str,
    name: str,
    at: datetime,
    description: str = "",
    keywords: Sequence[str] = (),
    needs_contact: bool = False,
    is_urgent: bool = False,
    is_public: bool = True,
    position: int = 0,
) -> Category:
    """Add a category or change the one with this code. Records `cases.category_saved`.

    code: dotted path of small letters and digits; the last dot may be left out. A category that
    had ended comes back. Raises CategoryBadCode (422), NotAllowed (403).
    """
    _check_editor(actor)
    code = code if code.endswith(".") else f"{code}."
    parent = _parent_of(code)
    values = {
        "name": clean_text(name, limit=60, field="name", required=True, multiline=False),
        "description": clean_text(description, limit=200, field="description"),
        "parent": parent,
        "keywords": _keywords(keywords),
        "needs_contact": needs_contact,
        "is_urgent": is_urgent,
        "is_public": is_public,
        "position": position,
    }
    category, is_new = Category.objects.update_or_create(
        code=code,
        defaults={**values, "valid_until": None},
        create_defaults={**values, "valid_from": require_aware(at)},
    )
    _record(actor, category, "cases.category_saved", at, is_new=is_new)
    return category


@transaction.atomic
def end_category(*, actor: Actor, code: str, at: datetime) -> Category:
    """Nothing new can be reported under it from `at` on. Records `cases.category_ended`.

    Raises UnknownCategory (422), CategoryInUse (409) while a sub-category is in force.
    """
    _check_editor(actor)
    category = Category.objects.select_for_update().filter(code=code).first()
    if category is None or category.valid_until is not None:
        raise UnknownCategory(category=code[:60], field="category")
    if category.children.filter(valid_until__isnull=True).exists():
        raise CategoryInUse(category=category.name)
    category.valid_until = require_aware(at)
    category.save(update_fields=["valid_until"])
    _record(actor, category, "cases.category_ended", at, is_new=False)
    return category


def _check_editor(actor: Actor) -> None:
    if not actor.is_system and not actor.has_role(*_EDITORS):
        raise NotAllowed


def _parent_of(code: str) -> Category | None:
    if len(code) > 60 or CODE.fullmatch(code) is None:
        raise CategoryBadCode(category=code[:60], field="code")
    above = code[: code.rfind(".", 0, -1) + 1]
    if not above:
        return None
    parent = Category.objects.filter(code=above, valid_until__isnull=True).first()
    if parent is None:
        raise CategoryBadCode(category=code[:60], field="code")
    return parent


def _keywords(words: Sequence[str]) -> list[str]:
    clean = (clean_text(word, limit=20, field="keywords", multiline=False) for word in words)
    return list(dict.fromkeys(word for word in clean if word))[:60]


def _record(actor: Actor, category: Category, kind: str, at: datetime, *, is_new: bool) -> None:
    bump_snapshot()
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="category",
        subject_id=category.pk,
        data={"code": category.code, "name": category.name, "is_new": is_new},
    )
