"""What the page of versions shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xinqiao.accounts.access import Actor
from xinqiao.cases.selectors.categories import category_book
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.current import current_model
from xinqiao.cases.suggesting.duties import require_trainer
from xinqiao.cases.suggesting.history import ENOUGH, corrections_since
from xinqiao.cases.suggesting.trained import Version
from xinqiao.grid.snapshot import fresh


@dataclass(frozen=True, slots=True)
class Overview:
    """Versions, newest first; `active` is the one in use, if its files can be read.

    corrections: since the newest version; `enough` of them make the worker learn again.
    names: category code -> name. is_damaged: a version should be in use and cannot be read, so
    keywords answer.
    """

    versions: list[Version]
    active: Version | None
    corrections: int
    enough: int
    names: Mapping[str, str]
    is_damaged: bool


def overview(actor: Actor) -> Overview:
    """Two or three statements and the heads of at most twenty files. Raises NotAllowed (403)."""
    require_trainer(actor)
    kept = store.versions()
    model = current_model()
    active = next((one for one in kept if model is not None and one.number == model.version), None)
    return Overview(
        versions=kept,
        active=active,
        corrections=corrections_since(kept[0].record.created_at if kept else None),
        enough=ENOUGH,
        names={code: facts.name for code, facts in category_book(fresh().version).by_code.items()},
        is_damaged=model is None and store.active_number() is not None,
    )
