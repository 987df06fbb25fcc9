"""Stores and what is in them: every piece that moves is written down."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import BadPieces, OutOfStock
from xinqiao.care.models import Grant, Movement, MovementKind, Stock, Store
from xinqiao.care.powers import require_keeper
from xinqiao.care.selectors.stock import get_store, get_ware
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import Conflict

MOST: Final = 10_000
# One statement: two who take the last piece cannot both get it.
_MOVE: Final = """
UPDATE care_stock SET on_hand = on_hand + %(change)s
WHERE store_id = %(store)s AND ware_id = %(ware)s AND on_hand + %(change)s >= 0
RETURNING id, on_hand
"""


@transaction.atomic
def open_store(*, actor: Actor, area: Area, name: str, at: datetime) -> Store:
    """Open a room from which things are given out. Raises NotYourElders (403), Conflict."""
    require_keeper(actor, area.path)
    clean = clean_text(name, limit=60, field="name", required=True, multiline=False)
    if Store.objects.filter(area=area, name=clean, closed_at__isnull=True).exists():
        raise Conflict(field="name")
    return Store.objects.create(area=area, name=clean)


@transaction.atomic
def move_stock(
    *,
    actor: Actor,
    store_id: int,
    ware_id: int,
    kind: str,
    pieces: int,
    at: datetime,
    note: str = "",
) -> Movement:
    """Write down that pieces came in or were broken. Records `care.stock_moved`.

    kind: `in` or `broken`. Raises NothingHere, NotYourElders, BadPieces, OutOfStock.
    """
    store = get_store(actor=actor, store_id=store_id)
    require_keeper(actor, store.area.path)
    get_ware(ware_id=ware_id, at=at)
    if kind not in (MovementKind.IN, MovementKind.BROKEN) or not 1 <= pieces <= MOST:
        raise BadPieces(most=MOST, field="pieces")
    words = clean_text(note, limit=200, field="note", multiline=False)
    change = pieces if kind == MovementKind.IN else -pieces
    row = move(
        actor=actor,
        store_id=store.pk,
        ware_id=ware_id,
        kind=MovementKind(kind),
        change=change,
        note=words,
        at=at,
    )
    append(
        kind="care.stock_moved",
        actor=actor,
        at=at,
        subject_kind="care_stock",
        subject_id=row.stock_id,
        area_path=store.area.path,
        data={"kind": kind, "change": change, "left": row.left},
    )
    return row


def move(
    *,
    actor: Actor,
    store_id: int,
    ware_id: int,
    kind: MovementKind,
    change: int,
    at: datetime,
    grant: Grant | None = None,
    note: str = "",
) -> Movement:
    """One movement in the caller's transaction, guarded in one statement. Raises OutOfStock."""
    if change > 0:
        Stock.objects.bulk_create(
            [Stock(store_id=store_id, ware_id=ware_id)], ignore_conflicts=True
        )
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, {"change": change, "store": store_id, "ware": ware_id})
        found = cursor.fetchone()
    if found is None:
        raise OutOfStock(field="store")
    return Movement.objects.create(
        stock_id=found[0],
        kind=kind,
        change=change,
        left=found[1],
        grant=grant,
        note=note,
        by_id=actor.user_id,
        at=at,
    )


@transaction.atomic
def set_low(*, actor: Actor, stock_id: int, low_at: int, at: datetime) -> None:
    """From how many pieces on a store counts as running out."""
    row = Stock.objects.select_related("store__area").get(pk=stock_id)
    require_keeper(actor, row.store.area.path)
    if not 0 <= low_at <= MOST:
        raise BadPieces(most=MOST, field="low_at")
    Stock.objects.filter(pk=row.pk).update(low_at=low_at)
    append(
        kind="care.stock_moved",
        actor=actor,
        at=at,
        subject_kind="care_stock",
        subject_id=row.pk,
        area_path=row.store.area.path,
        data={"low_at": low_at},
    )
