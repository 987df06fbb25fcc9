"""Wares, stores, what is in them and what moved."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import NothingHere
from xinqiao.care.models import Movement, Stock, Store, Ware
from xinqiao.care.powers import WORKERS
from xinqiao.grid.selectors.scope import ancestors, below
from xinqiao.kit.paging import Order, Page, paginate


def live_wares(*, at: datetime) -> QuerySet[Ware]:
    """The catalogue."""
    ended = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return Ware.objects.filter(ended).order_by("position", "id")


def get_ware(*, ware_id: int, at: datetime) -> Ware:
    """One ware in use. Raises NothingHere."""
    ware = live_wares(at=at).filter(pk=ware_id).first()
    if ware is None:
        raise NothingHere(field="ware")
    return ware


def visible_stores(*, actor: Actor) -> QuerySet[Store]:
    """Open stores of the actor's areas, and those above from which they are served."""
    seen = below(actor, *WORKERS, field="area__path")
    if not actor.is_system:
        seen |= Q(area__path__in={p for post in actor.posts for p in ancestors(post.area_path)})
    rows = Store.objects.filter(seen, closed_at__isnull=True)
    return rows.select_related("area").order_by("area__path", "name")


def get_store(*, actor: Actor, store_id: int) -> Store:
    """One open store. Raises NothingHere for strangers, too."""
    store = visible_stores(actor=actor).filter(pk=store_id).first()
    if store is None:
        raise NothingHere(field="store")
    return store


def visible_stock(*, actor: Actor) -> QuerySet[Stock]:
    """What is in the stores somebody sees, with store and ware."""
    stores = visible_stores(actor=actor).order_by().values("pk")
    rows = Stock.objects.filter(store__in=stores).select_related("store__area", "ware")
    return rows.order_by("store_id", "ware__position")


def low_stock(*, actor: Actor) -> QuerySet[Stock]:
    """What is running out."""
    return visible_stock(actor=actor).filter(on_hand__lte=F("low_at"))


def movement_page(*, actor: Actor, cursor: str | None = None) -> Page[Movement]:
    """What moved, the latest first."""
    stores = visible_stores(actor=actor).order_by().values("pk")
    rows = Movement.objects.filter(stock__store__in=stores)
    rows = rows.select_related("stock__store", "stock__ware", "by")
    return paginate(rows, order=Order("id", descending=True), cursor=cursor)
