"""Address words -> area, through a gazetteer of areas, estates, buildings and landmarks.

Pure and immutable: built once from names, asked many times. The longest name wins at each place of
the text; among places of the same name, those that the other words speak for; what stays open goes
to the smallest area that holds them all. So the same words always lead to the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from xinqiao.grid.address_words import AddressWords, normalise, spell, unit_in


class NameKind(StrEnum):
    """What a name names. A numbered building needs its estate or community beside it."""

    AREA = "area"
    ESTATE = "estate"
    BUILDING = "building"
    LANDMARK = "landmark"


@dataclass(frozen=True, slots=True)
class GazetteerName:
    """One name of one place. `path` is the code path of its area, ending with a dot."""

    name: str
    kind: NameKind
    path: str
    place_id: int | None = None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """Where words lead. `words` are quoted as written; `others` counts the places that also fit."""

    path: str
    words: tuple[str, ...]
    place_id: int | None = None
    unit: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name found in the text at [start, end), with all the places that carry it."""

    start: int
    end: int
    places: tuple[GazetteerName, ...]


COMMUNITY_DEPTH = 5  # codes in the path of a community: province, city, county, street, community
_NUMBER = re.compile("[0-9a-z]+[栋号]?")
_RANK = {NameKind.BUILDING: 3, NameKind.LANDMARK: 2, NameKind.ESTATE: 1, NameKind.AREA: 0}


class Gazetteer:
    """Names by spelling, and the lengths to try for each first pair of characters.

    A building's number stands in thousands of places, so numbers are kept by estate and by
    community and looked up only under those that the text or the context names.
    """

    __slots__ = ("_lengths", "_names", "_numbered", "size")

    def __init__(self, names: Iterable[GazetteerName]) -> None:
        found: dict[str, set[GazetteerName]] = {}
        numbered: dict[tuple[int | str, str], set[GazetteerName]] = {}
        for name in names:
            spelling = spell(name.name)
            if len(spelling) < 2:
                continue
            named = found.setdefault(spelling, set())
            if not _is_number(name, spelling):
                named.add(name)
                continue
            for holder in (name.parent_id, _community_of(name.path)):
                if holder:
                    numbered.setdefault((holder, spelling), set()).add(name)
        self._names = {k: tuple(sorted(v, key=_order)) for k, v in found.items()}
        self._numbered = {k: tuple(sorted(v, key=_order)) for k, v in numbered.items()}
        lengths: dict[str, set[int]] = {}
        for spelling in self._names:
            lengths.setdefault(spelling[:2], set()).add(len(spelling))
        self._lengths = {pair: sorted(sizes, reverse=True) for pair, sizes in lengths.items()}
        self.size = len(self._names)

    def locate(self, written: str, *, within: str = "") -> AddressMatch | None:
        """Find the place that `written` speaks of, or None when it names none we know.

        within: code path of the area the words belong to (the community of the person), or empty;
        places outside it count only when the words name none inside.
        """
        words = normalise(written)
        found = list(self._hits(words.text))
        if not found:
            return None
        hits = [self._with_numbers(hit, found, words.text, within) for hit in found]
        choices = _choices(hits, within)
        return _answer(words, hits, choices) if choices else None

    def _hits(self, text: str) -> Iterator[_Hit]:
        """Longest names from left to right, none overlapping another."""
        names, lengths = self._names, self._lengths
        position, last = 0, len(text) - 1
        while position < last:
            for length in lengths.get(text[position : position + 2], ()):
                end = position + length
                places = names.get(text[position:end])
                if places is not None and _stands_alone(text, position, end):
                    yield _Hit(position, end, places)
                    position = end - 1
                    break
            position += 1

    def _with_numbers(self, hit: _Hit, hits: list[_Hit], text: str, within: str) -> _Hit:
        """Add the buildings of this number in the estates named, else in the communities named."""
        spelling = text[hit.start : hit.end]
        named = [place for other in hits for place in other.places]
        holders: set[int | str] = {
            p.place_id for p in named if p.kind is NameKind.ESTATE and p.place_id
        }
        if not holders:
            holders = {_community_of(p.path) for p in named if p.kind is NameKind.AREA}
            holders.add(_community_of(within))
        buildings = {b for h in holders for b in self._numbered.get((h, spelling), ())}
        return _Hit(hit.start, hit.end, hit.places + tuple(sorted(buildings, key=_order)))


