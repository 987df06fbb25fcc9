"""One door through which any room raises a request (诉求), knowing nothing of who keeps them.

The room of requests registers itself when it starts. Raising happens in the caller's transaction:
a visit and the request that came out of it are both on record, or neither is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.kit.errors import Unavailable


class NobodyTakesRequests(Unavailable):
    message = _("Requests cannot be taken in at the moment. Please try again later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody found or was told.

    lon, lat: WGS 84 degrees, both or neither. area_id: the area that is already known; it beats
    every way of locating. key: the same key is the same request, for ever (at most 64 characters).
    photo_tokens: of unclaimed uploads; a claimed one is copied by the caller first.
    """

    text: str
    category_code: str
    key: str
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    area_id: int | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    photo_tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """The request on record: its item, its number (8 digits), whether it is new."""

    item_id: int
    number: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a request can be about, for choosing from."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Intake:
    """How requests are taken in, and what they can be about at a moment."""

    raise_request: Callable[..., Raised]
    topics: Callable[[datetime], list[Topic]]


_intakes: list[Intake] = []


def register_intake(intake: Intake) -> None:
    """Say how requests are taken in; the last registration counts."""
    _intakes[:] = [intake]


def raise_request(*, actor: Actor, wanted: Wanted, at: datetime) -> Raised:
    """Open a request in the caller's transaction. Raises what intake raises."""
    return _intake().raise_request(actor=actor, wanted=wanted, at=at)


def topics(at: datetime) -> list[Topic]:
    """What a request can be about, in the order of the lists."""
    return _intake().topics(at)


def _intake() -> Intake:
    if not _intakes:
        raise NobodyTakesRequests
    return _intakes[0]
