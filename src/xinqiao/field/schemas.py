"""What phones send and get. `api` tells the story; this is the exact shape.

Every time is ISO 8601 with a zone. Ids of rows are what the room that declared them says.
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MOST_COMMANDS = 50
FateName = Literal["done", "merged", "conflict", "refused", "waiting"]


class Strict(BaseModel):
    """Refuses fields that nobody would read."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class PhoneIn(Strict):
    """What the holder calls the phone; empty takes a name from the browser."""

    name: str = Field("", max_length=60)


class PhoneOut(Schema):
    """A phone of mine. is_here: the one that asks (by X-Field-Phone)."""

    id: UUID
    name: str
    registered_at: AwareDatetime
    last_seen_at: AwareDatetime
    until: AwareDatetime
    ended_at: AwareDatetime | None
    end_reason: str
    is_here: bool


class RegisteredOut(PhoneOut):
    """A new phone. key: base64 of 32 random bytes for AES-256-GCM."""

    key: str
    days: int


class KeyOut(Schema):
    """The key of an older phone of one's own, for what waits on it."""

    key: str


class RowsOut(Schema):
    """Rows of one kind to put over what the phone has, and ids to take away."""

    rows: list[dict[str, Any]]
    removed: list[str]


class GridOut(Schema):
    """A grid of the actor. boundary: GeoJSON geometry in WGS 84, None where none was drawn."""

    code: str
    name: str
    path: str
    boundary: dict[str, Any] | None


class PostOut(Schema):
    """A post of the actor in a grid."""

    id: int
    title: str
    role: str
    role_name: str
    area_path: str


class MetaOut(Schema):
    """Who carries this and what may be sent. kinds, commands: names and what people call them."""

    user: dict[str, Any]
    posts: list[PostOut]
    grids: list[GridOut]
    kinds: dict[str, str]
    commands: dict[str, str]


class BundleOut(Schema):
    """What changed since `have`; everything when `full` (then forget what the phone had).

    meta: None when unchanged. kinds: only those with a difference.
    """

    cursor: str
    full: bool
    server_time: AwareDatetime
    until: AwareDatetime
    meta: MetaOut | None
    kinds: dict[str, RowsOut]


class CommandIn(Strict):
    """One thing done on the phone.

    id: made by the phone, the same however often it is sent. attempt: 2, 3… when a refused one
    was corrected. after: ids of commands that must have happened first (those named by
    `new:<id>` in the payload count by themselves). happened_at: by the phone's clock.
    """

    id: UUID
    kind: str = Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_.-]+$")
    payload: dict[str, Any] = Field(default_factory=dict)
    happened_at: AwareDatetime
    after: list[UUID] = Field(default_factory=list, max_length=20)
    attempt: int = Field(1, ge=1, le=1000)


class BatchIn(Strict):
    """Commands in the order they were done. sent_at: the phone's clock now, to correct it."""

    commands: list[CommandIn] = Field(max_length=MOST_COMMANDS)
    sent_at: AwareDatetime | None = None


class ClashOut(Schema):
    """A field that two people changed: before, on the phone, in the register."""

    field: str
    label: str
    base: Any
    mine: Any
    theirs: Any


class AnswerOut(Schema):
    """What became of a command. is_replay: it had been decided before."""

    id: UUID
    kind: str
    fate: FateName
    message: str
    data: dict[str, Any]
    clashes: list[ClashOut]
    attempt: int
    is_replay: bool


class AnswersOut(Schema):
    """One answer per command, in their order."""

    answers: list[AnswerOut]
    server_time: AwareDatetime


class ConflictOut(Schema):
    """A command whose fields somebody else changed, too."""

    id: UUID
    kind: str
    label: str
    who: str
    phone: str
    happened_at: AwareDatetime
    received_at: AwareDatetime
    clashes: list[ClashOut]
    data: dict[str, Any]
    url: str


class ConflictPage(Schema):
    """Open conflicts, newest first; `next` is the cursor of the next page."""

    items: list[ConflictOut]
    next: str | None


class ChoiceIn(Strict):
    """For each clashing field whose value counts; a field left out counts as `theirs`."""

    choices: dict[str, Literal["mine", "theirs"]] = Field(max_length=100)


class FiguresOut(Schema):
    """How many commands came in a period and what became of them."""

    received: int
    done: int
    merged: int
    conflicts_open: int
    conflicts_settled: int
    refused: int
    waiting: int
