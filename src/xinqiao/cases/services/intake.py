"""From what somebody said to every value that will be written, without writing anything.

Both ways of storing a report, the one prepared statement and the plain one, take it from here, so
they cannot differ. Nothing is asked of the database when the point lies in a grid.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.errors import ContactNeeded, EmergencyCall, SignInToHelp, UnknownChoice
from xinqiao.cases.flow import CASE_FLOW
from xinqiao.cases.models import Kind, Source
from xinqiao.cases.selectors.categories import (
    CategoryBook,
    CategoryFacts,
    category_book,
    forget_categories,
)
from xinqiao.cases.selectors.contact import NAME_CONTEXT, PHONE_CONTEXT
from xinqiao.cases.services.locating import Spot, locate
from xinqiao.grid import snapshot as grid_snapshot
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.emergency import numbers_to_dial
from xinqiao.kit.words import search_text
from xinqiao.workflow import snapshot as workflow_snapshot
from xinqiao.workflow.planning import OpeningPlan, plan_opening
from xinqiao.workflow.selectors.cells import cell_of

TEXT_LIMIT: Final = 5000  # characters; the longest of 2,000 real messages has 3,172
ADDRESS_LIMIT: Final = 200
NAME_LIMIT: Final = 40
TITLE_LENGTH: Final = 40
MOST_PHOTOS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Every value of a new request. The item's number and keys are given by the database."""

    kind: str
    category_id: int
    category_code: str
    title: str
    text: str
    words: str  # what the search looks through
    address: str
    located_by: str
    area_id: int
    area_path: str
    lon: float | None
    lat: float | None
    cell: int | None
    plate_id: int | None
    place_id: int | None
    source: str
    source_system: str
    source_number: str
    token: str
    idempotency_key: str | None
    reporter_name_sealed: bytes | None
    reporter_phone_sealed: bytes | None
    reporter_phone_index: bytes | None
    on_behalf: bool
    requester_id: int | None
    recorded_by_id: int | None
    recorded_post_id: int | None
    api_client_id: int | None
    may_publish: bool
    photo_tokens: tuple[str, ...]
    plan: OpeningPlan  # owner, level, clocks; `why` begins with how the place was found
    rules_version: int  # of the pictures it was decided by; a newer one makes it void
    event_data: dict[str, Any]
    at: datetime


def prepare(*, actor: Actor, draft: ReportDraft, at: datetime) -> Intake:
    """Check, clean, locate and dispatch a draft.

    at: aware UTC. Raises EmergencyCall, TextTooLong, TextMissing, UnknownCategory, ContactNeeded,
    OutsideGrid, BadPhone (422), UnknownPlate (404), SignInToHelp (403), NoDesk (409).
    Source: RULES "Requests".
    """
    said = _clean(draft)
    rules, places = _pictures()
    category = _category(draft, category_book(rules.version), at)
    _check_contact(said, category, actor)
    spot = locate(
        actor=actor,
        draft=replace(draft, text=said.text),
        address=said.address,
        places=places,
    )
    plan = plan_opening(
        flow=CASE_FLOW,
        category_code=category.code,
        area_path=spot.area.path,
        at=at,
        snapshot=rules,
    )
    who = _who(actor, draft, spot.area.path)
    return _assemble(said, who=who, category=category, spot=spot, plan=plan, at=at)


@dataclass(frozen=True, slots=True)
class _Said:
    """A draft with its words made safe."""

    draft: ReportDraft
    text: str
    address: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class _Who:
    """Whose request it is, and who wrote it down in which post."""

    requester_id: int | None
    recorded_by_id: int | None
    recorded_post_id: int | None


def _clean(draft: ReportDraft) -> _Said:
    text = clean_text(draft.text, limit=TEXT_LIMIT, field="text", required=True)
    _check_choices(draft)
    _check_emergency(draft, text)
    name, address = draft.reporter_name, draft.address
    return _Said(
        draft=draft,
        text=text,
        address=clean_text(address, limit=ADDRESS_LIMIT, field="address", multiline=False),
        name=clean_text(name, limit=NAME_LIMIT, field="name", multiline=False),
        phone=clean_phone(draft.reporter_phone) if draft.reporter_phone.strip() else "",
    )


def _category(draft: ReportDraft, book: CategoryBook, at: datetime) -> CategoryFacts:
    # What a file tells of happened before today's categories were made.
    if draft.source == Source.IMPORT:
        return book.known(draft.category_code)
    return book.valid(draft.category_code, at)


def renew_pictures() -> None:
    """Read rules, areas and categories anew when somebody has edited them: two statements."""
    workflow_snapshot.current()
    grid_snapshot.fresh()


def forget_pictures() -> None:
    """Drop rules, areas and categories; for tests and stories, whose rows are taken back."""
    for forget in (grid_snapshot.forget, workflow_snapshot.forget, forget_categories):
        forget()


