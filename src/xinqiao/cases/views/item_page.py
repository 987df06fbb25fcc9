"""The page of one request, shown by its address and by every action that was refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinqiao.accounts.requests import actor_of
from xinqiao.cases.action_words import STATES
from xinqiao.cases.forms.reveal import RevealForm
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.contact import masked_contact
from xinqiao.cases.selectors.item_page import clock_rows, party_rows
from xinqiao.cases.selectors.timeline import timeline
from xinqiao.cases.services.reveal import may_reveal
from xinqiao.cases.views.buttons import Button, buttons
from xinqiao.files.models import Purpose
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.time import now
from xinqiao.workflow.colour import colour
from xinqiao.workflow.extras import item_panels
from xinqiao.workflow.models import SUBJECT
from xinqiao.workflow.views.choices import area_names, newest_picture

NEAR = 0.004  # degrees on each side of the point: some 400 metres


def item_page(
    request: HttpRequest,
    case: Case,
    *,
    failed: Button | None = None,
    opened: str = "",
    reveal_form: RevealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; `failed` shows a form with its errors, `opened` unfolds one."""
    at = now()
    actor = actor_of(request)
    newest_picture()
    photos = attachments_of(SUBJECT, [case.pk]).get(case.pk, [])
    parties, why = party_rows(case)
    context: dict[str, Any] = {
        "case": case,
        "at": at,
        "state": STATES.get(case.item.state, case.item.state),
        "kind": case.get_kind_display(),
        "source": case.get_source_display(),
        "located": case.get_located_by_display(),
        "recorded_by": str(case.recorded_post or case.recorded_by or ""),
        "colour": item_colour(case, at),
        "photos": [photo for photo in photos if photo.purpose == Purpose.REPORT],
        "proof": [photo for photo in photos if photo.purpose != Purpose.REPORT],
        "parties": parties,
        "why": why,
        "clocks": clock_rows(case, at),
        "timeline": timeline(actor=actor, case=case),
        "reporter": masked_contact(case),
        "may_reveal": may_reveal(actor=actor, case=case),
        "reveal_form": reveal_form or RevealForm(auto_id="id_reveal_%s"),
        "area": area_names(case.item.area_path),
        "bbox": _around(case),
        "actions": buttons(actor, case, failed=failed, opened=opened),
        "panels": item_panels(actor, case.item, at),
    }
    return render(request, "cases/item.html", context, status=status)


def item_colour(case: Case, at: datetime) -> str:
    """The colour of the governing clock at `at`."""
    item = case.item
    return colour(
        yellow_at=item.yellow_at,
        due_at=item.due_at,
        done_at=item.done_at,
        paused_at=item.paused_at,
        now=at,
    ).value


def _around(case: Case) -> str:
    lon, lat = case.item.lon, case.item.lat
    if lon is None or lat is None:
        return ""
    return f"{lon - NEAR:.5f},{lat - NEAR:.5f},{lon + NEAR:.5f},{lat + NEAR:.5f}"
