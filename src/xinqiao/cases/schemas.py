"""What the API takes and gives, as its description at `/api/v1/openapi.json` says it.

Nothing here carries a name or a telephone number: those are looked at in the pages, on record.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

KindName = Literal["consult", "help", "complain", "report", "suggest"]
ColourName = Literal["green", "blue", "yellow", "red"]
OutcomeName = Literal["solved", "explained", "not_ours"]
UnitName = Literal["urgent_hours", "working_hours", "working_days", "natural_days"]
Token = Annotated[str, Field(max_length=64)]


class Strict(BaseModel):
    """Refuses fields that nobody would read."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="after")
    @classmethod
    def _no_null_byte(cls, value: Any) -> Any:
        """No column can hold one, and nobody can type one."""
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and "\0" in text for text in texts):
            raise PydanticCustomError("null_byte", "null byte")
        return value


class ReportIn(Strict):
    """A request in a resident's words. `lon`, `lat`: WGS 84 degrees, both or neither."""

    text: str = Field(max_length=10_000)
    kind: KindName = "report"
    category: str = Field("", max_length=60, description="A code of /categories; guessed if empty.")
    lon: float | None = None
    lat: float | None = None
    address: str = Field("", max_length=1000)
    plate: str = Field("", max_length=16, description="Code of a door plate.")
    photos: list[Token] = Field(default_factory=list, max_length=9)
    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=60)
    on_behalf: bool = False
    may_publish: bool = False


class ReportOut(Schema):
    """What to quote on the telephone, and the page to follow the request by."""

    number: str
    spoken: str
    follow_url: str
    token: str


class CategoryOut(Schema):
    """A category. Its code is dotted: `env.drain.` lies below `env.`."""

    code: str
    name: str
    description: str
    parent: str | None
    needs_contact: bool
    is_urgent: bool


class PlaceOut(Schema):
    """An area: its division code and name."""

    code: str
    name: str


class OwnerOut(Schema):
    """Who has a request: a post or an organisation."""

    kind: Literal["post", "organisation"]
    id: int
    name: str


class CaseRow(Schema):
    """A request in a list. Times are UTC."""

    number: str
    state: str
    colour: ColourName
    kind: KindName
    title: str
    category: str
    category_name: str
    area: PlaceOut
    owner: OwnerOut
    lon: float | None
    lat: float | None
    opened_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    beyond_calendar: bool
    is_late: bool
    outcome: str
    score: int | None


class ActionOut(Schema):
    """Something the caller may do now, and the fields it needs."""

    name: str
    label: str
    needs: list[str]


class CaseOut(CaseRow):
    """A request with its words and answer."""

    text: str
    address: str
    source: str
    source_system: str
    source_number: str
    answer: str
    answered_at: datetime | None
    times_reopened: int
    actions: list[ActionOut]


class CasePage(Schema):
    """A page of a list: follow `next` until it is null."""

    items: list[CaseRow]
    next: str | None


class NearIn(Strict):
    """Words that are being written, and where; the place as in a report."""

    text: str = Field(max_length=10_000)
    lon: float | None = None
    lat: float | None = None
    address: str = Field("", max_length=1000)
    plate: str = Field("", max_length=16, description="Code of a door plate.")


class NearOut(Schema):
    """An open request about the same, de-identified. `ref` joins it for two hours.

    `metres` is null when either has no point; `number` when the caller may not see the request.
    """

    ref: str
    category: str
    where: str
    day: date
    state: str
    words: str
    joined: int
    metres: int | None
    days: int
    shared: list[str]
    score: float
    number: str | None


class JoinIn(Strict):
    """“That is my problem too.” Without a telephone number only the page of the answer tells."""

    ref: str = Field(max_length=200)
    phone: str = Field("", max_length=60)
    on_behalf: bool = False


class JoinOut(Schema):
    """The joiner's own page, and how many joined."""

    follow_url: str
    token: str
    count: int
    is_new: bool


class TimelineEntry(Schema):
    """One thing that happened."""

    at: datetime
    kind: str
    title: str
    who: str
    words: str


class ActionIn(Strict):
    """What an action needs; which fields those are stands in the case's `actions`."""

    reason: str | None = Field(None, max_length=2000)
    words: str | None = Field(None, max_length=10_000)
    question: str | None = Field(None, max_length=2000)
    outcome: OutcomeName | None = None
    post_id: int | None = Field(None, ge=1, le=2**62)
    organisation_id: int | None = Field(None, ge=1, le=2**62)
    lead: int | None = Field(None, ge=1, le=2**62)
    co: list[Annotated[int, Field(ge=1, le=2**62)]] | None = Field(None, max_length=20)
    amount: int | None = Field(None, ge=1, le=1000)
    unit: UnitName | None = None
    score: int | None = None
    into: str | None = Field(None, max_length=40, description="Number of the main request.")
    proof_tokens: list[Token] | None = Field(None, max_length=9)

    def data(self) -> dict[str, Any]:
        """The fields that were sent, as `perform` takes them."""
        return self.model_dump(exclude_none=True)


class CaseQuery(Strict):
    """Filters of a list; all that are given must hold."""

    colour: ColourName | None = None
    state: str = Field("", max_length=24)
    open: bool | None = None
    category: str = Field("", max_length=60, description="A code; what lies below it counts too.")
    area: str = Field("", max_length=20, description="A division code; what lies below counts too.")
    owner: str = Field("", max_length=40, pattern=r"^(?:(?:post|organisation):\d{1,18})?$")
    words: str = Field("", max_length=100)
    opened_since: AwareDatetime | None = None
    opened_until: AwareDatetime | None = None
    updated_since: AwareDatetime | None = None
    cursor: str | None = Field(None, max_length=500)
    limit: int = Field(25, ge=1, le=100)
