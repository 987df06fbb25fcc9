"""Entries of the navigation, registered by the rooms above and shown by the base templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class NavEntry:
    """One link. `shown` gets the actor of the request; `group`: resident, desk, admin, public."""

    label: Words
    url_name: str
    icon: str
    group: str
    shown: Callable[[Any], bool]
    position: int = 0


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as one page shows it."""

    label: Words
    url: str
    icon: str
    group: str
    is_current: bool


_entries: dict[tuple[str, str], NavEntry] = {}


def register(*entries: NavEntry) -> None:
    """Make entries known; the last registration of an address in a group counts."""
    for entry in entries:
        _entries[entry.group, entry.url_name] = entry


def registered() -> tuple[NavEntry, ...]:
    """All entries in the order of the pages."""
    return tuple(sorted(_entries.values(), key=lambda entry: (entry.group, entry.position)))


def links_for(actor: Any, path: str) -> tuple[NavLink, ...]:
    """The links this actor sees on the page at `path`; the longest matching address is current."""
    shown = [(entry, reverse(entry.url_name)) for entry in registered() if entry.shown(actor)]
    matching = [url for _, url in shown if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default=None)
    return tuple(
        NavLink(entry.label, url, entry.icon, entry.group, url == current) for entry, url in shown
    )
