"""Names of estates, roads and institutions in people's words, learnt from the words themselves.

No gazetteer knows what residents call a place, and anonymised files name places that do not exist
(`A7县`, `丽发新城`). So names are what follows a district and ends like a place, or what follows a
numbered district again and again and is then followed by something else each time.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

MAX_NAME = 10
LEAST_NAME = 3
REPEATED = 4  # times a name without a place's ending must follow a district
BRANCHING = 0.6  # share of the commonest continuation above which a prefix is only a part of a name
NUMBERED = 0.25  # share of times that the district must be a numbered one

_HAN: Final = "\u4e00-\u9fff"
_DISTRICT: Final = r"(?:[a-z]\d{0,2}(?:县市|市|县|区)|西地省)"
_PLACE_ENDINGS: Final = """
新城 小区 花园 花苑 花都 花城 家园 嘉园 佳园 名园 公馆 公寓 国际城 国际 广场 公园 大学 学院 中学
小学 幼儿园 学校 医院 街道 社区 安置区 大道 大桥 隧道 新村 名邸 名苑 名城 华庭 华府 别墅 山庄
豪庭 雅苑 雅郡 景园 御园 湖 河 大厦 中心 商场 超市 市场 工业园 产业园 火车站 汽车站 镇 乡 村 路
街 巷 苑 府 湾 郡 庭 城 墅 邸 寺 洲 公司 集团 酒店 号线
"""
_ENDINGS: Final = sorted(_PLACE_ENDINGS.split(), key=len, reverse=True)
_BY_ENDING: Final = re.compile(
    f"(?:{_DISTRICT}+|(?<=街道)|(?<=社区)|(?<=镇)|(?<=路))"
    f"([{_HAN}][0-9a-z{_HAN}]{{1,9}}?(?:{'|'.join(_ENDINGS)}))"
)
_AFTER_DISTRICT: Final = re.compile(f"({_DISTRICT}+)([{_HAN}][0-9a-z{_HAN}]{{2,9}})")
# Words that stand in sentences, not in names; offices, which every message names, are no places.
_NO_NAME: Final = re.compile(
    "[的是在有没为把被将要我您请和与及对向到从这那于了吗呢该等也不很又局委办队厅]|关于|政府|领导|"
    "问题|附近|周边|旁边|公交|地铁|城市|多个|部门|有关|公安|法院|[a-z]\\d*[市县区]|年|\\d{3}|路线|建设|"
    "投诉|影响|何时|时候|人才|教育|医保|社保|交通|征地|规划|物业"
)
_NO_SINGLE_PLACE: Final = """
小区 社区 中心 公司 学校 小学 中学 大学 街道 市场 公园 广场 医院 幼儿园 实验小学 外国语学校
火车站 人民政府 分公司 物业公司 公交公司 自来水公司 开发公司 县城 商品房 住房公积金 公积金
机动车 出租车 老百姓 事业单位 国际 房地产公司 教育集团 有限公司 工程公司 国家中心 中心城 高新区
经开区 开发区 市中心
"""
_GENERIC: Final = frozenset(_NO_SINGLE_PLACE.split())
_TAIL: Final = re.compile("(?:小区|社区|项目|楼盘|住宅|公司|第?[一二三四五六七八九十0-9]+期)$")

DISTRICT: Final = re.compile(_DISTRICT)


def plain(text: str) -> str:
    """Lower case without white space and middle dots, so that two ways of typing are one."""
    return re.sub(r"[\s\u200b·•]+", "", text).lower()


def stem(name: str) -> str:
    """A name without `小区`, `二期` and the like, which people add or leave out."""
    return _TAIL.sub("", name) or name


def learn_names(texts: Iterable[str], *, known: Iterable[str] = ()) -> frozenset[str]:
    """The names in `texts` (already `plain`), together with those that are `known`."""
    found = {name for name in map(plain, known) if len(name) >= LEAST_NAME}
    runs: Counter[str] = Counter()
    numbered: Counter[str] = Counter()
    for text in texts:
        for match in _BY_ENDING.finditer(text):
            found |= {name for name in (match[1], stem(match[1])) if _may_be(name)}
        seen = {
            (run[:size], any(sign.isdigit() for sign in district))
            for district, run in _runs(text)
            for size in range(LEAST_NAME, min(len(run), 8) + 1)
        }
        runs.update({prefix for prefix, _ in seen})
        numbered.update({prefix for prefix, by_number in seen if by_number})
    return frozenset(found | _repeated(runs, numbered))


def find_names(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Where names stand in `text`: spans from left to right, the longest at each place."""
    spans: list[tuple[int, int]] = []
    heads = _heads(names)
    at, end = 0, len(text)
    while at < end:
        if text[at : at + LEAST_NAME] not in heads:
            at += 1
            continue
        for size in range(min(MAX_NAME, end - at), LEAST_NAME - 1, -1):
            if text[at : at + size] in names:
                spans.append((at, at + size))
                at += size
                break
        else:
            at += 1
    return spans


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for names and districts: what it is about, whatever the place."""
    parts, last = [], 0
    for start, stop in spans:
        parts.append(text[last:start])
        last = stop
    parts.append(text[last:])
    return DISTRICT.sub(" ", " ".join(parts))


def _runs(text: str) -> list[tuple[str, str]]:
    """What follows each district, up to the next one: `五矿万境` of `A5区五矿万境K9县`."""
    return [(district, DISTRICT.split(run)[0]) for district, run in _AFTER_DISTRICT.findall(text)]


@lru_cache(maxsize=4)
def _heads(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[:LEAST_NAME] for name in names)


def _may_be(name: str) -> bool:
    return len(name) >= LEAST_NAME and name not in _GENERIC and not _NO_NAME.search(name)


def _repeated(runs: Counter[str], numbered: Counter[str]) -> set[str]:
    following: defaultdict[str, int] = defaultdict(int)
    for prefix, times in runs.items():
        following[prefix[:-1]] = max(following[prefix[:-1]], times)
    return {
        prefix
        for prefix, times in runs.items()
        if times >= REPEATED
        and len(prefix) <= 6
        and following[prefix] <= BRANCHING * times
        and numbered[prefix] >= NUMBERED * times
        and _may_be(prefix)
    }
