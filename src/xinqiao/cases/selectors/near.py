"""Open requests near one that is being written: near in place, time and words.

Candidates come from an index by place, at most `LOOKED_AT` of them, and are judged in memory, so
the cost does not follow how many requests there are. What others may see of them is de-identified:
what it is about, the estate, the day, how it stands, masked first words; never who.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from xinqiao.accounts.access import Actor
from xinqiao.cases.flow import FLOW
from xinqiao.cases.likeness import LOOKED_AT as CHARACTERS
from xinqiao.cases.likeness import likeness, pairs_of, shared_words
from xinqiao.cases.models import Case, Follower
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.selectors.sharing import shown_photos
from xinqiao.cases.selectors.teaser import Teaser, teaser
from xinqiao.grid.geometry import metres_between
from xinqiao.grid.models import Level
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import desk_items

WINDOW: Final = timedelta(days=60)
RADIUS: Final = 300  # metres
LOOKED_AT: Final = 80
MOST: Final = 3
SHORTEST: Final = 4  # pairs of characters; fewer say nothing yet
ALIKE_FROM: Final = 0.15  # 99 of 100 unrelated real messages share less
ALIKE_FULLY: Final = 0.5
# How much words, place and time weigh in the order; words also decide whether it is offered.
WEIGHTS: Final = (0.6, 0.3, 0.1)
_DEGREE: Final = 111_320  # metres of one degree of latitude
_SALT: Final = "cases.near"
_REF_SECONDS: Final = 2 * 3600


@dataclass(frozen=True, slots=True)
class Around:
    """Where to look: the area, and the point (WGS 84) or the named place where known."""

    area_path: str
    lon: float | None = None
    lat: float | None = None
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why it is offered. metres: None when either has no point. score: 0 to 1."""

    metres: int | None
    days: int
    shared: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Near:
    """An offer. `ref`: opaque, for joining it. `case`: only for who may see the request."""

    ref: str
    why: Why
    teaser: Teaser
    joined: int
    thumb_url: str
    case: Case | None = None


def near_requests(
    *, actor: Actor, around: Around, text: str, at: datetime, most: int = MOST
) -> list[Near]:
    """The likeliest open requests about the same, best first. Four statements at most.

    Score: 0.6 words (0.5 shared is full), 0.3 place (0 at 300 m), 0.1 time (0 after 60 days).
    """
    wanted = pairs_of(text)
    if len(wanted) < SHORTEST:
        return []
    found = [
        (why, key)
        for key, why in _judged(_candidates(around, at), around, text, wanted, at)
        if why is not None
    ]
    best = sorted(found, key=lambda pair: (-pair[0].score, -pair[1]))[:most]
    return _offers(actor, best) if best else []


def near_case(*, actor: Actor, case: Case, at: datetime, most: int = 5) -> list[Near]:
    """The likeliest duplicates of a request among what the actor's posts let them see."""
    item = case.item
    around = Around(item.area_path, item.lon, item.lat, case.place_id)
    others = _candidates(around, at, private=True).exclude(pk=case.pk)
    seen = others.filter(pk__in=desk_items(actor=actor).values("pk"))
    found = [
        (why, key)
        for key, why in _judged(seen, around, case.text, pairs_of(case.text), item.opened_at)
        if why is not None
    ]
    best = sorted(found, key=lambda pair: (-pair[0].score, -pair[1]))[:most]
    return _offers(actor, best) if best else []


def why_alike(one: Case, other: Case) -> Why:
    """Metres, days and words between two requests; the score too, however low."""
    around = Around(one.item.area_path, one.item.lon, one.item.lat, one.place_id)
    row = (
        other.pk, other.item.lon, other.item.lat, other.item.opened_at, other.item.area_path,
        other.place_id, other.text[:CHARACTERS],
    )  # fmt: skip
    return _why(row, around, one.text, pairs_of(one.text), one.item.opened_at)


def read_ref(ref: str) -> int | None:
    """The key behind an offer's `ref`; None when it is not ours or too old."""
    try:
        key = signing.loads(ref, salt=_SALT, max_age=_REF_SECONDS)
    except signing.BadSignature:
        return None
    return key if isinstance(key, int) else None