def _pictures() -> tuple[workflow_snapshot.Snapshot, grid_snapshot.Snapshot]:
    """Rules and areas of one and the same version, from memory where possible."""
    rules, places = workflow_snapshot.cached(), grid_snapshot.current()
    while rules.version != places.version:
        rules, places = workflow_snapshot.current(), grid_snapshot.fresh()
    return rules, places


def scoped_key(draft: ReportDraft) -> str | None:
    """The sender's key made one per sender, 64 characters; None when none was sent."""
    if not draft.idempotency_key:
        return None
    scope = f"client:{draft.api_client_id}" if draft.api_client_id else "page"
    return hashlib.sha256(f"{scope}:{draft.idempotency_key}".encode()).hexdigest()


def _check_choices(draft: ReportDraft) -> None:
    if draft.kind not in Kind.values:
        raise UnknownChoice(value=draft.kind[:40], field="kind")
    if draft.source not in Source.values:
        raise UnknownChoice(value=str(draft.source)[:40], field="source")


def _check_emergency(draft: ReportDraft, text: str) -> None:
    # A file from another system tells of the past; refusing its rows would only lose them.
    if draft.source == Source.IMPORT:
        return
    if numbers := numbers_to_dial(text):
        raise EmergencyCall(numbers=" / ".join(numbers), field="text")


def _check_contact(said: _Said, category: CategoryFacts, actor: Actor) -> None:
    if said.draft.on_behalf and actor.is_anonymous:
        raise SignInToHelp
    if not category.needs_contact or said.draft.source == Source.IMPORT or said.phone:
        return
    # An account has a number of its own, but a helper's number reaches nobody in need.
    if said.draft.on_behalf or actor.user_id is None:
        raise ContactNeeded(category=category.name, field="phone")


def _who(actor: Actor, draft: ReportDraft, area_path: str) -> _Who:
    """Whose request it is and who wrote it down: both names are kept (代办)."""
    for_another = draft.on_behalf or draft.source == Source.IMPORT
    recorded_by = actor.user_id if for_another or actor.is_staff else None
    post = actor.post_in(area_path) or next(iter(actor.posts), None)
    return _Who(
        requester_id=None if for_another else actor.user_id,
        recorded_by_id=recorded_by,
        recorded_post_id=post.post_id if post and recorded_by is not None else None,
    )


def _assemble(
    said: _Said, *, who: _Who, category: CategoryFacts, spot: Spot, plan: OpeningPlan, at: datetime
) -> Intake:
    draft, address = said.draft, said.address or spot.address
    return Intake(
        **_place_columns(spot),
        **_person_columns(said, who),
        **_source_columns(draft),
        kind=draft.kind,
        category_id=category.id,
        category_code=category.code,
        title=title_of(said.text),
        text=said.text,
        words=search_text(" ".join(part for part in (said.text, address, category.name) if part)),
        address=address,
        token=secrets.token_urlsafe(16),
        may_publish=draft.may_publish,
        photo_tokens=tuple(dict.fromkeys(draft.photo_tokens)),
        plan=replace(plan, why=(spot.step, *plan.why)),
        rules_version=plan.snapshot_version,
        event_data={
            "category": category.code,
            "kind": draft.kind,
            "source": draft.source.value,
            "located_by": spot.by.value,
            "photos": len(set(draft.photo_tokens)),
        },
        at=at,
    )


def _place_columns(spot: Spot) -> dict[str, Any]:
    return {
        "located_by": spot.by.value,
        "area_id": spot.area.id,
        "area_path": spot.area.path,
        "lon": spot.lon,
        "lat": spot.lat,
        "cell": cell_of(spot.lon, spot.lat)
        if spot.lon is not None and spot.lat is not None
        else None,
        "plate_id": spot.plate_id,
        "place_id": spot.place_id,
    }


def _person_columns(said: _Said, who: _Who) -> dict[str, Any]:
    name, phone = said.name, said.phone
    return {
        "reporter_name_sealed": crypto.seal(name, context=NAME_CONTEXT) if name else None,
        "reporter_phone_sealed": crypto.seal(phone, context=PHONE_CONTEXT) if phone else None,
        "reporter_phone_index": crypto.blind_index(phone, context=crypto.PHONE) if phone else None,
        "on_behalf": said.draft.on_behalf,
        "requester_id": who.requester_id,
        "recorded_by_id": who.recorded_by_id,
        "recorded_post_id": who.recorded_post_id,
    }


def _source_columns(draft: ReportDraft) -> dict[str, Any]:
    system, number = draft.source_system, draft.source_number
    return {
        "source": draft.source.value,
        "source_system": clean_text(system, limit=60, field="source_system", multiline=False),
        "source_number": clean_text(number, limit=60, field="source_number", multiline=False),
        "idempotency_key": scoped_key(draft),
        "api_client_id": draft.api_client_id,
    }


def title_of(text: str) -> str:
    """The first line of a request, short enough for a row of the work list."""
    line = " ".join(text.split("\n", 1)[0].split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
