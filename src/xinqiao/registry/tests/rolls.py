"""Files of people as offices write them, for the tests of the exchange."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from xinqiao.kit.csvio import write_csv
from xinqiao.registry.tests.people import number_of

HEAD = (
    "序号", "姓名", "性别", "身份证号码", "联系电话", "网格", "小区名称", "楼栋", "单元", "房号",
    "与户主关系", "户编号", "人户一致", "人员类别", "备注",
)  # fmt: skip


def line(name: str, door: str = "301", **cells: str) -> dict[str, str]:
    """One line; a valid number of its own per `born` and `order`."""
    born, order = int(cells.pop("born", "1950")), int(cells.pop("order", "1"))
    return {
        "姓名": name,
        "身份证号码": number_of(date(born, 5, 6), order=order),
        "小区名称": "丽湖新城",
        "楼栋": "3号楼",
        "单元": "二单元",
        "房号": f"{door}室",
        "与户主关系": "户主",
        **cells,
    }


def csv_file(
    folder: Path, lines: Sequence[dict[str, str]], *, encoding: str = "utf-8-sig", name: str = "r"
) -> Path:
    path = folder / f"{name}.csv"
    rows = [[cells.get(column, "") for column in HEAD] for cells in lines]
    path.write_bytes(b"".join(write_csv(HEAD, rows, encoding=encoding)))
    return path


def xlsx_bytes(lines: Sequence[dict[str, Any]], *, title: str = "") -> bytes:
    """A workbook, with a merged title above the header when wanted."""
    book = Workbook()
    sheet = book.create_sheet(index=0)
    if title:
        sheet.append([title])
        sheet.merge_cells("A1:E1")
    sheet.append(list(HEAD))
    for cells in lines:
        sheet.append([cells.get(column, "") for column in HEAD])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
