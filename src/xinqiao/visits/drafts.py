"""What a visitor hands in, from a page, a phone or the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xinqiao.visits.models import Method, Outcome, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """A visit as told, not yet checked.

    form_id: a published version. One of household_id, person_id, facility_id, as the form asks.
    key: chosen by the sender, 8 to 64 characters; the same key is the same visit, for ever.
    answers: as `visits.formlang` says; read only when somebody was met. started_at, ended_at:
    aware UTC. lon, lat: WGS 84 degrees, both or neither.
    """

    form_id: int
    key: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = Outcome.MET
    method: str = Method.VISIT
    household_id: int | None = None
    person_id: int | None = None
    facility_id: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit on record. notices: sentences about what the register did not take over."""

    visit: Visit
    is_new: bool
    notices: tuple[str, ...] = ()