_COLUMNS: Final = ("pk", "lon", "lat", "opened_at", "area_path", "case__place_id", "start")


def _candidates(around: Around, at: datetime, *, private: bool = False) -> QuerySet[Item]:
    """Open requests of the neighbourhood, nearest or newest first, not yet cut."""
    items = Item.objects.filter(is_open=True, flow=FLOW, opened_at__gt=at - WINDOW)
    if not private:
        hidden = [facts.code for facts in categories_at(at) if not facts.is_public]
        items = items.exclude(category_code__in=hidden)
    if around.lon is not None and around.lat is not None:
        north = RADIUS / _DEGREE
        east = north / max(math.cos(math.radians(around.lat)), 0.01)
        box = Q(
            lon__range=(around.lon - east, around.lon + east),
            lat__range=(around.lat - north, around.lat + north),
        )
        # What was told without a point may still be in the same grid; it comes last.
        here = Q(area_path__startswith=around.area_path, lon__isnull=True)
        items = items.filter(box | here)
        x, y = (F("lon") - around.lon) * north / east, F("lat") - around.lat
        return items.order_by(x * x + y * y, "-pk")
    if around.area_path.count(".") < Level.COMMUNITY:
        return items.none()
    here = Q(area_path__startswith=around.area_path)
    if around.place_id is not None:
        return items.filter(here, case__place_id=around.place_id).order_by("-pk")
    return items.filter(here).order_by("-pk")


def _judged(
    items: QuerySet[Item], around: Around, text: str, wanted: frozenset[str], at: datetime
) -> list[tuple[int, Why | None]]:
    rows = items.annotate(start=Left("case__text", CHARACTERS)).values_list(*_COLUMNS)
    judged: list[tuple[int, Why | None]] = []
    for row in rows[:LOOKED_AT]:
        alike = likeness(wanted, pairs_of(row[-1]))
        near = alike >= ALIKE_FROM
        judged.append((row[0], _why(row, around, text, wanted, at) if near else None))
    return judged


def _why(
    row: tuple[Any, ...], around: Around, text: str, wanted: frozenset[str], at: datetime
) -> Why:
    _key, lon, lat, opened_at, area_path, place_id, start = row
    metres = None
    if None not in (lon, lat, around.lon, around.lat):
        metres = round(metres_between((lon, lat), (around.lon or 0.0, around.lat or 0.0)))
    if place_id is not None and place_id == around.place_id:
        place = 1.0
    elif metres is not None:
        place = max(0.0, 1 - metres / RADIUS)
    else:
        place = 0.5 if area_path == around.area_path else 0.25
    age = abs(at - opened_at)
    words = min(likeness(wanted, pairs_of(start)) / ALIKE_FULLY, 1.0)
    parts = (words, place, max(0.0, 1 - age / WINDOW))
    score = sum(weight * part for weight, part in zip(WEIGHTS, parts, strict=True))
    return Why(metres, age.days, tuple(shared_words(text, start)), round(score, 3))


def _offers(actor: Actor, best: list[tuple[Why, int]]) -> list[Near]:
    keys = [key for _why_, key in best]
    joined = Follower.objects.filter(case_id=OuterRef("pk")).order_by().values("case_id")
    cases = (
        Case.objects.filter(pk__in=keys)
        .select_related("item__area__parent", "category", "place__parent")
        .annotate(joined=Coalesce(Subquery(joined.values(count=Count("pk"))), 0))
    )
    by_key = {case.pk: case for case in cases}
    seen = set()
    if actor.is_staff:
        seen = set(desk_items(actor=actor).filter(pk__in=keys).values_list("pk", flat=True))
    photos = shown_photos(by_key.values(), seen=seen)
    return [
        Near(
            ref=signing.dumps(key, salt=_SALT),
            why=why,
            teaser=teaser(by_key[key]),
            joined=by_key[key].joined,
            thumb_url=photos.get(key, ""),
            case=by_key[key] if key in seen else None,
        )
        for why, key in best
        if key in by_key
    ]
