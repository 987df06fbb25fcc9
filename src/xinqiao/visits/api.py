"""`/api/v1/visits`: record a visit, list and read visits, read the forms in use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from xinqiao.kit.time import format_iso, now
from xinqiao.registry.api_callers import person as caller
from xinqiao.visits.api_drafts import draft_of
from xinqiao.visits.models import Visit
from xinqiao.visits.selectors.forms import forms_for
from xinqiao.visits.selectors.visits import VisitFilter, get_visit, visit_page
from xinqiao.visits.services.record import record_visit

router = Router(tags=["visits"])


class VisitIn(Schema):
    """A visit; `answers` as the form asks. The same `key` is the same visit, for ever."""

    form: int
    key: str
    started_at: str
    ended_at: str | None = None
    household: int | None = None
    person: int | None = None
    facility: int | None = None
    outcome: str = "met"
    method: str = "visit"
    answers: dict[str, Any] = {}
    note: str = ""
    lon: float | None = None
    lat: float | None = None


class VisitOut(Schema):
    """A visit without its sensitive answers; findings with the request that each became."""

    id: int
    version: int
    form: str
    form_version: int
    household: int | None
    person: int | None
    facility: int | None
    area: str
    outcome: str
    method: str
    started_at: str
    answers: dict[str, Any]
    findings: list[dict[str, Any]]


class VisitMade(VisitOut):
    is_new: bool
    notices: list[str]


class VisitPage(Schema):
    items: list[VisitOut]
    next: str | None


class FormOut(Schema):
    id: int
    code: str
    version: int
    title: str
    subject: str
    definition: dict[str, Any]


@router.post("/visits", response={201: VisitMade, 200: VisitMade}, summary="Record a visit")
def post_visit(request: HttpRequest, content: VisitIn) -> Any:
    """Record a visit with what follows from it. 422 names the questions of bad answers."""
    actor, at = caller(request), now()
    made = record_visit(actor=actor, draft=draft_of(content.dict(), actor=actor, at=at), at=at)
    told = {**_visit(made.visit), "is_new": made.is_new, "notices": list(made.notices)}
    return Status(201 if made.is_new else 200, told)


@router.get("/visits", response=VisitPage, summary="List visits")
def list_visits(
    request: HttpRequest, form: str = "", outcome: str = "", cursor: str | None = None
) -> Any:
    """Visits of the caller's areas, the newest first."""
    wanted = VisitFilter(form=form, outcome=outcome)
    page = visit_page(actor=caller(request), wanted=wanted, cursor=cursor)
    return {"items": [_visit(row) for row in page], "next": page.next}


@router.get("/visits/{int:visit_id}", response=VisitOut, summary="Read one visit")
def read_visit(request: HttpRequest, visit_id: int) -> Any:
    """One visit."""
    return _visit(get_visit(actor=caller(request), visit_id=visit_id))


@router.get("/visits/forms", response=list[FormOut], summary="Forms in use")
def list_forms(request: HttpRequest) -> Any:
    """The forms that count in the caller's areas."""
    return list(forms_for(actor=caller(request), at=now()))


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "version": visit.version,
        "form": visit.form.code,
        "form_version": visit.form.version,
        "household": visit.household_id,
        "person": visit.person_id,
        "facility": visit.facility_id,
        "area": visit.area_path.replace(".", ""),
        "outcome": visit.outcome,
        "method": visit.method,
        "started_at": format_iso(visit.started_at),
        "answers": visit.answers,
        "findings": [
            {"aspect": one.aspect, "text": one.text, "state": one.state, "item": one.item_id}
            for one in visit.findings.all()
        ],
    }