def _is_number(name: GazetteerName, spelling: str) -> bool:
    """Tell 3栋 and 东楼, which need an estate or community beside them, from 民政大楼."""
    return name.kind is NameKind.BUILDING and (
        len(spelling) < 3 or _NUMBER.fullmatch(spelling) is not None
    )


def _community_of(path: str) -> str:
    """The community's part of a path, or an empty text for an area above the communities."""
    codes = path.split(".")
    return ".".join(codes[:COMMUNITY_DEPTH]) + "." if len(codes) > COMMUNITY_DEPTH else ""


def _order(name: GazetteerName) -> tuple[str, str, int]:
    return name.path, name.kind.value, name.place_id or 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Refuse 3栋 inside 13栋 and 人民路12 inside 人民路123."""
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    return not (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


@dataclass(frozen=True, slots=True)
class _Choice:
    """One reading: the place, the hit that names it, the hits that speak for it."""

    place: GazetteerName
    hit: int
    support: frozenset[int]
    score: tuple[int, ...]


def _choices(hits: list[_Hit], within: str) -> list[_Choice]:
    """The best readings of the text; more than one only when they are equally good."""
    estates = {p.place_id for h in hits for p in h.places if p.kind is NameKind.ESTATE}
    choices = _readings(hits, estates, within) if within else []
    choices = choices or _readings(hits, estates, "")
    best = max((choice.score for choice in choices), default=())
    return [choice for choice in choices if choice.score == best]


def _readings(hits: list[_Hit], estates: set[int | None], within: str) -> list[_Choice]:
    """Every place inside `within` that the text may mean."""
    readings = []
    for i, hit in enumerate(hits):
        for place in hit.places:
            if place.path.startswith(within):
                support = _support(place, i, hits)
                score = _score(place, i, hits, support, estates)
                readings.append(_Choice(place, i, support, score))
    return readings


def _support(place: GazetteerName, own: int, hits: list[_Hit]) -> frozenset[int]:
    """The hits that speak for `place`: itself, its estate, and the areas that hold it."""
    return frozenset(
        i
        for i, hit in enumerate(hits)
        if i == own
        or any(
            other.place_id == place.parent_id
            if other.kind is NameKind.ESTATE and place.parent_id is not None
            else place.path.startswith(other.path)
            for other in hit.places
        )
    )


def _score(
    place: GazetteerName,
    own: int,
    hits: list[_Hit],
    support: frozenset[int],
    estates: set[int | None],
) -> tuple[int, ...]:
    """Higher is better: estate named, narrow, many letters for it, deep, early in the text."""
    letters = sum(hits[i].end - hits[i].start for i in support)
    depth = place.path.count(".")
    named = int(place.parent_id is not None and place.parent_id in estates)
    return named, _RANK[place.kind] > 0, letters, _RANK[place.kind], depth, -hits[own].start


def _answer(words: AddressWords, hits: list[_Hit], choices: list[_Choice]) -> AddressMatch | None:
    first = choices[0]
    path = common_path([choice.place.path for choice in choices])
    if not path:
        return None
    alone = len(choices) == 1
    quoted = tuple(words.quote(hits[i].start, hits[i].end) for i in sorted(first.support))
    return AddressMatch(
        path=path,
        words=quoted,
        place_id=first.place.place_id if alone else None,
        unit=unit_in(words.text, hits[first.hit].end),
        others=len(choices) - 1,
    )


def common_path(paths: list[str]) -> str:
    """The code path of the smallest area that holds all of `paths`; empty when there is none."""
    first, last = min(paths), max(paths)
    if last.startswith(first):
        return first
    size = next(i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: first.rfind(".", 0, size) + 1]
