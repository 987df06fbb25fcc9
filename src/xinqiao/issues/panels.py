"""On the page of every item: the issue that it belongs to, and the answer drafted for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.issues.selectors.issues import VIEWERS
from xinqiao.issues.selectors.membership import issue_of
from xinqiao.workflow.extras import ItemPanel, register_panel
from xinqiao.workflow.models import Item


def _context(actor: Actor, item: Item, at: datetime) -> Mapping[str, Any] | None:
    del at
    if not actor.is_system and not actor.has_role(*VIEWERS):
        return None
    issue = issue_of(actor=actor, item_id=item.pk)
    return {"issue": issue} if issue is not None else None


register_panel(ItemPanel(name="issue", template="issues/_panel.html", context=_context))
