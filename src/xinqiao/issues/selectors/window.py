"""What the machine reads in a round: recent requests area by area, never all there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet

from xinqiao.grid.models import Level
from xinqiao.issues.models import LIVE, Apart, Issue, Look, Member
from xinqiao.issues.similarity import Message
from xinqiao.workflow.models import Item

LARGEST: Final = 5000  # requests that are compared with each other at once
MOST_ISSUES: Final = 400  # live issues that new requests may join, the latest first
EXAMPLES: Final = 12  # older members that stand for an issue in a round
ASLEEP: Final = timedelta(days=180)  # how long before the window an issue may have been silent
SECONDS_A_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Block:
    """An area that is looked at as one. newest: the key of the latest request there."""

    path: str
    size: int
    newest: int


def blocks(*, since: datetime, area_path: str = "") -> list[Block]:
    """Areas with requests since then: all as one, or their parts where that is too much."""
    counted = _recent(since, area_path).values("area_path").order_by("area_path")
    rows = counted.annotate(size=Count("pk"), newest=Max("pk"))
    return list(_divided([dict(row) for row in rows], area_path.count(".")))


def unseen(found: Sequence[Block]) -> list[Block]:
    """Blocks with requests that the machine has not looked at; also those of an old file."""
    looked = dict(
        Look.objects.filter(area_path__in=[block.path for block in found]).values_list(
            "area_path", "last_item"
        )
    )
    return [b for b in found if b.path not in looked or b.newest > looked[b.path]]


def recent_messages(*, path: str, since: datetime) -> list[Message]:
    """The newest requests of an area, at most LARGEST."""
    return _messages(_recent(since, path).order_by("-opened_at", "-pk")[:LARGEST])


def example_messages(*, path: str, since: datetime) -> tuple[list[Message], list[int]]:
    """Older members that stand for live issues of the area, and the ids of those issues."""
    issues = list(
        Issue.objects.filter(state__in=LIVE, area_path__startswith=path)
        .filter(last_at__gte=since - ASLEEP)
        .order_by("-last_at")
        .values_list("pk", flat=True)[:MOST_ISSUES]
    )
    kept: defaultdict[int, list[int]] = defaultdict(list)
    older = Member.objects.filter(issue_id__in=issues, item__opened_at__lt=since)
    for issue_id, item_id in older.order_by("issue", "-score", "item").values_list(
        "issue_id", "item_id"
    ):
        if len(kept[issue_id]) < EXAMPLES:
            kept[issue_id].append(item_id)
    chosen = [item_id for items in kept.values() for item_id in items]
    return _messages(Item.objects.filter(pk__in=chosen)), issues


def memberships(item_ids: Sequence[int]) -> list[Member]:
    """Who belongs where, with the issues."""
    return list(Member.objects.filter(item_id__in=item_ids).select_related("issue"))


def aparts(item_ids: Iterable[int]) -> list[tuple[int, int]]:
    """(request, issue) that staff have said do not belong together."""
    rows = Apart.objects.filter(item_id__in=list(item_ids))
    return list(rows.values_list("item_id", "issue_id"))


def _recent(since: datetime, path: str) -> QuerySet[Item]:
    # What ended without being done was withdrawn or lives on in another request.
    ended = Q(is_open=False, done_at__isnull=True)
    return Item.objects.filter(opened_at__gte=since, area_path__startswith=path).exclude(ended)


def _messages(items: QuerySet[Item]) -> list[Message]:
    return [
        Message(
            id=item.pk,
            title=item.title,
            words=item.words,
            day=item.opened_at.timestamp() / SECONDS_A_DAY,
            category=item.category_code,
            area=item.area_path,
            lon=item.lon,
            lat=item.lat,
        )
        for item in items.only(
            "title", "words", "opened_at", "category_code", "area_path", "lon", "lat"
        )
    ]


def _divided(rows: Sequence[dict[str, Any]], level: int) -> Iterable[Block]:
    parts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        codes = str(row["area_path"]).split(".")
        parts[".".join([*codes[:level], ""])].append(row)
    for path, inside in parts.items():
        size = sum(row["size"] for row in inside)
        if size > LARGEST and level < Level.COMMUNITY:
            yield from _divided(inside, level + 1)
        else:
            yield Block(path, size, max(row["newest"] for row in inside))
