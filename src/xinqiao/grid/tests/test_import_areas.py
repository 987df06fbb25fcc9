"""A county brings its list of areas; what is wrong in it is named row by row, nothing is lost."""

from __future__ import annotations

import gzip
import time
from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.events.models import Event
from xinqiao.grid.errors import BadFile
from xinqiao.grid.importers.areas import import_areas
from xinqiao.grid.models import Area, AreaName, SnapshotVersion
from xinqiao.grid.tests.support import AT, build_town, holding, shared_data
from xinqiao.kit.csvio import write_xlsx
from xinqiao.kit.errors import DomainError

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEADER = ["code", "name", "level", "parent_code"]
ROWS = [
    ["51", "四川省", "province", ""],
    ["5110", "内江市", "city", "51"],
    ["511083", "隆昌县", "county", "5110"],
    ["511083001", "古湖街道", "street", "511083"],
]


def csv_of(rows, header=HEADER):
    return "\n".join(",".join(row) for row in [header, *rows])


@pytest.fixture
def write(tmp_path):
    def _write(content, name="areas.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


def run(path, at=AT, actor=SYSTEM):
    return import_areas(path, actor=actor, at=at)


def test_the_same_table_in_every_clothing_gives_the_same_areas(write, tmp_path):
    text = csv_of(ROWS)
    for content in (
        text.encode("utf-8"),
        text.encode("utf-8-sig"),
        text.encode("gbk"),
        gzip.compress(text.encode()),
    ):
        Area.objects.all().update(parent=None)
        Area.objects.all().delete()
        report = run(write(content))
        assert (report.rows, report.added, report.refused) == (4, 4, [])
    book = tmp_path / "areas.xlsx"
    with book.open("wb") as target:
        write_xlsx(HEADER, ROWS, target=target)
    assert run(book).unchanged == 4
    street = Area.objects.get(code="511083001")
    assert street.path == "51.5110.511083.511083001."
    assert street.parent.name == "隆昌县"


def test_doing_it_again_changes_nothing(write):
    path = write(csv_of(ROWS))
    run(path)
    version = SnapshotVersion.objects.get().version
    report = run(path, at=AT + DAY)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert SnapshotVersion.objects.get().version == version
    assert Event.objects.filter(kind="grid.areas_imported").count() == 1


def test_a_rename_is_reported_and_the_old_name_kept(write):
    run(write(csv_of(ROWS)))
    later = [*ROWS[:2], ["511083", "隆昌市", "county", "5110"], ROWS[3]]
    report = run(write(csv_of(later), "later.csv"), at=AT + DAY)
    assert [(r.line, r.code, r.old, r.new) for r in report.renamed] == [
        (4, "511083", "隆昌县", "隆昌市")
    ]
    kept = AreaName.objects.get()
    assert (kept.name, kept.source, kept.area.name) == ("隆昌县", "later.csv", "隆昌市")


def test_rows_come_in_any_order_with_chinese_columns_and_long_codes(write):
    rows = [
        ["511083001000", "古湖街道"],
        ["511083000000", "隆昌市"],
        ["511000000000", "内江市"],
        ["510000000000", "四川省"],
    ]
    text = "区划代码,名称,级别\n" + "\n".join(
        f"{code},{name},{level}"
        for (code, name), level in zip(rows, ["乡镇", "区县", "地级", "省"], strict=True)
    )
    assert run(write(text)).added == 4
    assert Area.objects.get(code="511083001").parent.parent.code == "5110"


def test_wrong_rows_are_refused_with_line_and_reason_and_the_others_go_in(write):
    wrong = [
        ["51108", "短", "county", "5110"],
        ["511011", "", "county", "5110"],
        ["511024", "威远县", "moon", "5110"],
        ["511025", "资中县", "city", "5110"],
        ["511002", "市中区", "county", "5111"],
        ["511083001", "另一个名字", "street", "511083"],
        ["520102001", "无父街道", "street", "520102"],
        ["5110830010011", "网", "", ""],
        ["511083002", "长" * 101, "street", "511083"],
    ]
    report = run(write(csv_of([*ROWS, *wrong])))
    assert report.added == 4
    assert [refused.line for refused in report.refused] == list(range(6, 15))
    assert all(refused.reason and "%(" not in refused.reason for refused in report.refused)
    assert report.rows == report.added + report.changed + report.unchanged + len(report.refused)


def test_the_children_of_a_refused_row_are_refused_too(write):
    rows = [ROWS[0], ["5110", "", "city", "51"], *ROWS[2:]]
    report = run(write(csv_of(rows)))
    assert report.added == 1
    assert len(report.refused) == 3


def test_a_doubled_row_counts_once(write):
    report = run(write(csv_of([*ROWS, ROWS[3]])))
    assert (report.added, report.unchanged, report.rows) == (4, 1, 5)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b"code;naam\n1;2"])
def test_a_file_that_is_no_such_table_is_refused_whole(write, content):
    with pytest.raises(DomainError):
        run(write(content))
    with pytest.raises(BadFile):
        run(write("code,titel\n51,四川省\n"))
    assert not Area.objects.exists()


def test_an_administrator_imports_only_at_home(write):
    town = build_town()
    admin = holding("系统", Role.SYSTEM_ADMIN, town.county)
    rows = [
        ["511083002", "金鹅街道", "street", "511083"],
        ["511002", "市中区", "county", "5110"],
    ]
    report = run(write(csv_of(rows)), actor=admin)
    assert report.added == 1
    assert [refused.code for refused in report.refused] == ["511002"]


def test_the_divisions_of_the_country_go_in_within_seconds():
    # Time of this process: the machine of the tests does other things meanwhile.
    started = time.process_time()
    report = run(shared_data("divisions.csv.gz"))
    taken = time.process_time() - started
    assert (report.rows, report.added, report.refused) == (44_703, 44_703, [])
    assert Area.objects.count() == 44_703
    assert taken < 20
    assert run(shared_data("divisions.csv.gz")).unchanged == 44_703
