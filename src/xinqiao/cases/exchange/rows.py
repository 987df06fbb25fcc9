"""A line of a foreign file as a request: every cell checked, every refusal a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from xinqiao.cases.exchange import errors
from xinqiao.cases.models import Kind, Outcome
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.csvio import Row
from xinqiao.kit.time import format_time, parse_time

MOST_WORDS: Final = 10_000
MOST_REPLY: Final = 20_000
MOST_NUMBER: Final = 60
SHANGHAI_OFFSET: Final = timedelta(hours=8)
_ZONED: Final = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
_TEXT_NUMBER: Final = re.compile(r"^'(?=[=+\-@])")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One request of a file. Times aware UTC; `answered_at` is set when `reply` is.

    area, category: their words, resolved later; lon, lat: WGS 84 degrees.
    """

    line: int
    number: str
    opened_at: datetime
    words: str
    subject: str = ""
    reply: str = ""
    answered_at: datetime | None = None
    category: str = ""
    kind: str = ""
    area: str = ""
    address: str = ""
    name: str = ""
    phone: str = ""
    lon: float | None = None
    lat: float | None = None
    outcome: str = Outcome.EXPLAINED


@dataclass(frozen=True, slots=True)
class RowReader:
    """Turns lines into rows. `columns`: our field -> their column; `now`: aware UTC."""

    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    now: datetime
    offset: timedelta = SHANGHAI_OFFSET

    def read(self, line: int, cells: Row) -> HistoryRow:
        """Check one line. Raises BadInput (a sentence and, as `field`, the column)."""

        def cell(name: str) -> str:
            column = self.columns.get(name)
            return _TEXT_NUMBER.sub("", cells.get(column, "").strip()) if column else ""

        opened_at = self._moment(cell, "time")
        reply, answered_at = self._answer(cell, opened_at)
        subject = clean_text(cell("subject"), limit=200, field=self.columns.get("subject"))
        lon, lat = self._point(cell)
        return HistoryRow(
            line=line,
            number=self._needed(cell, "number")[:MOST_NUMBER],
            opened_at=opened_at,
            words=self._words(cell, subject),
            subject=subject,
            reply=reply,
            answered_at=answered_at,
            category=cell("category"),
            kind=self._kind(cell),
            area=cell("area"),
            address=clean_text(cell("address"), limit=200, multiline=False),
            name=clean_text(cell("name"), limit=60, multiline=False),
            phone=_phone(cell("phone")),
            lon=lon,
            lat=lat,
            outcome=cell("outcome") if cell("outcome") in Outcome.values else Outcome.EXPLAINED,
        )

    def _needed(self, cell: Callable[[str], str], name: str) -> str:
        value = cell(name)
        if not value:
            raise errors.CellMissing(column=self.columns[name], field=self.columns[name])
        if name == "number":
            return clean_text(value, limit=MOST_NUMBER, multiline=False, field=name)
        return value

    def _moment(self, cell: Callable[[str], str], name: str) -> datetime:
        words = self._needed(cell, name)
        moment = parse_time(words)
        if not _ZONED.search(words):
            moment += SHANGHAI_OFFSET - self.offset
        if moment > self.now:
            raise errors.NotYet(time=format_time(moment), field=self.columns[name])
        return moment

    def _answer(
        self, cell: Callable[[str], str], opened_at: datetime
    ) -> tuple[str, datetime | None]:
        reply = clean_text(cell("reply"), limit=MOST_REPLY, field=self.columns.get("reply"))
        if not reply and not cell("reply_time"):
            return "", None
        if not reply:
            raise errors.TimeWithoutAnswer(field=self.columns["reply_time"])
        if not cell("reply_time"):
            raise errors.AnswerWithoutTime(field=self.columns["reply"])
        answered_at = self._moment(cell, "reply_time")
        if answered_at < opened_at:
            raise errors.AnswerTooEarly(
                answered=format_time(answered_at),
                opened=format_time(opened_at),
                field=self.columns["reply_time"],
            )
        return reply, answered_at

    def _words(self, cell: Callable[[str], str], subject: str) -> str:
        body = clean_text(cell("body"), limit=MOST_WORDS, field=self.columns.get("body"))
        if not body and not subject:
            column = self.columns.get("body") or self.columns["subject"]
            raise errors.CellMissing(column=column, field=column)
        if not subject or body.startswith(subject):
            return body
        return f"{subject}\n{body}".strip()

    def _kind(self, cell: Callable[[str], str]) -> str:
        word = cell("kind")
        if word in Kind.values:
            return word
        return self.kinds.get(word, "")

    def _point(self, cell: Callable[[str], str]) -> tuple[float | None, float | None]:
        if not cell("lon") or not cell("lat"):
            return None, None
        return _degrees(cell("lon")), _degrees(cell("lat"))


def _degrees(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise errors.NotDegrees(value=text[:20]) from error
    if not -180 <= value <= 180:
        raise errors.NotDegrees(value=text[:20])
    return value


def _phone(text: str) -> str:
    """A masked number (138****8000) names nobody who could be called, so it is not kept."""
    return clean_phone(text) if text and "*" not in text else ""
