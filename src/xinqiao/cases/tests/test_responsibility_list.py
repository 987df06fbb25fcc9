"""What was asked, who answers it until when: complete, scoped, and the same as a table."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook

from xinqiao.cases.selectors.responsibility import (
    Asked,
    demand,
    responsibility_lines,
    responsibility_page,
    responsible_parties,
)
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.whistle import whistle_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, PHONE, World
from xinqiao.events.models import Event


def test_every_line_names_somebody_and_a_time(world: World) -> None:
    first = world.report().case_id
    whistle_case(actor=world.desk, item_id=first, co=[world.property.pk], reason="一起看看", at=AT)
    second = world.report().case_id
    dispatch_case(
        actor=world.desk, item_id=second, organisation_id=world.property.pk, reason="请办", at=AT
    )
    lines = {
        line.item.pk: line
        for line in responsibility_page(actor=world.desk, asked=Asked(), at=AT).items
    }
    assert (lines[first].responsible, lines[first].people) == ("一网格网格员", "王网格、李网格")
    assert lines[first].helping == "安居物业"
    assert (lines[second].responsible, lines[second].people) == ("安居物业", "冯物业")
    assert all(line.is_complete for line in lines.values())


def test_demand_and_parties(world: World) -> None:
    world.report()
    world.report(actor=world.hotline, on_behalf=True, reporter_phone=PHONE)  # the same resident
    world.report(actor=world.passer_by)
    gone = world.report().case_id
    withdraw_case(actor=world.resident, item_id=gone, at=AT)
    world.answered()
    late = AT + 30 * DAY
    found = demand(actor=world.desk, asked=Asked(), at=late)
    assert (found.requests, found.people, found.unanswered, found.overdue) == (5, 2, 3, 3)
    parties = responsible_parties(actor=world.desk, asked=Asked(), at=late)
    assert [(party.name, party.open, party.overdue) for party in parties] == [
        ("一网格网格员", 3, 3)
    ]
    by_owner = Asked(owner=parties[0].owner)
    assert len(responsibility_page(actor=world.desk, asked=by_owner, at=late).items) == 3
    everything = Asked(with_answered=True)
    assert len(responsibility_page(actor=world.desk, asked=everything, at=late).items) == 4
    later = Asked(since=AT + HOUR)
    assert demand(actor=world.desk, asked=later, at=late).requests == 0


def test_only_ones_own_areas(world: World) -> None:
    world.report()
    for stranger in (world.other_desk, world.stranger, world.resident, world.water_staff):
        assert not responsibility_page(actor=stranger, asked=Asked(), at=AT).items
        assert not responsible_parties(actor=stranger, asked=Asked(), at=AT)
        assert not list(responsibility_lines(actor=stranger, asked=Asked(), at=AT, limit=9))


def test_pages_and_statements(world: World, django_assert_num_queries: Any) -> None:
    for hours in range(5):
        world.report(at=AT + hours * HOUR)
    with django_assert_num_queries(2):
        first = responsibility_page(actor=world.desk, asked=Asked(), at=AT, size=3)
    second = responsibility_page(actor=world.desk, asked=Asked(), at=AT, cursor=first.next, size=3)
    dues = [line.item.due_at for line in (*first.items, *second.items)]
    assert dues == sorted(dues)  # type: ignore[type-var]
    assert len(dues) == 5
    assert second.next is None


def test_the_page_and_the_tables(world: World) -> None:
    world.report(at=timezone.now() - timedelta(hours=1), text="井盖破损，电话13800138000")
    client = browser(world.desk)
    said = words_of(client.get("/desk/responsibilities/"))
    assert "井盖破损" in said
    assert "王网格" in said
    answer = client.get("/desk/responsibilities/table.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = list(sheet.values)
    assert rows[0][6] == "谁来办"
    assert rows[1][6] == "一网格网格员"
    assert "井盖破损" in client.get("/desk/responsibilities/table.csv").getvalue().decode()
    assert Event.objects.filter(kind="cases.exported").count() == 2
    assert client.get("/desk/responsibilities/table.pdf").status_code == 404
    assert (
        client.get("/desk/responsibilities/?since=2026-02-01&until=2026-01-01").status_code == 422
    )
    assert browser().get("/desk/responsibilities/").status_code == 302
    assert browser(world.resident).get("/desk/responsibilities/").status_code == 403
