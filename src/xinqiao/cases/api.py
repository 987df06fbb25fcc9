"""`/api/v1/`: report, list, follow and handle requests.

Reporting is the hot path: without key and cookie nothing is looked up but the sender's rate.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from xinqiao.cases import api_views, schemas
from xinqiao.cases.api_errors import Changed
from xinqiao.cases.api_many import router as many
from xinqiao.cases.callers import Caller, caller_of, known_caller, person, slow_down
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.exchange.filters import CaseFilter
from xinqiao.cases.exchange.selectors import case_page, one_case, points_in
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.selectors.near import near_case, near_requests
from xinqiao.cases.services.around import around_of
from xinqiao.cases.services.join import join_case
from xinqiao.cases.services.perform import perform
from xinqiao.cases.services.report import report_case
from xinqiao.kit.time import now
from xinqiao.workflow.errors import ItemChanged

router = Router(tags=["cases"])
router.add_router("", many)

LOOKS_AN_HOUR = 300
JOINS_AN_HOUR = 20
_FILTERS = tuple(field.name for field in fields(CaseFilter))


@router.post("/cases", response={201: schemas.ReportOut}, summary="Report a request")
def report(request: HttpRequest, content: schemas.ReportIn, response: HttpResponse) -> Any:
    """Take a request. With an `Idempotency-Key`, sending it again gives the same answer."""
    at = now()
    caller = caller_of(request, writes=True)
    slow_down(request, caller, at=at)
    draft = ReportDraft(
        text=content.text,
        kind=content.kind,
        category_code=api_views.category_code(content.category, content.text, at),
        lon=content.lon,
        lat=content.lat,
        address=content.address,
        plate_code=content.plate,
        photo_tokens=tuple(content.photos),
        reporter_name=content.name,
        reporter_phone=content.phone,
        on_behalf=content.on_behalf,
        source=Source.API,
        may_publish=content.may_publish,
        idempotency_key=api_views.idempotency_key(request),
        api_client_id=caller.client.pk if caller.client else None,
    )
    reported = report_case(actor=caller.reporter, draft=draft, at=at)
    answer = api_views.report_out(request, reported)
    response["Location"] = f"/api/v1/cases/{reported.number}"
    if not reported.is_new:
        response["Idempotency-Replayed"] = "true"
    return Status(201, answer)


@router.post("/cases/near", response=list[schemas.NearOut], summary="Find open ones about the same")
def near(request: HttpRequest, content: schemas.NearIn) -> Any:
    """At most three, best first, de-identified: to be offered before a report is sent."""
    at = now()
    caller = caller_of(request)
    slow_down(request, caller, at=at, what="near", limit=LOOKS_AN_HOUR)
    actor = caller.reporter
    around = around_of(
        actor=actor,
        text=content.text,
        lon=content.lon,
        lat=content.lat,
        address=content.address,
        plate_code=content.plate,
    )
    found = near_requests(actor=actor, around=around, text=content.text, at=at) if around else []
    return api_views.near_out(found)


@router.post("/cases/join", response={201: schemas.JoinOut}, summary="Have the same problem")
def join(request: HttpRequest, content: schemas.JoinIn) -> Any:
    """Follow an offered request instead of repeating it; the same person counts once."""
    at = now()
    caller = caller_of(request, writes=True)
    slow_down(request, caller, at=at, what="join", limit=JOINS_AN_HOUR)
    done = join_case(
        actor=caller.reporter,
        ref=content.ref,
        phone=content.phone,
        key=api_views.idempotency_key(request) or "",
        on_behalf=content.on_behalf,
        source=Source.API,
        at=at,
    )
    url = request.build_absolute_uri(f"/j/{done.token}")
    answer = {"follow_url": url, "token": done.token, "count": done.count, "is_new": done.is_new}
    return Status(201, answer)


@router.get(
    "/cases/{number}/duplicates",
    response=list[schemas.NearOut],
    summary="What may be the same as a request",
)
def read_duplicates(request: HttpRequest, number: str) -> Any:
    """For people whose post leads to the request; merge by the action `merge` with `into`."""
    actor = person(request)
    case = one_case(caller=Caller(actor), number=number)
    if not actor.is_staff:
        raise CaseNotFound
    return api_views.near_out(near_case(actor=actor, case=case, at=now()))


@router.get("/cases", response=schemas.CasePage, summary="List requests")
def list_cases(request: HttpRequest, query: Query[schemas.CaseQuery]) -> Any:
    """The requests the caller may see, newest first; `next` leads to the next page."""
    api_views.check_names(request, schemas.CaseQuery)
    page = case_page(
        caller=known_caller(request),
        wanted=CaseFilter(**{name: getattr(query, name) for name in _FILTERS}),
        at=now(),
        cursor=query.cursor,
        size=query.limit,
    )
    rows = [api_views.case_row(item, item.colour) for item in page.items]  # type: ignore[attr-defined]
    return {"items": rows, "next": page.next}


@router.get("/cases/{number}", response=schemas.CaseOut, summary="Read one request")
def read_case(request: HttpRequest, number: str, response: HttpResponse) -> Any:
    """One request with what the caller may do now. `If-None-Match` gives 304 when unchanged."""
    at, caller = now(), known_caller(request)
    case = one_case(caller=caller, number=number)
    etag = api_views.etag_of(case.item, caller, at)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    for name, value in headers.items():
        response[name] = value
    return api_views.case_out(caller, case, at)


@router.get(
    "/cases/{number}/timeline",
    response=list[schemas.TimelineEntry],
    summary="What happened to a request",
)
def read_timeline(request: HttpRequest, number: str) -> Any:
    """Oldest first."""
    caller = known_caller(request)
    case = one_case(caller=caller, number=number)
    return api_views.timeline_out(caller, case)


@router.post(
    "/cases/{number}/actions/{action}", response=schemas.CaseOut, summary="Handle a request"
)
def act(
    request: HttpRequest,
    number: str,
    action: str,
    content: schemas.ActionIn,
    response: HttpResponse,
) -> Any:
    """Do what a button does. With `If-Match`, only while the request is as the sender read it."""
    at, caller = now(), Caller(person(request))
    item = one_case(caller=caller, number=number).item
    data = content.data()
    wanted = request.headers.get("If-Match")
    if wanted is not None:
        if not api_views.matches(wanted, item):
            raise Changed
        data["seen"] = item.changed_at
    try:
        perform(actor=caller.actor, item_id=item.pk, action=action, data=data, at=at)
    except ItemChanged as error:
        raise Changed from error
    changed = one_case(caller=caller, number=number)
    response["ETag"] = api_views.etag_of(changed.item, caller, at)
    return api_views.case_out(caller, changed, at)


@router.get("/categories", response=list[schemas.CategoryOut], summary="What requests are about")
def list_categories(request: HttpRequest, response: HttpResponse) -> Any:
    """All categories that can be chosen today, parents before children."""
    response["Cache-Control"] = "public, max-age=60"
    return [api_views.category_out(facts) for facts in categories_at(now())]


@router.get("/items.geojson", summary="Open requests on a map")
def list_points(request: HttpRequest, bbox: str, category: str = "", colour: str = "") -> Any:
    """GeoJSON points of open requests in `west,south,east,north`; `truncated` beyond 500."""
    collection = points_in(
        caller=known_caller(request),
        wanted=CaseFilter(category=category[:60], colour=api_views.colour_of(colour)),
        box=api_views.box_of(bbox),
        at=now(),
    )
    return HttpResponse(api_views.as_json(collection), content_type="application/geo+json")
