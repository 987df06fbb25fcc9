"""What the register's interface takes and gives. Numbers are masked; a reveal has its own page."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import ConfigDict, Field

from xinqiao.kit.paging import MAX_PAGE_SIZE, PAGE_SIZE


class Strict(Schema):
    """A body in which an unknown member is a mistake."""

    model_config = ConfigDict(extra="forbid")


class SearchIn(Strict):
    """Words: a name, a citizen number, a telephone, an address. They stand in the body only."""

    q: str = Field("", max_length=60)
    area: str = Field("", max_length=120)
    tag: str = Field("", max_length=40)
    cursor: str | None = Field(None, max_length=500)
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


class PersonIn(Strict):
    """Somebody new."""

    name: str = Field(max_length=60)
    relation: str = Field("head", max_length=12)
    citizen_number: str = Field("", max_length=30)
    phone: str = Field("", max_length=40)
    sex: str = Field("", max_length=6)
    born_on: date | None = None
    employer: str = Field("", max_length=100)
    note: str = Field("", max_length=200)
    is_registered: bool = True
    lives_here: bool = True
    tags: tuple[str, ...] = Field((), max_length=20)
    is_somebody_else: bool = False


class PersonPatch(Strict):
    """What is to change; `version` is the one that was read."""

    version: int
    name: str | None = Field(None, max_length=60)
    relation: str | None = Field(None, max_length=12)
    citizen_number: str | None = Field(None, max_length=30)
    phone: str | None = Field(None, max_length=40)
    sex: str | None = Field(None, max_length=6)
    born_on: date | None = None
    employer: str | None = Field(None, max_length=100)
    note: str | None = Field(None, max_length=200)
    is_registered: bool | None = None
    lives_here: bool | None = None


class DwellingIn(Strict):
    """A new door."""

    number: str = Field(max_length=20)
    unit: str = Field("", max_length=10)
    floor: int | None = Field(None, ge=-9, le=199)
    usage: str = Field("own", max_length=8)
    note: str = Field("", max_length=200)


class DwellingPatch(Strict):
    version: int
    number: str | None = Field(None, max_length=20)
    unit: str | None = Field(None, max_length=10)
    floor: int | None = Field(None, ge=-9, le=199)
    usage: str | None = Field(None, max_length=8)
    note: str | None = Field(None, max_length=200)


class HouseholdIn(Strict):
    """A new household, still empty."""

    started_on: date | None = None
    is_collective: bool = False
    note: str = Field("", max_length=200)


class HouseholdPatch(Strict):
    version: int
    is_collective: bool | None = None
    note: str | None = Field(None, max_length=200)


class PersonOut(Schema):
    """A person, masked; sensitive categories are left out."""

    id: int
    version: int
    name: str
    sex: str
    born_on: date | None
    citizen_number: str
    phone: str
    employer: str
    note: str
    household: int | None
    dwelling: int | None
    address: str
    relation: str
    is_registered: bool
    lives_here: bool
    tags: list[str]
    left_on: date | None
    died_on: date | None


class PersonPage(Schema):
    items: list[PersonOut]
    next: str | None


class MemberOut(Schema):
    """Somebody of a household."""

    person: int
    name: str
    relation: str


class HouseholdOut(Schema):
    id: int
    version: int
    dwelling: int
    is_collective: bool
    note: str
    started_at: datetime
    ended_at: datetime | None
    members: list[MemberOut]


class DwellingOut(Schema):
    """A door, and the households behind it."""

    id: int
    version: int
    building: int
    unit: str
    number: str
    floor: int | None
    usage: str
    address: str
    note: str
    households: list[int]


class DwellingPage(Schema):
    items: list[DwellingOut]
    next: str | None
