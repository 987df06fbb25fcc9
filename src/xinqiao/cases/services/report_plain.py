"""The plain way to store a report, row by row; `report.py` must write the same rows in one go."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Case
from xinqiao.cases.services.common import claim_files
from xinqiao.cases.services.intake import MOST_PHOTOS, Intake, prepare, renew_pictures
from xinqiao.cases.services.known import find_known
from xinqiao.files.models import Purpose
from xinqiao.workflow.services.opening import open_item


def report_case_plain(*, actor: Actor, draft: ReportDraft, at: datetime) -> Reported:
    """Open a request from a resident's words and start its clocks.

    at: aware UTC. Records `cases.reported`. The same idempotency key, or the same number of the
    same source system, gives the request that is there already. Raises what `prepare` raises.
    """
    if known := find_known(draft):
        return known
    renew_pictures()
    intake = prepare(actor=actor, draft=draft, at=at)
    try:
        with transaction.atomic():
            return _store(actor, intake)
    except IntegrityError:
        # Somebody sent the same a moment ago; anything else is a fault worth seeing.
        if known := find_known(draft):
            return known
        raise


def next_number() -> str:
    """The next number with its check digit, eight digits; never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_number(nextval('cases_number_seq'))")
        return str(cursor.fetchone()[0])


_ITEM_COLUMNS: Final = (
    "title", "words", "category_code", "area_id", "area_path", "at", "lon", "lat", "cell",
    "requester_id", "plan", "on_behalf",
)  # fmt: skip
_CASE_COLUMNS: Final = (
    "kind", "category_id", "text", "address", "located_by", "plate_id", "place_id", "source",
    "source_system", "source_number", "token", "idempotency_key", "reporter_name_sealed",
    "reporter_phone_sealed", "reporter_phone_index", "on_behalf", "recorded_by_id",
    "recorded_post_id", "api_client_id", "may_publish",
)  # fmt: skip


def _store(actor: Actor, intake: Intake) -> Reported:
    item = open_item(
        actor=actor,
        flow=FLOW,
        number=next_number(),
        event="cases.reported",
        data=intake.event_data,
        **{name: getattr(intake, name) for name in _ITEM_COLUMNS},
    )
    case = Case.objects.create(item=item, **{name: getattr(intake, name) for name in _CASE_COLUMNS})
    claim_files(
        actor=actor,
        item_id=case.pk,
        tokens=intake.photo_tokens,
        purpose=Purpose.REPORT,
        at=intake.at,
        limit=MOST_PHOTOS,
    )
    return Reported(case.pk, item.number, case.token, is_new=True)
