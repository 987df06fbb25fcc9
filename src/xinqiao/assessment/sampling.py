"""The draw of samples (抽样): random before it is made, and recomputable by anybody afterwards.

Each unit is a stratum. Its items are put in the order of sha256("<seed>:<unit>:<item>") in
hexadecimal, and the first ones are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Lot:
    """One item in the draw of its unit. place: from 1, in the order of the digests."""

    unit_id: int
    item_id: int
    digest: str
    place: int


def digest_of(seed: str, unit_id: int, item_id: int) -> str:
    """64 hexadecimal letters that put an item in its place."""
    return sha256(f"{seed}:{unit_id}:{item_id}".encode()).hexdigest()


def draw(seed: str, candidates: Mapping[int, Iterable[int]], *, per_unit: int) -> list[Lot]:
    """Draw up to `per_unit` items of each unit; candidates: unit id -> item ids."""
    return [
        lot
        for unit_id in sorted(candidates)
        for lot in order(seed, unit_id, candidates[unit_id])[:per_unit]
    ]


def order(seed: str, unit_id: int, item_ids: Iterable[int]) -> list[Lot]:
    """All items of one unit in the order in which they are drawn."""
    digests = sorted((digest_of(seed, unit_id, item), item) for item in set(item_ids))
    return [
        Lot(unit_id, item, digest, place) for place, (digest, item) in enumerate(digests, start=1)
    ]
