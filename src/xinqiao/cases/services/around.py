"""Where a request that is still being written would lie, without refusing anything."""

from __future__ import annotations

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Located, Source
from xinqiao.cases.selectors.near import Around
from xinqiao.cases.services.locating import locate
from xinqiao.grid import snapshot
from xinqiao.kit.errors import DomainError


def around_of(
    *,
    actor: Actor,
    text: str,
    lon: float | None = None,
    lat: float | None = None,
    address: str = "",
    plate_code: str = "",
) -> Around | None:
    """The place as intake would find it; None when it is not known yet or lies outside."""
    draft = ReportDraft(
        text=text,
        category_code="",
        lon=lon,
        lat=lat,
        plate_code=plate_code,
        source=Source.WEB,
    )
    try:
        spot = locate(actor=actor, draft=draft, address=address, places=snapshot.current())
    except DomainError:
        return None
    if spot.by == Located.DESK:
        return None
    return Around(spot.area.path, spot.lon, spot.lat, spot.place_id)
