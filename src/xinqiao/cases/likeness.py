"""How alike two texts are: pairs of neighbouring characters that both hold. Plain Python.

Chinese needs no word list for this: two people who tell of the same thing share its pairs of
characters, however they turn the sentence. Pairs that are in every second text say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

LOOKED_AT: Final = 200  # characters; the matter stands at the beginning
FEWEST: Final = 5  # a text of fewer pairs is judged as if it had this many
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_RUNS: Final = re.compile(f"[{_HAN}]+|[a-z0-9]{{2,}}")
# What complaints are made of, whatever they are about.
_EMPTY_WORDS: Final = (
    "我们 你们 他们 大家 居民 业主 小区 社区 没有 已经 一直 现在 这个 那个 什么 怎么 可以 不能 "
    "希望 请问 麻烦 尽快 解决 处理 反映 领导 政府 部门 有关 相关 问题 情况 时间 非常 严重 影响 "
    "楼下 楼上 门口 附近 旁边 地方 很多 有人 无人 每天 晚上 早上 白天 今天 昨天 好几 几天 三天 "
    "天了 了也 了没 没人 人管 人来 一个 因为 所以 但是 还是 而且 如果 就是 不是 都是 的人 的小 "
    "您好 你好 尊敬 敬的 谢谢 感谢 市民 多次 投诉 建议"
)
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of Han characters and the Latin words and numbers of the text's beginning."""
    plain = unicodedata.normalize("NFKC", text[:LOOKED_AT]).lower()
    found: set[str] = set()
    for run in _RUNS.findall(plain):
        if run.isascii():
            found.add(run)
        else:
            found.update(map("".join, pairwise(run)))
    return frozenset(found - _EMPTY)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share, 0 to 1, of the shorter text's pairs that the longer one holds too."""
    fewer = max(min(len(one), len(other)), FEWEST)
    return min(len(one & other) / fewer, 1.0)


def shared_words(one: str, other: str, *, most: int = 4) -> list[str]:
    """The longest stretches of `one` whose pairs `other` holds as well, longest first."""
    shared = pairs_of(one) & pairs_of(other)
    plain = unicodedata.normalize("NFKC", one[:LOOKED_AT]).lower()
    found = {word for run in _RUNS.findall(plain) for word in _stretches(run, shared)}
    kept: list[str] = []
    for word in sorted(found, key=lambda word: (-len(word), plain.find(word))):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return kept[:most]


def _stretches(run: str, shared: Iterable[str]) -> Sequence[str]:
    if run.isascii():
        return [run] if run in shared else []
    found, word = [], ""
    for first, second in pairwise(run):
        if first + second in shared:
            word = word + second if word else first + second
        elif word:
            found.append(word)
            word = ""
    return [*found, word] if word else found
