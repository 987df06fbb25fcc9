"""What a feature tells the work list about its items, so that the list never imports a feature.

A feature registers one `FlowPages` for its flow when it starts. Nothing here reads the database:
a page of 25 rows asks `row_actions` 25 times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise

from xinqiao.accounts.access import Actor
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Item

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PageAction:
    """A button. `key` presses it on the current row; `needs` open a small form first."""

    name: str
    label: Words
    key: str = ""
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A category to filter by. `code` is a dotted path ending with a dot; depth 0 is a top one."""

    code: str
    name: str
    depth: int = 0


class Perform(Protocol):
    """Do one action on one item, in its own transaction; raises DomainError."""

    def __call__(
        self,
        *,
        actor: Actor,
        item_id: int,
        action: str,
        data: Mapping[str, object],
        at: datetime,
    ) -> object: ...


def _nobody(_actor: Actor) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPages:
    """The pages of one flow."""

    flow: str
    number_url: Callable[[str], str]  # of the page of the item with this number
    action_url: Callable[[Item, str], str]
    row_actions: Callable[[Actor, Item], Sequence[PageAction]]
    bulk_actions: tuple[PageAction, ...]
    perform: Perform
    categories: Callable[[datetime], Sequence[CategoryChoice]]
    states: Mapping[str, Words] = field(default_factory=dict)
    # (value, name) of whom many items can be handed to at once; `target` of the bulk form.
    bulk_targets: Callable[[Actor], Sequence[tuple[str, str]]] = _nobody
    # (label, name of an address) of files the filtered list can be had as.
    exports: tuple[tuple[Words, str], ...] = ()
    # (label, name of an address) of pages that the chosen rows are sent to.
    bulk_pages: tuple[tuple[Words, str], ...] = ()
    # What this kind of item and its clocks are called.
    label: Words = ""
    clocks: Mapping[str, Words] = field(default_factory=dict)


_pages: dict[str, FlowPages] = {}


def register_pages(pages: FlowPages) -> FlowPages:
    """Make the pages of a flow known; the last registration of a flow counts."""
    _pages[pages.flow] = pages
    return pages


def pages_of(flow: str) -> FlowPages:
    """The pages of a flow (KeyError when no feature has registered them)."""
    return _pages[flow]


def registered_pages() -> tuple[FlowPages, ...]:
    """All registered pages, by the name of the flow."""
    return tuple(_pages[flow] for flow in sorted(_pages))


def category_choices(at: datetime) -> tuple[CategoryChoice, ...]:
    """The categories of every flow at `at`, in the order of their features."""
    return tuple(choice for pages in registered_pages() for choice in pages.categories(at))


def state_labels() -> dict[str, Words]:
    """What the states of all flows are called; equal names of two flows share the first's words."""
    labels: dict[str, Words] = {}
    for pages in registered_pages():
        for name, words in pages.states.items():
            labels.setdefault(name, words)
    return labels


def bulk_actions() -> tuple[PageAction, ...]:
    """Every action that at least one flow offers for many items at once, each once."""
    found: dict[str, PageAction] = {}
    for pages in registered_pages():
        for action in pages.bulk_actions:
            found.setdefault(action.name, action)
    return tuple(found.values())


def bulk_targets(actor: Actor) -> list[tuple[str, str]]:
    """Whom this actor may hand many items to, each once."""
    found = {
        value: name for pages in registered_pages() for value, name in pages.bulk_targets(actor)
    }
    return list(found.items())


def exports() -> list[tuple[Words, str]]:
    """Files the filtered list can be had as: (label, address)."""
    return [(label, reverse(name)) for pages in registered_pages() for label, name in pages.exports]


def bulk_pages() -> list[tuple[Words, str]]:
    """Pages that the chosen rows can be sent to: (label, address)."""
    return [
        (label, reverse(name)) for pages in registered_pages() for label, name in pages.bulk_pages
    ]
