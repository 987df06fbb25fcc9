"""The bulk way writes the rows that the ordinary services would write, one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.exchange.services.load import decide, load
from xinqiao.cases.exchange.tests.support import AT
from xinqiao.cases.models import Case, Outcome, Remark, Source
from xinqiao.cases.services.close import settle_imported
from xinqiao.cases.services.report import report_case
from xinqiao.events.models import Event
from xinqiao.grid.tests.support import Town
from xinqiao.kit import crypto
from xinqiao.workflow.models import Assignment, Deadline, Item

pytestmark = pytest.mark.django_db

# Given by the database or by chance, and different each time.
CHANCE = {"id", "item", "item_id", "case", "case_id", "number", "token", "source_number"}


def rows_of(case: Case) -> dict[str, Any]:
    """Everything that was written about a request, without what chance gives."""
    item = Item.objects.get(pk=case.pk)
    events = Event.objects.filter(subject_kind="item", subject_id=case.pk).order_by("id")
    return {
        "item": plain(item),
        "case": plain(case) | {"name": opened(case, "name"), "phone": opened(case, "phone")},
        "assignments": [plain(a) for a in Assignment.objects.filter(item=item)],
        "deadlines": [plain(d) for d in Deadline.objects.filter(item=item).order_by("clock")],
        "remarks": [plain(r) for r in Remark.objects.filter(case=case)],
        "events": [event(e, item) for e in events],
    }


def plain(row: Any) -> dict[str, Any]:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    values |= model_to_dict(row, fields=[])
    sealed = {name for name in values if name.endswith("_sealed")}
    indexes = {n: bytes(values[n]) for n in values if n.endswith("_index") and values[n]}
    return {n: v for n, v in (values | indexes).items() if n not in CHANCE | sealed}


def opened(case: Case, what: str) -> str | None:
    sealed = getattr(case, f"reporter_{what}_sealed")
    return crypto.unseal(sealed, context=f"cases.reporter_{what}") if sealed else None


def event(row: Event, item: Item) -> dict[str, Any]:
    data = {k: v for k, v in row.data.items() if v != item.number}
    return {
        "kind": row.kind,
        "at": row.at,
        "actor": (row.actor_user_id, row.actor_post_id, row.actor_label),
        "area_path": row.area_path,
        "on_behalf": row.on_behalf,
        "data": data,
        "number": row.data.get("number") == item.number,
    }


DRAFTS = {
    "by its area": {"area": True},
    "by its address": {"address": "观湖社区门口"},
    "by its point": {"lon": 105.005, "lat": 29.005},
    "with a name and a number": {"reporter_name": "李四", "reporter_phone": "13900139000"},
    "by nothing": {},
}


@pytest.mark.parametrize("facts", DRAFTS.values(), ids=DRAFTS.keys())
@pytest.mark.parametrize("days", [None, 2, 400], ids=["open", "in time", "late"])
def test_equal_rows(office: Town, facts: dict[str, Any], days: int | None) -> None:
    made = AT - timedelta(days=500)
    answered = made + timedelta(days=days) if days is not None else None
    facts = {k: v for k, v in facts.items() if k != "area"} | (
        {"area_id": office.west.pk} if facts.get("area") else {}
    )

    def draft(number: str) -> ReportDraft:
        return ReportDraft(
            text="楼下垃圾三天没人收，气味很大。",
            category_code="env.",
            source=Source.IMPORT,
            source_system="hotline",
            source_number=number,
            **facts,
        )

    with transaction.atomic():
        ordinary = report_case(actor=SYSTEM, draft=draft("1"), at=made)
        if answered is not None:
            settle_imported(actor=SYSTEM, item_id=ordinary.case_id, words="已清运。", at=answered)
    past = decide(
        actor=SYSTEM,
        line=2,
        draft=draft("2"),
        at=made,
        reply="已清运。" if answered else "",
        answered_at=answered,
        outcome=Outcome.EXPLAINED,
    )
    assert load(actor=SYSTEM, batch=[past]) == (1, 0)
    bulk = Case.objects.get(source_number="2")
    assert rows_of(bulk) == rows_of(Case.objects.get(pk=ordinary.case_id))
