"""Who is asked first (派给谁): duty, then place, skills, distance and load; plain Python.

Source: STORIES V5; docs/adr/0035.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xinqiao.grid.geometry import metres_between

# Distances within which nobody walks noticeably longer.
STEP_METRES = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who helps with this kind of thing.

    on_duty: True or False by their turns, None when they have none and may be asked by day.
    area_path: where they help. place: longitude, latitude in WGS 84 degrees, where known. busy:
    calls they are on now.
    """

    helper_id: int
    area_path: str
    skills: frozenset[str]
    on_duty: bool | None
    place: tuple[float, float] | None
    busy: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in turn. metres: how far away, None when unknown; why: facts, in codes."""

    helper_id: int
    metres: int | None
    why: tuple[str, ...]


def rank(
    candidates: Iterable[Candidate],
    *,
    area_path: str,
    place: tuple[float, float] | None,
    skills: Sequence[str],
    by_day: bool,
) -> list[Ranked]:
    """Who is asked, in turn. People off duty sleep, and those who serve elsewhere stay there."""
    found = []
    for one in candidates:
        if not area_path.startswith(one.area_path):
            continue
        if one.on_duty is False or (one.on_duty is None and not by_day):
            continue
        metres = round(metres_between(place, one.place)) if place and one.place else None
        missing = len(set(skills) - one.skills)
        near = metres // STEP_METRES if metres is not None else 1_000
        key = (one.busy, not one.on_duty, missing, near, one.helper_id)
        found.append((key, Ranked(one.helper_id, metres, _why(one, missing, metres))))
    return [ranked for _key, ranked in sorted(found, key=lambda pair: pair[0])]


def _why(one: Candidate, missing: int, metres: int | None) -> tuple[str, ...]:
    facts = ["on_duty" if one.on_duty else "free"]
    if missing == 0:
        facts.append("skilled")
    if metres is not None:
        facts.append("near")
    if one.busy:
        facts.append("busy")
    return tuple(facts)
