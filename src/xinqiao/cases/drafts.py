"""What is handed to intake, and what comes back; the other rooms and doors only need these two."""

from __future__ import annotations

from dataclasses import dataclass

from xinqiao.cases.models import Kind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """A request as somebody gave it, not yet checked.

    lon, lat: WGS 84 degrees, both or neither. plate_code: from `/d/<code>`. photo_tokens: of
    unclaimed uploads. source_system, source_number: the other system's name and its own number,
    unique together. idempotency_key: chosen by the sender; the same key is the same request.
    area_id: the area an import already knows; it beats every way of locating.
    """

    text: str
    kind: str = Kind.REPORT
    category_code: str
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    plate_code: str = ""
    photo_tokens: tuple[str, ...] = ()
    reporter_name: str = ""
    reporter_phone: str = ""
    on_behalf: bool = False
    source: Source
    source_system: str = ""
    source_number: str = ""
    may_publish: bool = False
    idempotency_key: str | None = None
    api_client_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A request on record. `is_new` is false when the same one had come before."""

    case_id: int
    number: str  # 8 digits, not grouped
    token: str  # of the follow page /r/<token>
    is_new: bool
