"""A town with categories and a desk, and files to import into it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from xinqiao.cases.models import Category
from xinqiao.cases.selectors.categories import forget_categories
from xinqiao.grid import snapshot as grid_snapshot
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.grid.tests.support import Town, build_town
from xinqiao.workflow import snapshot as workflow_snapshot

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = [
    "工单编号",
    "受理时间",
    "标题",
    "诉求内容",
    "事发地址",
    "联系人",
    "联系电话",
    "答复内容",
    "答复时间",
]


def build_office() -> Town:
    """The town of grid's tests with three categories in force."""
    town = build_town()
    other = Category.objects.create(code="other.", name="其他", valid_from=LONG_AGO, position=99)
    assert other.pk
    Category.objects.create(
        code="env.", name="环境卫生", keywords=["垃圾", "噪音", "油烟"], valid_from=LONG_AGO
    )
    Category.objects.create(
        code="water.", name="供水", keywords=["停水", "水管", "水压"], valid_from=LONG_AGO
    )
    bump_snapshot()
    forget_pictures()
    return town


def forget_pictures() -> None:
    """Drop what earlier tests left in memory."""
    grid_snapshot.refresh()
    workflow_snapshot.forget()
    forget_categories()


def row(number: str, text: str = "楼下垃圾三天没人收", **cells: str) -> list[str]:
    """A line of a hotline export below `HEAD`."""
    base = {
        "工单编号": number,
        "受理时间": "2026/3/2 9:30",
        "标题": "",
        "诉求内容": text,
        "事发地址": "观湖社区",
        "联系人": "张三",
        "联系电话": "13800138000",
        "答复内容": "已清运，谢谢您的反映。",
        "答复时间": "2026-03-05 10:00:00",
    }
    return [(base | cells)[name] for name in HEAD]


def csv_file(
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    head: Sequence[str] = HEAD,
    encoding: str = "utf-8",
) -> Path:
    """Write a .csv."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *rows])
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def xlsx_file(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a workbook."""
    book = Workbook()
    sheet = book.create_sheet("工单", 0)
    for cells in [HEAD, *rows]:
        sheet.append(list(cells))
    book.save(path)
    return path


def shared_data(name: str) -> Path:
    """A file of real data beside the repository; the test is skipped where there is none."""
    root = Path(__file__).resolve().parents[5]
    folder = Path(os.environ.get("XINQIAO_SHARED_DATA") or root.parent / "shared" / "data")
    if not (folder / name).exists():
        pytest.skip(f"{name} is not here")
    return folder / name
