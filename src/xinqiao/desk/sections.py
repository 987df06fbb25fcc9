"""What a home page is made of, and the small things its sections print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from xinqiao.workflow.colour import Colour
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.selectors.counts import ColourCounts
from xinqiao.workflow.selectors.worklist import WorkFilter
from xinqiao.workflow.views.labels import clock_label

# Open work only: what is done in time waits for nobody.
SHOWN = (Colour.RED, Colour.YELLOW, Colour.BLUE)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a home page: `desk/home/<name>.html` prints `facts`."""

    name: str
    facts: dict[str, Any]

    @property
    def template(self) -> str:
        return f"desk/home/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Duty:
    """A big button: what this person does most."""

    url: str
    icon: str
    label: str | Promise
    note: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with the list behind it."""

    colour: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item with who has it and how far it is; `clock` and `reminders` where they were read."""

    item: Item
    url: str
    colour: str
    state: str
    owner: str
    clock: str = ""
    reminders: int = 0


def tiles_of(counts: ColourCounts, filter: WorkFilter) -> list[Tile]:
    """Red, yellow and blue, each leading to the same filter in the work list."""
    return [
        Tile(
            colour=colour.value,
            count=str(getattr(counts, colour.value)),
            url=work_url(replace(filter, colour=colour.value)),
        )
        for colour in SHOWN
    ]


def rows_of(items: Iterable[Item]) -> list[Row]:
    """Lines for items that carry `colour` and their owner; no statement."""
    return [
        Row(
            item=item,
            url=pages_of(item.flow).number_url(item.number),
            colour=str(item.colour),  # type: ignore[attr-defined]  # annotated by the selector
            state=str(pages_of(item.flow).states.get(item.state, item.state)),
            owner=str(item.owner_post or item.owner_organisation or ""),
            clock=_clock(item),
            reminders=getattr(item, "reminders", 0),
        )
        for item in items
    ]


def _clock(item: Item) -> str:
    name = getattr(item, "clock", None)
    return clock_label(name, item.flow) if name else ""


def work_url(filter: WorkFilter, **more: str) -> str:
    """The work list with this filter."""
    query = "&".join(part for part in (filter.to_query(), urlencode(more)) if part)
    address = reverse("workflow:work-list")
    return f"{address}?{query}" if query else address
