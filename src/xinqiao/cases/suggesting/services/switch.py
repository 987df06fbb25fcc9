"""Put another kept version of the suggestions to use."""

from __future__ import annotations

from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.duties import require_trainer
from xinqiao.cases.suggesting.errors import SameModel
from xinqiao.cases.suggesting.services.record import record


def switch_version(*, actor: Actor, version: int, at: datetime) -> None:
    """Use this version from now on. Records `cases.suggestions_switched`.

    Raises ModelNotFound (404), ModelDamaged, SameModel (409), NotAllowed (403).
    """
    require_trainer(actor)
    before = store.active_number()
    if version == before:
        raise SameModel(version=version)
    store.activate(version)
    record(
        kind="cases.suggestions_switched",
        actor=actor,
        at=at,
        version=version,
        data={"from_version": before, "version": version},
    )
