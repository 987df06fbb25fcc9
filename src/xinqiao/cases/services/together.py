"""One event for many requests at once, from which everybody concerned is told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append

# Not the item: the event belongs on no single timeline.
BATCH: Final = "cases.batch"


def tell_owners(
    *,
    actor: Actor,
    first_item_id: int,
    area_path: str,
    owners: Mapping[tuple[int | None, int | None], int],
    at: datetime,
) -> None:
    """Record that so many requests were handed to each (post, organisation)."""
    append(
        kind="cases.handed_out",
        actor=actor,
        at=at,
        subject_kind=BATCH,
        subject_id=first_item_id,
        area_path=area_path,
        data={"owners": [[post, unit, count] for (post, unit), count in owners.items()]},
    )


def tell_requesters(
    *,
    actor: Actor,
    first_item_id: int,
    area_path: str,
    action: str,
    requesters: Mapping[int, int],
    at: datetime,
) -> None:
    """Record that the same was done with so many requests of each account."""
    append(
        kind="cases.done_together",
        actor=actor,
        at=at,
        subject_kind=BATCH,
        subject_id=first_item_id,
        area_path=area_path,
        data={"of": action, "requesters": [[user, count] for user, count in requesters.items()]},
    )
