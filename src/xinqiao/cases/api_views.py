"""Rows of the database in the API's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from pydantic import BaseModel

from xinqiao.cases.api_errors import BadBox, BadKey, CategoryMissing, UnknownParameter
from xinqiao.cases.callers import Caller
from xinqiao.cases.drafts import Reported
from xinqiao.cases.exchange.filters import BadFilter
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.actions import allowed_actions
from xinqiao.cases.selectors.categories import CategoryFacts
from xinqiao.cases.selectors.near import Near
from xinqiao.cases.selectors.timeline import timeline
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import local_day
from xinqiao.workflow.colour import Colour, colour
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.cells import Box

_KEY: Final = re.compile(r"[\x21-\x7e]{16,200}")


def idempotency_key(request: HttpRequest) -> str | None:
    """The sender's key, unguessable enough to hand its answer out again. Raises BadKey."""
    sent: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if sent is None:
        return None
    key = sent.strip().strip('"')
    if not _KEY.fullmatch(key):
        raise BadKey(field="Idempotency-Key")
    return key


def check_names(request: HttpRequest, known: type[BaseModel]) -> None:
    """A filter that nobody reads would answer another question. Raises UnknownParameter."""
    for name in request.GET:
        if name not in known.model_fields:
            raise UnknownParameter(
                name=name[:40], known=", ".join(known.model_fields), field=name[:40]
            )


def category_code(given: str, text: str, at: datetime) -> str:
    """The category given, else the one that the words speak of most. Raises CategoryMissing."""
    if given.strip():
        return given.strip()
    likeliest = suggest_category(text, at).untold
    if likeliest is None:
        raise CategoryMissing(field="category")
    return likeliest.code


def report_out(request: HttpRequest, reported: Reported) -> dict[str, Any]:
    """The answer to a report."""
    return {
        "number": reported.number,
        "spoken": spoken(reported.number),
        "follow_url": request.build_absolute_uri(f"/r/{reported.token}"),
        "token": reported.token,
    }


def category_out(facts: CategoryFacts) -> dict[str, Any]:
    """A category, with its parent's code."""
    parts = facts.code.split(".")[:-2]
    return {
        "code": facts.code,
        "name": facts.name,
        "description": facts.description,
        "parent": ".".join(parts) + "." if parts else None,
        "needs_contact": facts.needs_contact,
        "is_urgent": facts.is_urgent,
    }


def case_row(item: Item, colour: str) -> dict[str, Any]:
    """A row of a list; `item` with its case, category, area and owner joined."""
    case = item.case
    return {
        "number": item.number,
        "state": item.state,
        "colour": colour,
        "kind": case.kind,
        "title": item.title,
        "category": case.category.code,
        "category_name": case.category.name,
        "area": {"code": item.area.code, "name": item.area.name},
        "owner": owner_out(item),
        "lon": item.lon,
        "lat": item.lat,
        "opened_at": item.opened_at,
        "due_at": item.due_at,
        "paused_at": item.paused_at,
        "done_at": item.done_at,
        "closed_at": item.closed_at,
        "updated_at": item.changed_at,
        "beyond_calendar": item.beyond_calendar,
        "is_late": item.is_late,
        "outcome": case.outcome,
        "score": case.score,
    }


def case_out(caller: Caller, case: Case, at: datetime) -> dict[str, Any]:
    """The whole request and what the caller may do, without what names its reporter."""
    return case_row(case.item, colour_at(case.item, at)) | {
        "text": case.text,
        "address": case.address,
        "source": case.source,
        "source_system": case.source_system,
        "source_number": case.source_number,
        "answer": case.answer,
        "answered_at": case.answered_at,
        "times_reopened": case.times_reopened,
        "actions": actions_out(caller, case),
    }


def actions_out(caller: Caller, case: Case) -> list[dict[str, Any]]:
    """The buttons a person would see; a key decides nothing."""
    if caller.client is not None:
        return []
    return [
        {
            "name": action.name,
            "label": str(action.label),
            "needs": [str(need) for need in action.needs],
        }
        for action in allowed_actions(actor=caller.actor, case=case)
    ]


def colour_at(item: Item, at: datetime) -> str:
    """The colour of one item."""
    return colour(
        yellow_at=item.yellow_at,
        due_at=item.due_at,
        done_at=item.done_at,
        paused_at=item.paused_at,
        now=at,
    ).value


def owner_out(item: Item) -> dict[str, Any]:
    """Who has it now."""
    if item.owner_post is not None:
        return {"kind": "post", "id": item.owner_post_id, "name": item.owner_post.title}
    organisation = item.owner_organisation
    name = organisation.name if organisation is not None else ""
    return {"kind": "organisation", "id": item.owner_organisation_id, "name": name}


def version_of(item: Item) -> str:
    """Moves with every change, and with nothing else."""
    return f"{int(item.changed_at.timestamp() * 1_000_000):x}"


def etag_of(item: Item, caller: Caller, at: datetime) -> str:
    """Of one reader's view: the version, the colour (time alone changes it) and who reads."""
    reader = f"{caller.actor.user_id or 0}-{caller.client.pk if caller.client else 0}"
    return f'"{version_of(item)}-{colour_at(item, at)}-{reader}"'


def matches(header: str, item: Item) -> bool:
    """Whether an If-Match header names the item's version."""
    if header.strip() == "*":
        return True
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in header.split(","))
    return any(tag.split("-")[0] == version_of(item) for tag in tags)


def box_of(text: str) -> Box:
    """Read `west,south,east,north` in degrees. Raises BadBox."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadBox(field="bbox") from error
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not inside:
        raise BadBox(field="bbox")
    return Box(west, south, east, north)


def colour_of(text: str) -> str | None:
    """Read a colour, None when none was asked for. Raises BadFilter."""
    if text and text not in set(Colour):
        raise BadFilter(name="colour", value=text[:20], field="colour")
    return text or None


def as_json(content: Any) -> bytes:
    """Compact JSON in UTF-8; times in ISO 8601."""
    return json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder
    ).encode()


def near_out(offers: Iterable[Near]) -> list[dict[str, Any]]:
    """Offers in the API's words."""
    return [
        {
            "ref": offer.ref,
            "category": offer.teaser.category,
            "where": offer.teaser.where,
            "day": local_day(offer.teaser.opened_at),
            "state": str(offer.teaser.state),
            "words": offer.teaser.words,
            "joined": offer.joined,
            "metres": offer.why.metres,
            "days": offer.why.days,
            "shared": list(offer.why.shared),
            "score": offer.why.score,
            "number": offer.case.item.number if offer.case else None,
        }
        for offer in offers
    ]


def timeline_out(caller: Caller, case: Case) -> list[dict[str, Any]]:
    """What happened, oldest first: to a system and to the requester without internal steps."""
    actor = caller.reporter
    entries = reversed(timeline(actor=actor, case=case))
    return [
        {
            "at": entry.at,
            "kind": entry.kind,
            "title": str(entry.title),
            "who": entry.actor,
            "words": entry.text,
        }
        for entry in entries
    ]
