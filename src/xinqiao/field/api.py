"""`/api/v1/field/`: what a phone without signal carries, and what it sends back.

A person signs in with the site's session; writing needs `X-CSRFToken`; a phone names itself in
`X-Field-Phone: <id>`. Every error is a problem document; `code` tells the page what to do:

    401 sign_in_needed    keep everything, ask to sign in, send again
    409 phone_of_another  somebody else signed in here: show nothing, offer to remove
    410 phone_ended, phone_unknown    wipe rows and key; what is unsent stays sealed (ADR 0034)
    410 phone_expired     the same; what was entered is still taken, also under its old phone
    413/422/429           a sentence in `detail`; 429 with Retry-After

1. `POST /field/devices` {name} -> 201 with `id` and `key`: base64 of 32 random bytes, to be
   imported as a non-extractable AES-256-GCM key. `until` moves with every sync
   (`days` from now); past it the page wipes the rows by itself, also without signal. Naming an
   older phone of one's own in X-Field-Phone ends that one.
   `POST /field/devices/<id>/key` gives the holder the key of an older phone again, for what was
   not sent when the page wiped (ADR 0034); 404 for a revoked one and for anybody else.
   `GET /field/devices` lists mine, `POST /field/devices/<id>/end` ends one. Signing out at
   /accounts/logout/ ends the phone of this browser (a session that idles away does not).
2. `GET /field/bundle?have=<cursor>`: send the queue first, then ask. 304 when nothing changed,
   else the rows that differ from what cursor `have` stands for: put `rows` over what is there,
   take `removed` away, keep `cursor`. `full: true`: forget all rows first (a forgotten or no
   cursor). Always with `X-Server-Time` and `X-Phone-Until`, on 304 too. gzip.
   Kinds and their rows are what rooms declare (`contract.Carried`); `items` are mine:
   {id, number, flow, flow_name, title, state, state_name, colour, due_at, yellow_at, paused_at,
   lon, lat, area_path, url, actions: [{name, label, needs: [words|proof|reason]}]}.
3. `POST /field/commands` {commands: [{id, kind, payload, happened_at, after, attempt}], sent_at}:
   up to 50, in their order, each done once however often and from how many tabs it comes.
   Each gets a `fate`:
       done, merged  on record; take it off the queue. `data.id`: what was made
       conflict      on record as a conflict, `clashes` say of which fields; off the queue, shown
       refused       `message` says why; nothing happened. Corrected, it is sent again under the
                     same id with `attempt` + 1, so that what builds on it stays valid
       waiting       received and kept here, done when what it waits for is (an entry it builds
                     on, an update). Leave it in the queue and send it again with the next sync
   A new row is called `new:<id of its command>` in later payloads (`contract`).
   `photos`: upload them (`POST /files/`) just before; a token lives a day, and for as long as
   its command waits. Kinds every phone knows: `workflow.act` {id, action, words, reason,
   photos: [token]} on `items`.
4. `GET /field/conflicts`, `POST /field/conflicts/<id>` {choices: {field: mine|theirs}} settles;
   `GET /field/figures?since=&before=` counts.
"""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import AwareDatetime

from xinqiao.accounts.services.limits import take
from xinqiao.field import api_views, schemas
from xinqiao.field.callers import named_phone, person
from xinqiao.field.errors import NoGridPost, PhoneGone
from xinqiao.field.models import Phone
from xinqiao.field.parameters import BATCHES_AN_HOUR, HOUR, PHONES_AN_HOUR, SYNCS_AN_HOUR, key_days
from xinqiao.field.selectors.commands import conflict_page, figures
from xinqiao.field.selectors.phones import (
    asking_phone,
    has_ended,
    key_of,
    my_phones,
    sending_phone,
    until,
)
from xinqiao.field.services.phones import end_phone, end_without_post, register_phone
from xinqiao.field.services.receive import Sent, receive
from xinqiao.field.services.settle import settle_conflict
from xinqiao.field.services.sync import sync_phone
from xinqiao.field.signals import COOKIE
from xinqiao.kit.time import format_iso, now

router = Router(tags=["field"])


