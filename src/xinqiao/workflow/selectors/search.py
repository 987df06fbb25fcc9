"""Search over everything somebody's posts let them see: open and closed, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Level
from xinqiao.kit.paging import Order, Page
from xinqiao.workflow.colour_sql import colour_expression
from xinqiao.workflow.errors import WordsTooShort
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import desk_items
from xinqiao.workflow.selectors.words import Found, can_search, page_about

NEWEST_FIRST: Final = Order("id", descending=True)
LONGEST: Final = 60


def search_page(
    *, actor: Actor, words: str, at: datetime, cursor: str | None = None, size: int = 25
) -> Page[Item]:
    """Items by number, words or address, with `colour` and owner; one or two statements.

    Raises WordsTooShort (422), BadCursor.
    """
    words = words.replace("\0", "").strip()[:LONGEST]
    if not can_search(words):
        raise WordsTooShort(field="q")
    lean = desk_items(actor=actor)
    full = lean.select_related("owner_post", "owner_organisation").annotate(
        colour=colour_expression(at)
    )
    found = Found(words=words, lean=lean, full=full, halves=True, few=_has_few(actor))
    return page_about(found, order=NEWEST_FIRST, cursor=cursor, size=size)


def _has_few(actor: Actor) -> bool:
    """Whether all areas the actor sees are communities or grids, some ten thousand items each."""
    paths = [post.area_path for post in actor.posts if post.organisation_id is None]
    return bool(paths) and all(path.count(".") >= Level.COMMUNITY for path in paths)
