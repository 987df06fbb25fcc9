"""Categories in memory, by the same version as the other rules, so that intake needs no look-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db.models import QuerySet

from xinqiao.cases.errors import UnknownCategory
from xinqiao.cases.models import Category
from xinqiao.grid.snapshot import fresh


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """One category. `code` is a dotted path with a last dot; `depth` 0 is a top one."""

    id: int
    parent_id: int | None
    code: str
    name: str
    description: str
    keywords: tuple[str, ...]
    needs_contact: bool
    is_urgent: bool
    is_public: bool
    valid_from: datetime
    valid_until: datetime | None

    @property
    def depth(self) -> int:
        return self.code.count(".") - 1

    def holds(self, at: datetime) -> bool:
        """Whether it can be chosen at `at`."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category the words may be about; `score` is in (0, 1], the best ones first."""

    category: CategoryFacts
    score: float

    @property
    def code(self) -> str:
        return self.category.code

    @property
    def name(self) -> str:
        return self.category.name


@dataclass(frozen=True, slots=True)
class CategoryBook:
    """All categories there ever were, as of one version of the rules."""

    version: int
    by_code: dict[str, CategoryFacts]

    def valid(self, code: str, at: datetime) -> CategoryFacts:
        """The category of that code at `at`. Raises UnknownCategory (422)."""
        facts = self.known(code)
        if not facts.holds(at):
            raise UnknownCategory(category=code[:60], field="category")
        return facts

    def known(self, code: str) -> CategoryFacts:
        """The category of that code, in force or not. Raises UnknownCategory (422)."""
        facts = self.by_code.get(code if code.endswith(".") else f"{code}.")
        if facts is None:
            raise UnknownCategory(category=code[:60], field="category")
        return facts

    def at(self, at: datetime) -> tuple[CategoryFacts, ...]:
        """What can be chosen at `at`, parents before children, in the order staff gave."""
        return tuple(facts for facts in self.by_code.values() if facts.holds(at))


_lock = Lock()
_book: CategoryBook | None = None


def category_book(version: int) -> CategoryBook:
    """The categories at that version of the rules; one statement when the version is new."""
    global _book
    known = _book
    if known is not None and known.version == version:
        return known
    fresh = CategoryBook(version, {facts.code: facts for facts in _read()})
    with _lock:
        _book = fresh
    return fresh


def forget_categories() -> None:
    """Drop the categories in memory; for tests, whose transactions take versions back."""
    global _book
    with _lock:
        _book = None


def categories_at(at: datetime) -> tuple[CategoryFacts, ...]:
    """What can be chosen at `at`, parents before children. One small statement."""
    return category_book(fresh().version).at(at)


def all_categories() -> QuerySet[Category]:
    """Every category with its parent, for the page where staff edit them. No personal data."""
    return Category.objects.select_related("parent").order_by("code")


def _read() -> list[CategoryFacts]:
    rows = list(Category.objects.order_by("code"))
    places = {row.code: (row.position, row.code) for row in rows}
    rows.sort(key=lambda row: _order(row.code, places))
    return [
        CategoryFacts(
            id=row.pk,
            parent_id=row.parent_id,
            code=row.code,
            name=row.name,
            description=row.description,
            keywords=tuple(str(word) for word in row.keywords),
            needs_contact=row.needs_contact,
            is_urgent=row.is_urgent,
            is_public=row.is_public,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    ]


def _order(code: str, places: dict[str, tuple[int, str]]) -> list[tuple[int, str]]:
    """Position of each ancestor in turn, so that a child stands right under its parent."""
    parts = code.split(".")[:-1]
    paths = (".".join(parts[: depth + 1]) + "." for depth in range(len(parts)))
    return [places.get(path, (0, path)) for path in paths]


@dataclass(frozen=True, slots=True)
class Branch:
    """A top category with what lies below it, as the form folds it."""

    top: CategoryFacts
    parts: tuple[CategoryFacts, ...]

    @property
    def choices(self) -> tuple[CategoryFacts, ...]:
        """What can be chosen: the parts, or the top one itself when it has none."""
        return self.parts or (self.top,)


def branches(categories: Iterable[CategoryFacts]) -> list[Branch]:
    """Categories by their top one, in the order given."""
    known = list(categories)
    return [
        Branch(top, tuple(c for c in known if c.code != top.code and c.code.startswith(top.code)))
        for top in known
        if top.depth == 0
    ]


def rank(text: str, categories: tuple[CategoryFacts, ...], *, most: int = 3) -> list[Suggestion]:
    """The categories whose keywords the words hold, longer keywords weighing more."""
    weights = [(keyword_weight(text, facts), facts) for facts in categories]
    heard = sorted(
        ((weight, facts) for weight, facts in weights if weight > 0),
        key=lambda pair: (-pair[0], -pair[1].depth, pair[1].code),
    )
    total = sum(weight for weight, _ in heard)
    return [Suggestion(facts, round(weight / total, 3)) for weight, facts in heard[:most]]


def keyword_weight(text: str, facts: CategoryFacts) -> int:
    """How loudly a text speaks of a category: squared lengths of its keywords; 0 for none."""
    lowered = text.lower()
    words = {facts.name, *facts.keywords}
    return sum(len(word) ** 2 for word in words if word and word.lower() in lowered)
