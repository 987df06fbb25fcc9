"""`/api/v1/`: many requests at once, for the phone of a grid worker's round or a unit's own system.

People only: what a post decides, no program may.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from xinqiao.accounts.access import Actor
from xinqiao.cases import api_views
from xinqiao.cases.api_errors import StaffOnly
from xinqiao.cases.callers import person
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Outcome, Source
from xinqiao.cases.schemas import OutcomeName, ReportIn, ReportOut, Strict, Token
from xinqiao.cases.selectors.visible import keys_of_numbers
from xinqiao.cases.services.many import accept_cases, call_back_cases, close_cases
from xinqiao.cases.services.report_many import report_cases
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.time import now
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.services.many import Many

router = Router(tags=["cases"])
MOST: Final = 200

Number = Annotated[str, Field(max_length=20)]


class RoundItem(ReportIn):
    """One request of a round. `key`: the sender's own, so that sending again changes nothing."""

    key: str = Field(min_length=16, max_length=200, pattern=r"^[\x21-\x7e]+$")


class RoundIn(Strict):
    """A round: all of it is taken in, or nothing."""

    items: list[RoundItem] = Field(min_length=1, max_length=MOST)


class RoundOut(Schema):
    """The requests in the order of the round; `known` were there before."""

    items: list[ReportOut]
    known: int


class ManyIn(Strict):
    """An action on many requests. close: words, outcome, proof_tokens. call_back: score, words."""

    numbers: list[Number] = Field(min_length=1, max_length=MOST)
    words: str = Field("", max_length=10_000)
    outcome: OutcomeName = "solved"
    proof_tokens: list[Token] = Field(default_factory=list, max_length=9)
    score: int = 5


class Refusal(Schema):
    """A request that stayed as it was, and why."""

    number: str
    code: str
    detail: str


class ManyOut(Schema):
    """What came of it."""

    done: list[str]
    refused: list[Refusal]


@router.post("/rounds", response={201: RoundOut}, summary="Report many requests")
def report_round(request: HttpRequest, content: RoundIn) -> Any:
    """Take in a grid worker's round, or what waited on a phone without signal."""
    actor, at = _staff(request), now()
    drafts = [
        ReportDraft(
            text=item.text,
            kind=item.kind,
            category_code=api_views.category_code(item.category, item.text, at),
            lon=item.lon,
            lat=item.lat,
            address=item.address,
            plate_code=item.plate,
            photo_tokens=tuple(item.photos),
            reporter_name=item.name,
            reporter_phone=item.phone,
            on_behalf=item.on_behalf,
            source=Source.FIELD,
            may_publish=item.may_publish,
            idempotency_key=f"{actor.user_id}:{item.key}",
        )
        for item in content.items
    ]
    rows = report_cases(actor=actor, drafts=drafts, at=at)
    return Status(
        201,
        {
            "items": [api_views.report_out(request, row) for row in rows],
            "known": sum(not row.is_new for row in rows),
        },
    )


@router.post("/cases/actions/{action}", response=ManyOut, summary="Handle many requests")
def act_on_many(
    request: HttpRequest, action: Literal["accept", "close", "call_back"], content: ManyIn
) -> Any:
    """Do the same with many requests; those that refuse stay as they were, and say why."""
    actor = _staff(request)
    numbers = list(dict.fromkeys(parse_number(number) for number in content.numbers))
    keys = keys_of_numbers(actor=actor, numbers=numbers)
    result = _perform(actor, action, list(keys.values()), content)
    by_key = {key: number for number, key in keys.items()}
    refused = {by_key[key]: error for key, error in result.refused.items()}
    refused |= {number: ItemNotFound() for number in numbers if number not in keys}
    return {
        "done": [item.number for item in result.done],
        "refused": [
            {"number": number, "code": error.code, "detail": error.sentence()}
            for number, error in refused.items()
        ],
    }


def _perform(actor: Actor, action: str, item_ids: Sequence[int], content: ManyIn) -> Many:
    at = now()
    if action == "accept":
        return accept_cases(actor=actor, item_ids=item_ids, at=at)
    if action == "close":
        return close_cases(
            actor=actor,
            item_ids=item_ids,
            words=content.words,
            outcome=Outcome(content.outcome),
            proof_tokens=content.proof_tokens,
            at=at,
        )
    return call_back_cases(
        actor=actor, item_ids=item_ids, score=content.score, words=content.words, at=at
    )


def _staff(request: HttpRequest) -> Actor:
    actor = person(request)
    if not actor.is_staff:
        raise StaffOnly
    return actor
