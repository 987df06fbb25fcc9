"""The picture of grids, names and posts that intake works with: in memory, immutable, versioned.

Reading it costs no statement. Every edit raises `SnapshotVersion` in its own transaction, and the
intake statement compares that number with this picture's, so a stale picture places nothing.
"""

from __future__ import annotations

import threading

from xinqiao.grid.facts import AreaFacts, Located, PostFacts, Snapshot
from xinqiao.grid.models import SnapshotVersion
from xinqiao.grid.snapshot_reading import read_snapshot

__all__ = ["AreaFacts", "Located", "PostFacts", "Snapshot", "current", "forget", "fresh", "refresh"]

_lock = threading.Lock()
_held: Snapshot | None = None


def current() -> Snapshot:
    """The picture this process holds; the first call reads it. It may be stale: see `fresh`."""
    return _held if _held is not None else refresh()


def fresh() -> Snapshot:
    """The picture of this very moment: one small statement when nothing was edited."""
    held = _held
    if held is not None and held.version == _stored_version():
        return held
    return refresh()


def refresh() -> Snapshot:
    """Read the picture anew unless another thread has just done so."""
    global _held
    with _lock:
        held = _held
        if held is None or held.version != _stored_version():
            _held = held = read_snapshot(_stored_version())
        return held


def forget() -> None:
    """Drop the picture; for tests and undone stories, whose transactions take versions back."""
    global _held
    with _lock:
        _held = None


def _stored_version() -> int:
    return SnapshotVersion.objects.values_list("version", flat=True).get(pk=1)
