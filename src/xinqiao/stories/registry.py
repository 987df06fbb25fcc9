"""The stories by their names, and the one way to run them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.db import transaction
from django.utils import timezone

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.services.intake import forget_pictures
from xinqiao.stories.beginnings import lay_beginnings
from xinqiao.stories.figures import Figure
from xinqiao.stories.stage import Stage
from xinqiao.workflow.services.working_calendar import fill_year


@dataclass(frozen=True, slots=True)
class Story:
    """One acceptance story: `tell` plays it on a stage and returns its figures.

    rehearse: the same with fewer people, where all of it takes minutes.
    """

    name: str
    title: str
    source: str
    tell: Callable[[Stage], Sequence[Figure]]
    rehearse: Callable[[Stage], Sequence[Figure]] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A story that has been played."""

    story: Story
    figures: tuple[Figure, ...]

    @property
    def holds(self) -> bool:
        return all(figure.holds for figure in self.figures)


BEGIN = datetime(2026, 9, 7, 0, 30, tzinfo=UTC)  # a Monday, half past eight in Beijing
RULES_BEFORE = timedelta(days=400)
_MODULES = {
    "A1": "a1",
    "C1": "c1",
    "C2": "c2",
    "C3": "c3",
    "C4": "c4",
    "C5": "c5",
    "C6": "c6",
    "C7": "c7",
    "C8": "c8",
    "G1": "g1",
    "G2": "g2",
    "G3": "g3",
    "G4": "g4",
    "V5": "v5",
}


class UnknownStory(KeyError):
    """No story has this name."""


def names() -> tuple[str, ...]:
    """Names in the order they are told."""
    return tuple(_MODULES)


def find(name: str) -> Story:
    """Return the story called `name` (any case). Raises UnknownStory."""
    module = _MODULES.get(name.upper())
    if module is None:
        raise UnknownStory(name)
    story: Story = import_module(f"xinqiao.stories.{module}").STORY
    return story


def lay_rules(begin: datetime) -> None:
    """The rules every story needs, where nobody has made any: categories, limits, a scheme."""
    lay_beginnings(at=begin - RULES_BEFORE)
    for year in sorted({begin.year, timezone.now().year}):
        fill_year(actor=SYSTEM, year=year, at=begin - RULES_BEFORE)


class _Undo(Exception):
    """Takes a played story back out of the database."""


def run(name: str, *, begin: datetime, keep: bool, short: bool = False) -> Told:
    """Play a story from `begin` (aware UTC) on.

    keep: leave what happened in the database, as the demo does; otherwise everything is taken
    back, so a story may be run beside real data. short: rehearse a long one.
    """
    story = find(name)
    tell = (story.rehearse if short else None) or story.tell
    told: list[Told] = []
    try:
        with transaction.atomic():
            lay_rules(begin)
            told.append(Told(story, tuple(tell(Stage(begin)))))
            if not keep:
                raise _Undo
    except _Undo:
        forget_pictures()
    return told[0]