@router.post("/field/devices", response={201: schemas.RegisteredOut}, summary="Set a phone up")
def register(request: HttpRequest, content: schemas.PhoneIn, response: HttpResponse) -> Any:
    """A key for this browser. The page keeps it where no script can read it."""
    at, actor = now(), person(request)
    take(key=f"field-phone:{actor.user_id}", limit=PHONES_AN_HOUR, period_seconds=HOUR, at=at)
    made = register_phone(actor=actor, name=content.name, replaces=named_phone(request), at=at)
    _keep_private(response)
    response.set_cookie(
        COOKIE,
        str(made.phone.pk),
        max_age=settings.SESSION_COOKIE_AGE * 90,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    shown = api_views.phone_out(made.phone, here=made.phone.pk)
    return Status(201, {**shown, "key": made.key, "days": key_days()})


@router.get("/field/devices", response=list[schemas.PhoneOut], summary="List my phones")
def list_phones(request: HttpRequest, response: HttpResponse) -> Any:
    """My phones in use, the latest first."""
    here = named_phone(request)
    _keep_private(response)
    return [api_views.phone_out(phone, here=here) for phone in my_phones(actor=person(request))]


@router.post("/field/devices/{phone_id}/key", response=schemas.KeyOut, summary="Open what waits")
def read_key(request: HttpRequest, phone_id: UUID, response: HttpResponse) -> Any:
    """The key of an older phone of mine: what was not sent lies on it without one."""
    at, actor = now(), person(request)
    take(key=f"field-phone:{actor.user_id}", limit=PHONES_AN_HOUR, period_seconds=HOUR, at=at)
    _keep_private(response)
    return {"key": key_of(actor=actor, phone_id=phone_id)}


@router.post("/field/devices/{phone_id}/end", response=schemas.PhoneOut, summary="End a phone")
def end(request: HttpRequest, phone_id: UUID, response: HttpResponse) -> Any:
    """By its holder, or the security administrator. It wipes itself with its next word."""
    phone = end_phone(actor=person(request), phone_id=phone_id, at=now())
    _keep_private(response)
    if request.COOKIES.get(COOKIE) == str(phone.pk):
        response.delete_cookie(COOKIE)
    return api_views.phone_out(phone, here=named_phone(request))


@router.get("/field/bundle", response=schemas.BundleOut, summary="Load what a phone may carry")
def read_bundle(request: HttpRequest, have: str = "") -> Any:
    """All rows at first, then what changed since the cursor `have` (or If-None-Match)."""
    at, phone_id = now(), named_phone(request)
    if phone_id is not None and has_ended(phone_id=phone_id):
        # Also for a session that is over: a phone that was lost is told to forget.
        raise PhoneGone
    actor = person(request)
    take(key=f"field-sync:{actor.user_id}", limit=SYNCS_AN_HOUR, period_seconds=HOUR, at=at)
    phone = asking_phone(actor=actor, phone_id=phone_id, at=at)
    have = have or request.headers.get("If-None-Match", "").strip('W/"')
    try:
        bundle = sync_phone(actor=actor, phone=phone, have=have, at=at)
    except NoGridPost as error:
        end_without_post(phone=phone, at=at)
        raise PhoneGone from error
    headers = _headers(phone, bundle.cursor, at)
    if bundle.is_unchanged:
        return HttpResponse(status=304, headers=headers)
    return _packed(request, api_views.bundle_out(bundle, phone, at), headers)


@router.post("/field/commands", response=schemas.AnswersOut, summary="Send what was entered")
def send(request: HttpRequest, content: schemas.BatchIn, response: HttpResponse) -> Any:
    """Each command happens once; one that is refused does not keep the others up."""
    at, actor = now(), person(request)
    take(key=f"field-send:{actor.user_id}", limit=BATCHES_AN_HOUR, period_seconds=HOUR, at=at)
    phone = sending_phone(actor=actor, phone_id=named_phone(request))
    commands = [
        Sent(
            id=one.id,
            kind=one.kind,
            payload=one.payload,
            happened_at=one.happened_at,
            after=tuple(one.after),
            attempt=one.attempt,
        )
        for one in content.commands
    ]
    answers = receive(actor=actor, phone=phone, commands=commands, sent_at=content.sent_at, at=at)
    _keep_private(response)
    return {"answers": [api_views.answer_out(one) for one in answers], "server_time": now()}


@router.get("/field/conflicts", response=schemas.ConflictPage, summary="List open conflicts")
def list_conflicts(request: HttpRequest, response: HttpResponse, cursor: str | None = None) -> Any:
    """My own, and those of the areas I look after; newest first."""
    actor = person(request)
    page = conflict_page(actor=actor, cursor=cursor)
    _keep_private(response)
    items = [api_views.conflict_out(row, user_id=actor.user_id) for row in page.items]
    return {"items": items, "next": page.next}


@router.post(
    "/field/conflicts/{command_id}", response=schemas.AnswerOut, summary="Settle a conflict"
)
def settle(
    request: HttpRequest, command_id: UUID, content: schemas.ChoiceIn, response: HttpResponse
) -> Any:
    """`mine`: what the phone sent; `theirs`: what the register says. Others stay as they are."""
    answer = settle_conflict(
        actor=person(request), command_id=command_id, choices=content.choices, at=now()
    )
    _keep_private(response)
    return api_views.answer_out(answer)


@router.get("/field/figures", response=schemas.FiguresOut, summary="Count what phones sent")
def read_figures(
    request: HttpRequest,
    since: AwareDatetime | None = None,
    before: AwareDatetime | None = None,
) -> Any:
    """My own commands and those of the areas I look after, by what became of them."""
    return figures(actor=person(request), since=since, before=before)


def _headers(phone: Phone, cursor: str, at: datetime) -> dict[str, str]:
    return {
        "ETag": f'"{cursor}"',
        "Cache-Control": "private, no-store",
        "Vary": "Cookie, Accept-Encoding, X-Field-Phone",
        "X-Server-Time": format_iso(at),
        "X-Phone-Until": format_iso(until(phone)),
    }


def _keep_private(response: HttpResponse) -> None:
    response["Cache-Control"] = "private, no-store"


def _packed(request: HttpRequest, body: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
    """JSON, gzipped for who can read it. No secret of the session is in it (BREACH)."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        content = gzip.compress(content, compresslevel=6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(content, content_type="application/json", headers=headers)
