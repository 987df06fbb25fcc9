"""Search by words: the first page of the work list and of the search over open and closed items.

The reader is the county supervisor, who sees everything: the widest scope is the hardest one. The
peer is what one would write by hand: the same rows by the word index alone, in raw SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

import bench.ready  # noqa: F401  first: it makes Django ready
from bench.lists import run, supervisor, timed
from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.selectors.near import Around, near_requests
from xinqiao.kit.words import search_words
from xinqiao.workflow.errors import WordsTooShort
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.search import search_page
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

# What is asked for; a quarter of all made-up requests say that something is broken (坏了).
WORDS: dict[str, str] = {
    "frequent": "坏了",
    "common": "路灯",
    "two_words": "路灯 三天",
    "one_house": "路灯 19号楼",
    "rare": "停电",
    "absent": "鲸鱼",
    "single_character": "灯",
}
RARE = 40  # items that speak of the rare word, however many there are in all
NEAR_TEXT = "楼道的灯不亮，晚上看不清路"

_PEER = """
SELECT id, number, title FROM workflow_item
WHERE is_open AND xq_bigrams(words) @> %s ORDER BY due_at, id LIMIT 26
"""
_PEER_ALL = """
SELECT id, number, title FROM (
    SELECT id, number, title FROM workflow_item WHERE is_open AND xq_bigrams(words) @> %s
    UNION ALL
    SELECT id, number, title FROM workflow_item WHERE NOT is_open AND xq_bigrams(words) @> %s
    OFFSET 0  -- else a rare word is looked for in all items, newest first, for many seconds
) AS found ORDER BY id DESC LIMIT 26
"""
PEER_ROUNDS = 5  # a frequent word has hundreds of thousands of rows to put in order


def measure() -> dict[str, object]:
    """Each word in the work list, with a category, and over everything; then the peer's SQL."""
    _make_rare()
    actor = supervisor()
    answers: dict[str, Any] = {"work_list": {}, "everything": {}, "raw_sql": {}}
    for name, words in WORDS.items():
        answers["work_list"][name] = timed(partial(_work_list, actor, words))
        answers["everything"][name] = timed(partial(_everything, actor, words))
    for name in ("frequent", "common", "absent"):
        chosen = partial(_work_list, actor, WORDS[name], category="env.")
        answers["work_list"][f"{name}_with_category"] = timed(chosen)
    answers["closed"] = {
        name: timed(partial(_work_list, actor, WORDS[name], closed="1"))
        for name in ("frequent", "rare", "absent")
    }
    for name in ("frequent", "common", "rare", "absent"):
        answers["raw_sql"][name] = timed(_peer(_PEER, WORDS[name], 1), rounds=PEER_ROUNDS)
        answers["raw_sql"][f"{name}_everything"] = timed(
            _peer(_PEER_ALL, WORDS[name], 2), rounds=PEER_ROUNDS
        )
    answers["near_while_typing"] = timed(_near())
    return answers


def _work_list(actor: Actor, words: str, **more: str) -> object:
    chosen = WorkFilter.from_query({"words": words, **more})
    return work_page(actor=actor, filter=chosen, at=timezone.now(), size=25)


def _everything(actor: Actor, words: str) -> object:
    """A page, or the sentence that one character is too short."""
    with suppress(WordsTooShort):
        return search_page(actor=actor, words=words, at=timezone.now(), size=25)
    return None


def _peer(sql: str, words: str, times: int) -> Callable[[], object]:
    pairs = search_words(words)

    def read() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, [pairs] * times)
            return cursor.fetchall()

    return read


def _near() -> Callable[[], object]:
    """Somebody types in the middle of the county, where other requests are open."""
    item = Item.objects.filter(is_open=True, words__startswith="楼道灯").order_by("pk").first()
    if item is None or item.lon is None or item.lat is None:
        raise RuntimeError("The made-up county has no open request about a lamp.")
    around = Around(item.area_path, item.lon + 0.0005, item.lat)
    return partial(near_requests, actor=ANONYMOUS, around=around, text=NEAR_TEXT, at=timezone.now())


def _make_rare() -> None:
    """Let a few items, spread over all, say what no other does; an eighth of them is open."""
    rare = WORDS["rare"]
    if Item.objects.filter(title__startswith=rare).exists():
        return
    for is_open, count in ((True, RARE // 8), (False, RARE - RARE // 8)):
        ids = list(
            Item.objects.filter(is_open=is_open, pk__gte=1)
            .order_by("area_path", "pk")
            .values_list("pk", flat=True)[:count]
        )
        Item.objects.filter(pk__in=ids).update(title=f"{rare}了", words=f"{rare}了，什么时候来电")


if __name__ == "__main__":
    run("search", measure)
