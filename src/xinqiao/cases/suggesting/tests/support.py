"""Small made letters: three things people write about, in our own sentences."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path

PARTS = {
    "env.garbage.": (
        ("楼下的垃圾桶", "小区门口的垃圾", "单元旁边的建筑垃圾", "院里的大件垃圾"),
        ("满了没有人清运", "堆了三天味道很大", "被翻得满地都是", "希望尽快清理干净"),
    ),
    "traffic.parking.": (
        ("有车把消防通道旁的车位", "门口的停车场", "外来车辆在路边乱停车", "邻居的僵尸车"),
        ("占了半年没人挪车", "晚上堵住出口", "收费乱而且没有车位", "希望划线规范停车"),
    ),
    "care.elder.": (
        ("独居的老人", "我家八十岁的老人", "楼上行动不便的高龄老人", "社区的老人食堂"),
        ("需要有人上门送餐", "希望安排上门陪护", "想问养老补贴怎么领", "希望增加助餐服务"),
    ),
}
OPENINGS = ("您好，", "请问，", "反映一下，")


def letters() -> Iterator[tuple[str, str]]:
    """(text, category code), 48 of each, none of them twice."""
    for label, (things, troubles) in PARTS.items():
        for opening, thing, trouble in product(OPENINGS, things, troubles):
            yield f"{opening}{thing}{trouble}。", label


def write_letters(
    path: Path, *, labels: dict[str, str] | None = None, segmented: bool = False
) -> Path:
    """A table `text,label`, packed when its name says so; `labels` renames the codes."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["text", "label"])
    for said, label in letters():
        words = " ".join(said[place : place + 2] for place in range(0, len(said), 2))
        table.writerow([words if segmented else said, (labels or {}).get(label, label)])
    packed = text.getvalue().encode()
    path.write_bytes(gzip.compress(packed) if path.suffix == ".gz" else packed)
    return path
