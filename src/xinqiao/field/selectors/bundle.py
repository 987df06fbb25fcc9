"""Everything that a phone of this actor may carry, and how it differs from what it has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from xinqiao.accounts.access import Actor
from xinqiao.field import contract
from xinqiao.grid.models import Area, AreaBoundary, Level
from xinqiao.grid.selectors.scope import below

META: Final = "_meta"
Manifest = dict[str, dict[str, str]]
Rows = dict[str, list[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the actor may carry now: rows by kind, and their fingerprints by id."""

    meta: dict[str, Any]
    rows: Rows
    manifest: Manifest

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(rows) for kind, rows in self.rows.items() if rows}


@dataclass(frozen=True, slots=True)
class Difference:
    """What to send: rows to put over what is there, ids to take away; meta only when changed."""

    meta: dict[str, Any] | None
    rows: Rows = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.meta is None and not self.rows and not self.removed


def picture_for(*, actor: Actor, at: datetime) -> Picture:
    """Rows of every declared kind that this actor may carry.

    actor: with posts in grids only (`reach.in_the_grids`). Statements do not grow with rows.
    """
    rows: Rows = {one.name: list(one.rows(actor, at)) for one in contract.carried()}
    meta = _meta(actor)
    manifest = {
        kind: {str(row["id"]): fingerprint(row) for row in found} for kind, found in rows.items()
    }
    manifest[META] = {"0": fingerprint(meta)}
    return Picture(meta, rows, manifest)


def difference(picture: Picture, had: Manifest) -> Difference:
    """What a phone that has `had` needs to have the picture."""
    changed: Rows = {}
    removed: dict[str, list[str]] = {}
    for kind, rows in picture.rows.items():
        before, now = had.get(kind, {}), picture.manifest[kind]
        if new := [row for row in rows if before.get(str(row["id"])) != now[str(row["id"])]]:
            changed[kind] = new
        if gone := sorted(before.keys() - now.keys()):
            removed[kind] = gone
    for kind in had.keys() - picture.manifest.keys():
        # A room that declares this kind no longer: its rows leave the phone.
        removed[kind] = sorted(had[kind])
    same = had.get(META) == picture.manifest[META]
    return Difference(None if same else picture.meta, changed, removed)


def fingerprint(row: Mapping[str, Any]) -> str:
    """Sixteen characters that change when the row does."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _meta(actor: Actor) -> dict[str, Any]:
    return {
        "user": {"id": actor.user_id, "name": actor.name},
        "posts": [
            {
                "id": post.post_id,
                "title": post.title,
                "role": post.role.value,
                "role_name": str(post.role.label),
                "area_path": post.area_path,
            }
            for post in sorted(actor.posts, key=lambda one: one.post_id)
        ],
        "grids": _grids(actor),
        "kinds": {one.name: str(one.label or one.name) for one in contract.carried()},
        "commands": {one.kind: str(one.label or one.kind) for one in contract.commands()},
    }


def _grids(actor: Actor) -> Sequence[dict[str, Any]]:
    areas = Area.objects.filter(below(actor), level=Level.GRID, valid_until__isnull=True)
    found = list(areas.order_by("path").values_list("id", "code", "name", "path"))
    drawn = dict(
        AreaBoundary.objects.filter(
            area_id__in=[one[0] for one in found], valid_until__isnull=True
        ).values_list("area_id", "geometry")
    )
    return [
        {"code": code, "name": name, "path": path, "boundary": drawn.get(area_id)}
        for area_id, code, name, path in found
    ]
