"""Requests taken down without signal: what a phone carries for it, and how it sends one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.cases.api_errors import CategoryMissing
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.services.report import report_case
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.field.contract import (
    Carried,
    Command,
    Outcome,
    Row,
    register_carried,
    register_command,
)
from xinqiao.kit.time import now
from xinqiao.workflow.selectors.items import get_item

REPORT: Final = "cases.report"


def topics(actor: Actor, at: datetime) -> Sequence[Row]:
    """The top categories, for those words that speak of none."""
    return [{"id": one.code, "name": one.name} for one in categories_at(at) if one.depth == 0]


def report(actor: Actor, payload: Row, happened_at: datetime) -> Outcome:
    """Open a request as the form for somebody else does.

    payload: {text, address, lon, lat, photos: [token], reporter_name, reporter_phone, category}.
    Its clocks start now: nobody could have worked on it before. The words' own category counts
    where none was chosen. Raises CategoryMissing and what `report_case` raises.
    """
    at = now()
    text = _words(payload, "text")
    draft = ReportDraft(
        text=text,
        category_code=_words(payload, "category") or _suggested(text, at),
        lon=_degrees(payload, "lon"),
        lat=_degrees(payload, "lat"),
        address=_words(payload, "address"),
        photo_tokens=_tokens(payload),
        reporter_name=_words(payload, "reporter_name"),
        reporter_phone=_words(payload, "reporter_phone"),
        on_behalf=bool(_words(payload, "reporter_name") or _words(payload, "reporter_phone")),
        source=Source.FIELD,
    )
    made = report_case(actor=actor, draft=draft, at=at)
    item = get_item(actor=actor, item_id=made.case_id)
    return Outcome(data={"id": made.case_id, "number": made.number}, area_path=item.area_path)


def register() -> None:
    """Every phone may report; called when the room starts."""
    register_carried(Carried(name="cases.topics", rows=topics, label=_("Categories")))
    register_command(Command(kind=REPORT, perform=report, label=_("Report from the field")))


def _suggested(text: str, at: datetime) -> str:
    likeliest = suggest_category(text, at).untold
    if likeliest is None:
        raise CategoryMissing(field="category")
    return likeliest.code


def _words(payload: Row, name: str) -> str:
    return str(payload.get(name) or "").strip()


def _tokens(payload: Row) -> tuple[str, ...]:
    found = payload.get("photos")
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _degrees(payload: Row, name: str) -> float | None:
    value: Any = payload.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None
