"""What the filters of the work list and the map offer, from the picture in memory."""

from __future__ import annotations

from dataclasses import dataclass

from xinqiao.accounts.access import Actor
from xinqiao.grid import snapshot
from xinqiao.grid.models import Level
from xinqiao.grid.snapshot import AreaFacts, Snapshot

MOST_CHOICES = 400


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area to filter by; `steps` indents it below the areas around it."""

    path: str
    name: str
    steps: range


def picture() -> Snapshot:
    """The grids, names and posts this process holds; no statement.

    The work list may be behind until another page of this process asks for the newest.
    """
    return snapshot.current()


def newest_picture() -> Snapshot:
    """The same as of this moment: one small statement."""
    return snapshot.fresh()


def area_choices(actor: Actor) -> list[AreaChoice]:
    """The actor's areas and what lies below them, as deep as fits into one list."""
    held = sorted({post.area_path for post in actor.posts})
    roots = [path for path in held if not any(path != r and path.startswith(r) for r in held)]
    areas = [
        area
        for path, area in sorted(picture().by_path.items())
        if any(path.startswith(root) for root in roots)
    ]
    kept: list[AreaFacts] = []
    for deepest in (Level.GRID, Level.COMMUNITY, Level.STREET, Level.COUNTY):
        kept = [area for area in areas if area.level <= deepest]
        if len(kept) <= MOST_CHOICES:
            break
    return [_choice(area, roots) for area in kept]


def area_names(path: str) -> str:
    """`community · grid` of a code path, as far as it is known; empty when it is not."""
    known = picture().up(path)
    nearest = [area.name for area in known if area.level >= Level.COMMUNITY]
    names = nearest or [area.name for area in known[:1]]
    # Most grids are named after their community already.
    if len(names) == 2 and names[0].startswith(names[1]):
        names = names[:1]
    return " · ".join(reversed(names))


def _choice(area: AreaFacts, roots: list[str]) -> AreaChoice:
    root = next(root for root in roots if area.path.startswith(root))
    return AreaChoice(area.path, area.name, range(area.path.count(".") - root.count(".")))
