"""Published messages hide their places behind letters; the importer makes test areas for them."""

from __future__ import annotations

import csv
import gzip
import io
import statistics
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.exchange.mapping import shipped_map
from xinqiao.cases.exchange.placeholders import NOWHERE, LetterGazetteer
from xinqiao.cases.exchange.services.import_requests import import_requests
from xinqiao.cases.exchange.tests.support import AT, csv_file, shared_data
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.statistics import statistics as statistics_of
from xinqiao.grid.models import Area
from xinqiao.grid.tests.support import Town

LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
HEAD = ["id", "user", "subject", "time", "body", "reply", "reply_time"]


@pytest.mark.parametrize(
    ("subject", "words", "code"),
    [
        ("A7县的路灯坏了", "泉塘街道一片漆黑", "990107"),
        ("路灯坏了", "A市A3区的路灯坏了，A3区没人管", "990103"),
        ("A市的公交", "希望A市延长末班车", "990199"),
        ("A3区和A7县之间的路", "A3区到A7县不通车", "990199"),
        ("J11市停水", "停水", "991011"),
        ("小区的树", "二期B区的树倒了", NOWHERE),
        ("T3航站楼", "没有地名", NOWHERE),
    ],
)
def test_the_place_behind_the_letters(subject: str, words: str, code: str) -> None:
    texts = [subject, words]
    assert LetterGazetteer(texts).locate(subject, f"{subject}\n{words}") == code


def test_the_areas_are_test_areas_with_desks(office: Town, tmp_path: Path) -> None:
    lines = [
        ["1", "u", "A7县停水", "2015-04-02T18:00:54", "停水两天", "已恢复", "2015-04-12T10:12:25"],
        ["2", "u", "没有地名", "2015-04-02T18:00:54", "停水两天", "已恢复", "2015-04-12T10:12:25"],
    ]
    result = import_requests(
        actor=SYSTEM,
        path=csv_file(tmp_path / "m.csv", lines, head=HEAD),
        mapping=shipped_map("messages_replied"),
        at=AT,
    )
    assert (result.added, result.refused) == (2, 0)
    made = Area.objects.filter(code__startswith="99")
    assert result.areas_made == made.count() == 6
    case = Case.objects.select_related("item__area").get(source_number="1")
    assert case.item.area.name == "A7县"
    assert case.text == "A7县停水\n停水两天"
    # Nobody knows the office calendar of 2015 here, so the deadline says that it is a guess.
    assert case.item.deadlines.filter(unit="working_days", beyond_calendar=True).exists()


def test_all_real_messages_come_in_with_their_real_wait(office: Town, tmp_path: Path) -> None:
    path = shared_data("messages_replied.csv.gz")
    result = import_requests(
        actor=SYSTEM,
        path=path,
        mapping=shipped_map("messages_replied"),
        at=AT,
        report=tmp_path / "refused.csv",
    )
    with gzip.open(path, "rb") as packed:
        lines = list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8-sig")))
    assert result.rows == len(lines) == 2000
    assert result.added + result.refused == 2000
    assert result.refused == 0
    waits = [
        _seconds(datetime.fromisoformat(line["time"]), datetime.fromisoformat(line["reply_time"]))
        for line in lines
    ]
    shown = statistics_of(actor=SYSTEM, at=AT, since=LONG_AGO, until=AT)
    assert shown.median_wait is not None
    assert shown.median_wait.total_seconds() == statistics.median(waits)
    again = import_requests(actor=SYSTEM, path=path, mapping=shipped_map("messages_replied"), at=AT)
    assert (again.added, again.known, again.areas_made) == (0, 2000, 0)


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()
