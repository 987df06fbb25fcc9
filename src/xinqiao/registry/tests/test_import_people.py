"""A roll of people comes in whole, once, and says of each line that did not why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.models import Event, OutboxEntry
from xinqiao.kit.csvio import open_table
from xinqiao.registry.exchange.errors import ColumnsMissing
from xinqiao.registry.exchange.services import import_people as module
from xinqiao.registry.exchange.services import taking
from xinqiao.registry.exchange.services.import_people import import_people
from xinqiao.registry.exchange.services.local_import import import_local_file
from xinqiao.registry.models import (
    Dwelling,
    Household,
    ImportState,
    Membership,
    PeopleImport,
    Person,
    RefusedLine,
)
from xinqiao.registry.register_errors import RegisterNotYours
from xinqiao.registry.sealed import open_citizen_number, open_phone
from xinqiao.registry.tests.people import AT, Village, build_village, number_of, tags_of, told
from xinqiao.registry.tests.rolls import csv_file, line, xlsx_bytes


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def take(village: Village, path: Path, **more):
    told_by = {"actor": village.community, "area": village.town.west, "at": AT, **more}
    return import_people(path=path, **told_by)


FAMILY = [
    line("王 建国", 联系电话="138 0013 8000", 户编号="12", 人员类别="党员"),
    line("李秀英", born="1952", order="2", 与户主关系="妻", 户编号="12"),
    line("王小明", born="1980", order="3", 与户主关系="长子", 户编号="12", 人户一致="人户分离"),
]


def test_a_family_comes_in_with_home_relations_and_sealed_numbers(village, tmp_path):
    result = take(village, csv_file(tmp_path, [*FAMILY[:2], FAMILY[2] | {"人员类别": ""}]))
    assert (result.rows, result.added, result.known, result.refused) == (3, 3, 0, 0)
    head = Person.objects.get(name="王建国")
    assert open_citizen_number(head.citizen_number_sealed) == number_of(date(1950, 5, 6))
    assert open_phone(head.phone_sealed) == "13800138000"
    assert (head.sex, head.born_on) == ("male", date(1950, 5, 6))
    home = Membership.objects.get(person__name="王小明")
    assert (home.relation, home.is_registered, home.lives_here) == ("child", False, True)
    assert home.household.dwelling.address == "丽湖新城3栋2单元301"
    assert Household.objects.count() == Dwelling.objects.count() == 1
    assert Event.objects.filter(kind="registry.person_added").count() == 3
    assert not OutboxEntry.objects.filter(event__kind="registry.person_added").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_same_file_twice_adds_nobody(village, tmp_path, encoding):
    path = csv_file(tmp_path, FAMILY, encoding=encoding)
    take(village, path)
    again = take(village, path)
    assert (again.added, again.known, again.refused) == (0, 3, 0)
    assert Person.objects.count() == 3
    assert Household.objects.count() == 1


def test_a_workbook_with_a_title_above_the_header_is_read(village, tmp_path):
    path = tmp_path / "roll.xlsx"
    path.write_bytes(xlsx_bytes(FAMILY, title="观湖社区人口信息登记表"))
    assert take(village, path).added == 3


def test_somebody_without_a_number_is_known_by_name_birth_and_door(village, tmp_path):
    bare = {"身份证号码": "", "出生日期": "1950年5月6日"}
    head = ["姓名", "出生日期", "小区", "楼栋", "单元", "房号"]
    rows = [
        {**line("王建国"), **bare},
        {**line("王建国", door="302"), **bare},
    ]
    path = tmp_path / "r.csv"
    body = "\n".join(
        [",".join(head)]
        + [
            ",".join([r["姓名"], r["出生日期"], "丽湖新城", "3", r["单元"], r["房号"]])
            for r in rows
        ]
    )
    path.write_text(body, encoding="utf-8")
    assert take(village, path).added == 2  # the same name at another door is somebody else
    again = take(village, path)
    assert (again.added, again.known) == (0, 2)
    assert Person.objects.count() == 2


def test_each_bad_line_has_a_reason_and_the_others_come_in(village, tmp_path):
    broken = number_of(date(1950, 5, 6))[:-1] + "0"
    path = csv_file(
        tmp_path,
        [
            line("甲一", 身份证号码=broken),
            line("", born="1951"),
            line("王*", born="1952"),
            line("丙三", born="1953", 房号=""),
            line("丁四", born="1954", 与户主关系="邻居"),
            line("戊五", born="1955", 楼栋="9栋", 小区名称="无名小区"),
            line("己六", born="1956", 身份证号码="5.11083E+17"),
            line("庚七", born="1957", 人员类别="火星人"),
            line("辛八", born="1958"),
            line("壬九", born="1958"),
        ],
    )
    result = take(village, path)
    assert (result.rows, result.added, result.known, result.refused) == (10, 1, 0, 9)
    assert [one.line for one in result.refusals] == [2, 3, 4, 5, 6, 7, 8, 9, 11]
    assert all(one.reason for one in result.refusals)
    assert Person.objects.get().name == "辛八"


def test_nobody_reads_a_number_twice_under_two_names(village, tmp_path):
    take(village, csv_file(tmp_path, [line("王建国")]))
    result = take(village, csv_file(tmp_path, [line("王建军")], name="other"))
    assert (result.known, result.refused) == (0, 1)


def test_a_new_building_is_made_where_the_grid_is_certain(village, tmp_path):
    new = {"小区名称": "金色家园", "楼栋": "7", "网格": "观湖社区第2网格"}
    result = take(
        village,
        csv_file(tmp_path, [line("王建国", **new), line("李四", "302", born="1960", **new)]),
    )
    assert (result.added, result.places, result.dwellings) == (2, 2, 2)
    person = Person.objects.get(name="王建国")
    assert person.area == village.town.grids[1]
    assert person.memberships.get().household.dwelling.address == "金色家园7栋2单元301"


def test_one_cell_may_hold_the_whole_address(village, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        f"姓名,公民身份号码,现住址\n王建国,{number_of(date(1950, 5, 6))},"
        "隆昌市古湖街道丽湖新城三号楼2单元301室\n",
        encoding="utf-8",
    )
    assert take(village, path).refused == 0
    assert Dwelling.objects.get().address == "丽湖新城3栋2单元301"


def test_a_dry_run_counts_as_the_import_will_and_writes_nothing(village, tmp_path):
    new = {"小区名称": "金色家园", "楼栋": "7", "网格": "2"}
    path = csv_file(tmp_path, [*FAMILY, line("赵六", born="1961", **new), line("")])
    tried = take(village, path, dry_run=True)
    assert not Person.objects.exists()
    assert not Event.objects.filter(kind__startswith="registry.person").exists()
    done = take(village, path)
    for name in ("rows", "added", "known", "refused", "places", "dwellings", "households"):
        assert getattr(tried, name) == getattr(done, name), name
    assert [r.reason for r in tried.refusals] == [r.reason for r in done.refusals]


def test_refused_rows_are_corrected_and_sent_again(village, tmp_path):
    path = csv_file(tmp_path, [*FAMILY, line("赵六", born="1961", 与户主关系="邻居")])
    result = import_local_file(
        actor=village.community, path=path, area_code=village.town.west.code, at=AT
    )
    table = open_table(Path(result.report))
    rows = [dict(row) for _line, row in table.rows]
    assert [row["姓名"] for row in rows] == ["赵六"]
    rows[0]["与户主关系"] = "其他"
    again = take(village, csv_file(tmp_path, rows, name="corrected"))
    assert (again.added, again.refused) == (1, 0)
    sealed = RefusedLine.objects.get()
    assert "赵六".encode() not in bytes(sealed.cells_sealed)


def test_a_killed_import_goes_on_where_it_stopped(village, tmp_path, monkeypatch):
    lines = [line(f"人{n}", door=str(300 + n), born=str(1940 + n)) for n in range(6)]
    path = csv_file(tmp_path, lines)
    monkeypatch.setattr(module, "BATCH", 2)
    calls = []

    def killed(run, batch):
        calls.append(batch[0][0])
        if len(calls) == 3:
            raise KeyboardInterrupt
        taking.take_batch(run, batch)

    monkeypatch.setattr(module, "take_batch", killed)
    told_by = {"actor": SYSTEM, "area_code": village.town.west.code, "at": AT}
    with pytest.raises(KeyboardInterrupt):
        import_local_file(path=path, **told_by)
    assert Person.objects.count() == 4
    monkeypatch.setattr(module, "take_batch", taking.take_batch)
    result = import_local_file(path=path, **told_by)
    assert (result.rows, result.added, result.known) == (6, 6, 0)
    row = PeopleImport.objects.get()
    assert (row.state, row.line, row.added) == (ImportState.DONE, 7, 6)


def test_a_household_on_the_border_of_two_batches_stays_one(village, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 1)
    assert take(village, csv_file(tmp_path, FAMILY)).added == 3
    assert Household.objects.count() == 1


def test_a_newcomer_of_a_known_household_joins_it(village, tmp_path):
    village.family(told("王建国", 1950))
    child = line("王小明", born="1980", order="3", 与户主关系="儿子")
    assert take(village, csv_file(tmp_path, [child])).added == 1
    assert Household.objects.count() == 1
    assert Membership.objects.get(person__name="王小明").relation == "child"


def test_categories_that_follow_by_themselves_are_left_to_the_register(village, tmp_path):
    path = csv_file(tmp_path, [line("王建国", born="1930", 人员类别="高龄老人、普通")])
    assert take(village, path).refused == 0
    assert "very_old" in tags_of(Person.objects.get())


def test_the_desk_of_another_place_takes_nobody_in(village, tmp_path):
    with pytest.raises(RegisterNotYours):
        take(village, csv_file(tmp_path, FAMILY), actor=village.stranger)
    with pytest.raises(RegisterNotYours):
        take(village, csv_file(tmp_path, FAMILY), actor=village.county)
    assert not Person.objects.exists()


def test_somebody_registered_elsewhere_is_refused_without_saying_where(village, tmp_path):
    far = told("王建国", 1950)
    village.family(far, place=village.far_building, actor=village.stranger)
    result = take(village, csv_file(tmp_path, [line("王建国")]))
    assert result.refused == 1
    assert "百货" not in result.refusals[0].reason


def test_a_file_without_the_needed_columns_says_which(village, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("姓名,备注\n王建国,好\n", encoding="utf-8")
    with pytest.raises(ColumnsMissing):
        take(village, path)


def test_two_households_at_one_door_stay_two(village, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 1)
    rows = [line("王建国", 户编号="1"), line("李四", born="1960", 户编号="2")]
    assert take(village, csv_file(tmp_path, rows)).added == 2
    assert Household.objects.count() == 2
    assert Dwelling.objects.count() == 1


def test_an_estate_of_the_same_name_elsewhere_is_another_one(village, tmp_path):
    east = {"网格": "511083001002001"}
    path = csv_file(tmp_path, [line("王建国"), line("李四", born="1960", **east)])
    result = take(village, path, actor=SYSTEM, area=village.town.street)
    assert (result.added, result.places) == (2, 2)
    areas = set(Person.objects.values_list("area__code", flat=True))
    assert areas == {"511083001001001", "511083001002001"}


def test_a_row_that_names_another_grid_than_the_building_has_is_refused(village, tmp_path):
    path = csv_file(tmp_path, [line("王建国", 网格="511083001001002")])
    assert take(village, path).refused == 1
