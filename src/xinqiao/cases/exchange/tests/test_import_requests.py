"""`xinqiao import requests FILE`: every line is added, known or refused with a reason."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.exchange.errors import ColumnsMissing, MappingUnreadable
from xinqiao.cases.exchange.gazetteer import read_gazetteer
from xinqiao.cases.exchange.mapping import read_map, shipped, shipped_map
from xinqiao.cases.exchange.results import ImportResult
from xinqiao.cases.exchange.services.import_requests import import_requests
from xinqiao.cases.exchange.tests.support import AT, HEAD, csv_file, row, xlsx_file
from xinqiao.cases.models import Case, ImportRun, Remark
from xinqiao.events.models import OutboxEntry
from xinqiao.grid.models import Area
from xinqiao.grid.tests.support import Town
from xinqiao.kit import crypto


def run(path: Path, **options: object) -> ImportResult:
    facts = {"actor": SYSTEM, "mapping": shipped_map("hotline_12345"), "at": AT}
    return import_requests(path=path, **(facts | options))  # type: ignore[arg-type]


def test_an_answered_request_comes_in_closed_at_its_real_time(office: Town, tmp_path: Path) -> None:
    result = run(csv_file(tmp_path / "a.csv", [row("GD1")]))
    assert (result.added, result.known, result.refused) == (1, 0, 0)
    case = Case.objects.select_related("item__area", "category").get()
    item = case.item
    assert item.opened_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert item.closed_at == item.done_at == datetime(2026, 3, 5, 2, tzinfo=UTC)
    assert (item.state, case.outcome, case.category.code) == ("closed", "explained", "env.")
    assert item.area.name == "观湖社区"
    assert case.answer == "已清运，谢谢您的反映。"
    assert case.reporter_phone_sealed is not None
    assert crypto.unseal(case.reporter_phone_sealed, context="cases.reporter_phone") == (
        "13800138000"
    )
    assert Remark.objects.get().is_public


def test_nobody_is_told_of_what_is_long_past(office: Town, tmp_path: Path) -> None:
    OutboxEntry.objects.all().delete()
    run(csv_file(tmp_path / "a.csv", [row("GD1"), row("GD2", 答复内容="", 答复时间="")]))
    assert not OutboxEntry.objects.exists()


def test_an_unanswered_request_comes_in_open_with_an_owner(office: Town, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", [row("GD1", 答复内容="", 答复时间="")]))
    item = Case.objects.select_related("item").get().item
    assert item.is_open
    assert item.owner_post_id is not None
    assert item.due_at is not None


def test_a_second_run_adds_nothing(office: Town, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row("GD1"), row("GD2")])
    run(path)
    again = run(path)
    assert (again.added, again.known, again.refused) == (0, 2, 0)
    assert Case.objects.count() == 2
    assert [r.rows for r in ImportRun.objects.order_by("id")] == [2, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_offices_save_their_files_in_many_ways(office: Town, tmp_path: Path, encoding: str) -> None:
    result = run(csv_file(tmp_path / "a.csv", [row("GD1"), row("GD2")], encoding=encoding))
    assert result.added == 2
    assert Case.objects.filter(text="楼下垃圾三天没人收").count() == 2


def test_workbooks_and_packed_files_are_read_too(office: Town, tmp_path: Path) -> None:
    assert run(xlsx_file(tmp_path / "a.xlsx", [row("GD1")])).added == 1
    packed = tmp_path / "b.csv.gz"
    plain = csv_file(tmp_path / "b.csv", [row("GD2")])
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert run(packed).added == 1


BROKEN = {
    "the number is missing": {"工单编号": ""},
    "the time cannot be read": {"受理时间": "上个星期"},
    "the time has not come yet": {"受理时间": "2030-01-01 00:00"},
    "no words": {"诉求内容": ""},
    "an answer without a time": {"答复时间": ""},
    "a time without an answer": {"答复内容": ""},
    "answered before it was asked": {"答复时间": "2026-03-01 10:00"},
    "no telephone number": {"联系电话": "明天再说"},
    "a null byte": {"诉求内容": "水管\x00坏了"},
    "too long": {"诉求内容": "水" * 9000},
    "a strange address": {"事发地址": "街" * 300},
}


@pytest.mark.parametrize("cells", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_row_is_refused_with_a_reason_and_the_rest_is_taken(
    office: Town, tmp_path: Path, cells: dict[str, str]
) -> None:
    broken = row("GD1")
    for name, value in cells.items():
        broken[HEAD.index(name)] = value
    result = run(csv_file(tmp_path / "a.csv", [broken, row("GD2")]))
    assert (result.rows, result.added, result.refused) == (2, 1, 1)
    with open(result.report, encoding="utf-8-sig", newline="") as stream:
        head, refused = csv.reader(stream)
    assert head[2:] == HEAD
    assert refused[0] == "2"
    assert len(refused[1]) > 5


def test_a_masked_number_is_nobody_to_call(office: Town, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", [row("GD1", 联系电话="138****8000")]))
    assert Case.objects.get().reporter_phone_sealed is None


def test_one_number_twice(office: Town, tmp_path: Path) -> None:
    same = [row("GD1"), row("GD1"), row("GD1", text="别的事情，水管坏了")]
    result = run(csv_file(tmp_path / "a.csv", same))
    assert (result.added, result.known, result.refused) == (1, 1, 1)
    assert "2" in result.refusals[0].reason


def test_refused_rows_of_a_workbook_come_back_as_a_workbook(office: Town, tmp_path: Path) -> None:
    result = run(xlsx_file(tmp_path / "a.xlsx", [row("GD1", 诉求内容="")]))
    assert result.report.endswith("a.refused.xlsx")
    assert Path(result.report).stat().st_size > 1000


def test_a_dry_run_writes_nothing(office: Town, tmp_path: Path) -> None:
    result = run(csv_file(tmp_path / "a.csv", [row("GD1")]), dry_run=True)
    assert result.added == 1
    assert not Case.objects.exists()
    assert not ImportRun.objects.exists()


def test_times_of_another_zone(office: Town, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", [row("GD1")]), offset=timedelta(0))
    assert Case.objects.get().item.opened_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_file_without_the_needed_columns_says_which(office: Town, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["1", "2"]], head=["甲", "乙"])
    with pytest.raises(ColumnsMissing) as refused:
        run(path)
    assert "number" in refused.value.sentence()
    assert "甲" in refused.value.sentence()


def test_a_mapping_file_of_ones_own(office: Town, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(
        json.dumps(
            {
                "system": "city-app",
                "columns": {"number": "id", "time": "at", "body": "words", "category": "topic"},
                "categories": {"喝水": "water."},
            }
        )
    )
    head = ["id", "at", "words", "topic"]
    path = csv_file(
        tmp_path / "a.csv",
        [["1", "2026-03-02", "没水喝", "喝水"], ["2", "2026-03-02", "?", "怪"]],
        head=head,
    )
    result = run(path, mapping=read_map(mapping))
    assert Case.objects.get().category.code == "water."
    assert "怪" in result.refusals[0].reason


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"system": ""}',
        '{"system": "a", "columns": {"nonsense": "x"}}',
        '{"system": "a", "columns": {"number": 1}}',
        '{"system": "a", "columns": {"number": "x"}, "y": 1}',
        '{"system": "a", "columns": {"number": "x"}, "kinds": {"a": "b"}}',
    ],
)
def test_a_broken_mapping_says_what_is_wrong(tmp_path: Path, content: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(content)
    with pytest.raises(MappingUnreadable) as refused:
        read_map(path)
    assert refused.value.sentence()


def test_the_shipped_mappings_are_sound() -> None:
    assert {"hotline_12345", "messages_replied", "xinqiao"} <= set(shipped())
    assert all(shipped_map(name).columns for name in shipped())


def test_a_gazetteer_file_names_areas_of_the_other_system(office: Town, tmp_path: Path) -> None:
    gazetteer = csv_file(
        tmp_path / "g.csv",
        [["511083001002", "东片区"], ["99", "示例省"], ["9901", "甲市"], ["990101", "甲一区"]],
        head=["code", "name"],
    )
    rows = [
        row("GD1", text="东片区的水管坏了", 事发地址=""),
        row("GD2", text="甲一区的水管坏了", 事发地址=""),
    ]
    result = run(csv_file(tmp_path / "a.csv", rows), places=read_gazetteer(gazetteer))
    assert result.areas_made == 3
    codes = dict(Case.objects.values_list("source_number", "item__area__code"))
    assert codes == {"GD1": "511083001002", "GD2": "990101"}
    assert Area.objects.get(code="990101").posts.filter(is_desk=True).exists()
