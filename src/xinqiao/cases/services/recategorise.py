"""Put a request under the category it belongs to (更正分类); the suggestions learn from it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import SameCategory
from xinqiao.cases.models import RemarkKind
from xinqiao.cases.selectors.categories import category_book
from xinqiao.cases.services.calls import Call
from xinqiao.cases.services.common import REASON_LIMIT, add_remark, case_of
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.grid.snapshot import fresh
from xinqiao.kit.clean import clean_text
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.steps import begin, finish


@transaction.atomic
def recategorise_case(
    *,
    actor: Actor,
    item_id: int,
    category_code: str,
    at: datetime,
    reason: str = "",
    seen: datetime | None = None,
) -> Item:
    """Correct the category. Records `cases.recategorised` with the old one and what was suggested.

    No deadline moves: the new category's own limits count from the next dispatch on (RULES).
    Raises UnknownCategory (422), SameCategory (409), ActionNotYours (403), ItemNotFound (404).
    """
    step = begin(actor=actor, item_id=item_id, usual="recategorise", at=at, seen=seen)
    case = case_of(item_id)
    old = case.category
    new = category_book(fresh().version).valid(category_code, at)
    if new.id == old.pk:
        raise SameCategory(category=old.name, field="category")
    suggested = suggest_category(case.text, at)
    step.facts |= {
        "category": new.code,
        "from_category": old.code,
        "suggested": suggested.best.code if suggested.best else "",
        "model": suggested.version,
    }
    case.category_id = new.id
    case.save(update_fields=["category"])
    step.item.category_code = new.code
    step.item.words = " ".join(part for part in (case.text, case.address, new.name) if part)
    item = finish(step)
    said = clean_text(reason, limit=REASON_LIMIT, field="reason")
    text = _change(old.name, new.name, said)
    add_remark(actor=actor, case_id=item_id, kind=RemarkKind.REASON, text=text, at=at)
    return item


def recategorise_called(call: Call) -> Item:
    """The same for a button or another system: `category`, `reason`."""
    return recategorise_case(
        actor=call.actor,
        item_id=call.item_id,
        category_code=call.text("category"),
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _change(old: str, new: str, reason: str) -> str:
    """Kept words are in the language of the house, not of the one who clicks."""
    with translation.override(settings.LANGUAGE_CODE):
        change = gettext("From “%(old)s” to “%(new)s”.") % {"old": old, "new": new}
    return f"{change} {reason}".strip()
