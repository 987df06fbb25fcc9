"""Tables to take along: scoped, masked, safe to open, and readable again by the importer."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.exchange.errors import ExportTooBig
from xinqiao.cases.exchange.filters import CaseFilter
from xinqiao.cases.exchange.mapping import shipped_map
from xinqiao.cases.exchange.services import export_requests as service
from xinqiao.cases.exchange.services.import_requests import import_requests
from xinqiao.cases.models import Case
from xinqiao.cases.tests.api import signed_in
from xinqiao.cases.tests.world import AT, DAY, PHONE, World, item_of, make_world
from xinqiao.events.models import Event
from xinqiao.kit.time import now

CSV = "/desk/export/requests.csv"
XLSX = "/desk/export/requests.xlsx"


@pytest.fixture
def town(db: None) -> World:
    return make_world()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def table(content: bytes, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


def test_owner_colleague_and_stranger(town: World) -> None:
    number = item_of(town.report().case_id).number
    for actor in (town.worker, town.colleague, town.desk):
        rows = table(body(signed_in(actor).get(CSV)))
        assert [row["编号"] for row in rows] == [number]
    assert table(body(signed_in(town.stranger).get(CSV))) == []
    resident = signed_in(town.resident).get(CSV)
    assert resident.status_code == 403
    nobody = signed_in(town.resident)
    nobody.logout()
    assert nobody.get(CSV).status_code in {302, 401}


def test_personal_data_is_masked_and_the_export_is_on_record(town: World) -> None:
    town.report(reporter_name="欧阳修", reporter_phone=PHONE)
    content = body(signed_in(town.desk).get(CSV))
    assert PHONE.encode() not in content
    (row,) = table(content)
    assert (row["诉求人"], row["电话"]) == ("欧**", "138****8000")
    event = Event.objects.filter(kind="cases.exported").get()
    assert event.actor_user_id == town.desk.user_id


def test_a_formula_is_only_words(town: World) -> None:
    town.report(text='=HYPERLINK("http://evil")')
    (row,) = table(body(signed_in(town.desk).get(CSV)))
    assert row["内容"].startswith("'=")
    book = load_workbook(io.BytesIO(body(signed_in(town.desk).get(XLSX))))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)


def test_older_office_programs_read_gbk(town: World) -> None:
    town.report()
    response = signed_in(town.desk).get(CSV, {"encoding": "gbk"})
    assert table(body(response), "gb18030")[0]["区域"] == "金五区社区第1网格"


def test_filters_of_the_work_list(town: World) -> None:
    light = item_of(town.report(text="路灯坏了", category_code="facility.light.").case_id).number
    town.report()
    client = signed_in(town.desk)
    for query in (
        {"words": "路灯"},
        {"category": "facility."},
        {"category": "facility.light.", "area": town.grid.path, "closed": "0"},
    ):
        assert [row["编号"] for row in table(body(client.get(CSV, query)))] == [light], query
    for query in ({"colour": "pink"}, {"opened_since": "when?"}, {"encoding": "x"}):
        assert client.get(CSV, query).status_code == 422


def test_more_than_a_table_holds_is_refused(town: World) -> None:
    town.report()
    town.report()
    table_ = service.export_requests(actor=SYSTEM, wanted=CaseFilter(), at=AT, limit=2)
    assert len(list(table_.rows)) == 2
    with pytest.raises(ExportTooBig):
        service.export_requests(actor=SYSTEM, wanted=CaseFilter(), at=AT, limit=1)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_exported_file_can_be_imported_again(town: World, tmp_path: Path, suffix: str) -> None:
    closed = town.answered(at=AT - DAY)
    town.report(text="-路灯坏了", category_code="facility.light.", at=AT - DAY)
    path = tmp_path / f"out{suffix}"
    exported = service.export_requests(actor=SYSTEM, wanted=CaseFilter(), at=now())
    with path.open("wb") as stream:
        if suffix == ".csv":
            stream.writelines(exported.csv())
        else:
            exported.xlsx(stream)
    result = import_requests(actor=SYSTEM, path=path, mapping=shipped_map("xinqiao"), at=now())
    assert (result.added, result.refused) == (2, 0), result.refusals
    copy = Case.objects.select_related("item").get(source_number=item_of(closed).number)
    original = Case.objects.select_related("item").get(pk=closed)
    for name in ("text", "answer", "answered_at", "outcome", "category_id", "kind"):
        assert getattr(copy, name) == getattr(original, name), name
    assert copy.item.area_id == original.item.area_id
    assert copy.item.opened_at == original.item.opened_at
    assert Case.objects.filter(source_system="xinqiao", text="-路灯坏了").exists()
