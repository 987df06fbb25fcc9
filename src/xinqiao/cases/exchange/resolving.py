"""From the words of a foreign file to our categories, kinds and areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.exchange.errors import AreaUnknown, CategoryUnknown
from xinqiao.cases.exchange.gazetteer import Places
from xinqiao.cases.exchange.mapping import FileMap
from xinqiao.cases.exchange.rows import HistoryRow
from xinqiao.cases.kinds import suggest_kind
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.categories import CategoryFacts, rank
from xinqiao.grid.snapshot import AreaFacts


@dataclass(frozen=True, slots=True)
class Resolver:
    """Knows the mapping, today's categories, and the areas by code and by name."""

    mapping: FileMap
    categories: Mapping[str, CategoryFacts]
    by_name: Mapping[str, CategoryFacts]
    chosen: tuple[CategoryFacts, ...]
    areas: Mapping[str, AreaFacts]
    area_names: Mapping[str, AreaFacts]
    places: Places | None

    @classmethod
    def of(
        cls,
        *,
        mapping: FileMap,
        categories: Mapping[str, CategoryFacts],
        areas: Mapping[str, AreaFacts],
        places: Places | None,
        at: datetime,
    ) -> Resolver:
        """Index today's categories and areas; a name that two areas carry names neither."""
        named: dict[str, list[AreaFacts]] = {}
        for area in areas.values():
            named.setdefault(area.name, []).append(area)
        chosen = tuple(facts for facts in categories.values() if facts.holds(at))
        return cls(
            mapping=mapping,
            categories=categories,
            by_name={facts.name: facts for facts in chosen},
            chosen=chosen,
            areas=areas,
            area_names={name: found[0] for name, found in named.items() if len(found) == 1},
            places=places,
        )

    def draft(self, row: HistoryRow) -> ReportDraft:
        """The draft of a row. Raises CategoryUnknown, AreaUnknown."""
        return ReportDraft(
            text=row.words,
            kind=row.kind or suggest_kind(row.words),
            category_code=self._category(row),
            lon=row.lon,
            lat=row.lat,
            address=row.address,
            reporter_name=row.name,
            reporter_phone=row.phone,
            source=Source.IMPORT,
            source_system=self.mapping.system,
            source_number=row.number,
            area_id=self._area(row),
        )

    def _category(self, row: HistoryRow) -> str:
        word = self.mapping.categories.get(row.category, row.category)
        if word:
            return self._category_of(word, row.category)
        heard = rank(row.words, self.chosen)
        if heard:
            return heard[0].category.code
        # Nothing speaks: the mapping's own choice, else the first top category called "other".
        for code in (self.mapping.default_category, "other."):
            if code and (code if code.endswith(".") else f"{code}.") in self.categories:
                return code
        raise CategoryUnknown(category="", field="category")

    def _category_of(self, word: str, theirs: str) -> str:
        code = word if word.endswith(".") else f"{word}."
        if code in self.categories:
            return code
        for name in (word, *reversed([part.strip() for part in _split(word)])):
            if name in self.by_name:
                return self.by_name[name].code
        if self.mapping.default_category:
            return self.mapping.default_category
        raise CategoryUnknown(category=theirs[:60], field="category")

    def _area(self, row: HistoryRow) -> int | None:
        if row.area:
            return self._area_of(row.area)
        if self.places is None:
            return None
        code = self.places.locate(row.subject, row.words)
        return self.areas[code].id if code in self.areas else None

    def _area_of(self, words: str) -> int:
        found = self.areas.get(words.rstrip(".")) or self.area_names.get(words)
        if found is None and words.isdigit():
            found = next(
                (area for cut in (15, 12, 9, 6) if (area := self.areas.get(words[:cut]))), None
            )
        if found is None and self.places is not None:
            found = self.areas.get(self.places.locate("", words))
        if found is None:
            raise AreaUnknown(area=words[:60], field="area")
        return found.id


def _split(word: str) -> list[str]:
    for sign in ("/", "-", ">", "—", "_"):
        word = word.replace(sign, "\n")
    return word.split("\n")
