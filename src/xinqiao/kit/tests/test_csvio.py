"""Tables come in from any office and go out without a formula in them."""

import gzip
import io

import pytest
from openpyxl import Workbook, load_workbook

from xinqiao.kit.csvio import (
    DoubledColumn,
    EmptyTable,
    UnreadableTable,
    open_table,
    safe_cell,
    write_csv,
    write_xlsx,
)

TEXT = '编号,内容\n001,"水管坏了，\n快来"\n\n002,路灯\n'
ROWS = [(2, {"编号": "001", "内容": "水管坏了，\n快来"}), (5, {"编号": "002", "内容": "路灯"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_csv_is_read_in_every_encoding(tmp_path, encoding, pack):
    path = tmp_path / "whatever.xls"
    path.write_bytes(pack(TEXT.encode(encoding)))
    table = open_table(path)
    assert table.columns == ["编号", "内容"]
    assert list(table.rows) == ROWS


def test_utf8_is_known_though_a_character_crosses_the_block(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(("a,b\n1," + "水" * 400_000 + "\n").encode())
    assert next(open_table(path).rows)[1]["b"] == "水" * 400_000


def test_xlsx_is_read_as_people_see_it(tmp_path):
    book = Workbook()
    for row in (
        ["编号", "电话", None],
        [7, 13800138000.0, None],
        [None, None, None],
        [8, " x ", "y"],
    ):
        book.active.append(row)
    path = tmp_path / "table.csv"
    book.save(path)
    table = open_table(path)
    assert table.columns == ["编号", "电话"]
    assert [row for _line, row in table.rows] == [
        {"编号": "7", "电话": "13800138000"},
        {"编号": "8", "电话": "x"},
    ]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyTable),
        (b"\n\n", EmptyTable),
        (b"a,b,a\n1,2,3\n", DoubledColumn),
        (b"PK\x03\x04 not a book", UnreadableTable),
        (gzip.compress(TEXT.encode(), mtime=0)[:20], UnreadableTable),
    ],
)
def test_broken_tables_are_refused(tmp_path, content, error):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(error):
        list(open_table(path).rows)


def test_formulas_stay_words():
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("＝cmd") == "'＝cmd"
    assert safe_cell("@x") == "'@x"
    assert safe_cell("-5.2") == "-5.2"
    assert safe_cell(None) == ""


def test_csv_goes_out_with_its_mark_or_in_gbk():
    text = b"".join(write_csv(["编号", "内容"], [["1", "=x"], ["2", "好👍"]]))
    assert text.decode("utf-8-sig").splitlines() == ["编号,内容", "1,'=x", "2,好👍"]
    assert b"".join(write_csv(["编号"], [["水"]], encoding="gb18030")).decode("gb18030") == (
        "编号\r\n水\r\n"
    )


def test_xlsx_goes_out_without_formulas():
    target = io.BytesIO()
    write_xlsx(["编号", "内容"], [[1, "=1+1"], [2, "a\x07b"]], target=target)
    sheet = load_workbook(io.BytesIO(target.getvalue())).active
    assert [[cell.value for cell in row] for row in sheet.rows][1:] == [[1, "=1+1"], [2, "ab"]]
    assert sheet["B2"].data_type == "s"
