"""Requests that other rooms raise: a hazard found at a visit, a wish written down on the way."""

from __future__ import annotations

from datetime import datetime

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.services.report import report_case
from xinqiao.workflow import raising


def raise_request(*, actor: Actor, wanted: raising.Wanted, at: datetime) -> raising.Raised:
    """Open a request on site; for somebody else when a name or a number is given (代办)."""
    reported = report_case(
        actor=actor,
        draft=ReportDraft(
            text=wanted.text,
            category_code=wanted.category_code,
            lon=wanted.lon,
            lat=wanted.lat,
            address=wanted.address,
            photo_tokens=wanted.photo_tokens,
            reporter_name=wanted.reporter_name,
            reporter_phone=wanted.reporter_phone,
            on_behalf=bool(wanted.reporter_name or wanted.reporter_phone),
            source=Source.FIELD,
            idempotency_key=wanted.key,
            area_id=wanted.area_id,
        ),
        at=at,
    )
    return raising.Raised(reported.case_id, reported.number, reported.is_new)


def topics(at: datetime) -> list[raising.Topic]:
    """The categories in use."""
    return [raising.Topic(one.code, one.name) for one in categories_at(at)]


def register() -> None:
    """Tell the workflow how requests are taken in."""
    raising.register_intake(raising.Intake(raise_request=raise_request, topics=topics))
