"""The example file: our column names, and one household as an office writes it."""

from __future__ import annotations

from typing import Final

from xinqiao.registry.exchange.headings import first_names

FIELDS: Final = (
    "name", "sex", "citizen_number", "phone", "grid", "estate", "building", "unit", "number",
    "relation", "household", "is_registered", "lives_here", "tags", "employer", "note",
)  # fmt: skip
# Numbers of the standard GB 11643 itself and one beside it; they belong to nobody.
_ROWS: Final = (
    ("张示例", "女", "11010519491231002X", "13800138000", "001", "示例小区", "3栋", "2单元",
     "301", "户主", "0001", "是", "是", "", "", "示例行，请删除"),
    ("李示例", "男", "", "", "001", "示例小区", "3栋", "2单元",
     "301", "配偶", "0001", "是", "是", "", "", "无身份证号时请填出生日期列"),
)  # fmt: skip


def example_rows() -> tuple[list[str], list[list[str]]]:
    """The header, and the rows below it."""
    names = first_names()
    head = [names[field] for field in FIELDS]
    head.insert(3, names["born_on"])
    rows = [[*row[:3], "1950-03-01" if not row[2] else "", *row[3:]] for row in _ROWS]
    return head, rows
