"""Tables as offices exchange them: .xlsx, .csv in UTF-8 or GBK, packed with gzip or not.

Reading streams; writing is safe against formulas hidden in cells.
"""

import codecs
import csv
import gzip
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from python_calamine import CalamineError, CalamineWorkbook

from xinqiao.kit.errors import BadInput

Row = dict[str, str]

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SNIFF: Final = 256 * 1024
_TITLES: Final = 10
# A cell that a spreadsheet would compute (OWASP: CSV injection).
_FORMULA_START: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
csv.field_size_limit(4 * 1024 * 1024)


class UnreadableTable(BadInput):
    """A file that is no table we can read."""

    code = "unreadable_table"
    message = _("“%(name)s” cannot be read. Please save it as .xlsx or as .csv and try again.")


class EmptyTable(BadInput):
    """A table without a header line."""

    code = "empty_table"
    message = _("“%(name)s” is empty. The first line must hold the names of the columns.")


class DoubledColumn(BadInput):
    """Two columns of one name, so that one of them would be lost."""

    code = "doubled_column"
    message = _("“%(name)s” has two columns named “%(column)s”. Please rename one of them.")


@dataclass(frozen=True, slots=True)
class Table:
    """A table being read: its column names, then its rows, each with its line in the file."""

    name: str
    columns: list[str]
    rows: Iterator[tuple[int, Row]]


def open_table(path: Path, *, is_header: Callable[[list[str]], bool] = any) -> Table:
    """Open a table by its content, not by its name.

    Every value is text, trimmed; numbers as offices see them (no `.0`), dates in ISO 8601.
    Lines count from 1, the header being line 1 where it is the first. is_header: knows the header
    below a title (XX社区人口登记表); where no line of the first ten passes, it is the first that
    is not empty. Raises UnreadableTable, EmptyTable, DoubledColumn, and OSError when there is no
    such file.
    """
    with path.open("rb") as probe:
        head = probe.read(4)
    if head.startswith(_GZIP):
        with gzip.open(path, "rb") as packed:
            try:
                head = packed.read(4)
            except (OSError, EOFError) as error:
                raise UnreadableTable(name=path.name) from error
    is_book = head.startswith((_ZIP, _OLE))
    lines = _sheet_lines(path) if is_book else _csv_lines(path)
    return _table(path.name, lines, is_header)


def write_csv(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8-sig"
) -> Iterator[bytes]:
    """Stream a .csv line by line, with the mark by which spreadsheets know UTF-8.

    encoding: `utf-8-sig` or `gb18030`.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    encoder = codecs.getincrementalencoder(encoding)(errors="replace")
    for row in _with_header(columns, rows):
        writer.writerow([safe_cell(cell) for cell in row])
        yield encoder.encode(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    target: IO[bytes],
    title: str = "Sheet1",
) -> None:
    """Write a workbook of one sheet, row by row; cells are text or numbers, never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in _with_header(columns, rows):
        cells = []
        for value in row:
            plain = isinstance(value, int | float) and not isinstance(value, bool)
            cell = WriteOnlyCell(sheet, value=value if plain else _bare(value))
            if not plain:
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(target)


def safe_cell(value: Any) -> str:
    """Return a cell as text that no spreadsheet will compute: an apostrophe goes in front.

    Plain numbers keep their sign.
    """
    text = _bare(value)
    if text.startswith(_FORMULA_START) and not _is_number(text):
        return f"'{text}"
    return text


def _with_header(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield columns
    yield from rows


def _bare(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    # XML knows no control characters: openpyxl refuses them.
    return "".join(char for char in str(value) if char >= " " or char in "\n\t")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and "n" not in text.lower()


def _table(
    name: str, lines: Iterator[tuple[int, list[str]]], is_header: Callable[[list[str]], bool]
) -> Table:
    head = [line for line in itertools.islice(lines, _TITLES) if any(line[1])]
    if not head:
        raise EmptyTable(name=name, field="file")
    place = next((place for place, line in enumerate(head) if is_header(line[1])), 0)
    columns = head[place][1]
    lines = itertools.chain(head[place + 1 :], lines)
    while columns and not columns[-1]:
        columns.pop()
    named = [column for column in columns if column]
    for column in named:
        if named.count(column) > 1:
            raise DoubledColumn(name=name, column=column, field="file")
    rows = (
        (number, {column: _at(cells, place) for place, column in enumerate(columns) if column})
        for number, cells in lines
        if any(cells)
    )
    return Table(name=name, columns=named, rows=rows)


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as probe:
        packed = probe.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        encoding = _encoding(path)
        with _opened(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            first = text.readline()
            # Only one delimiter makes a header of two or more names; commas win a tie.
            delimiter = max((",", "\t", ";", "，"), key=first.count)
            yield from _parse(itertools.chain([first], text), delimiter)
    except (csv.Error, UnicodeError, OSError, EOFError) as error:
        raise UnreadableTable(name=path.name, field="file") from error


def _parse(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter)
    begun = 1
    for cells in reader:
        yield begun, [cell.strip() for cell in cells]
        begun = reader.line_num + 1


def _encoding(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 by its mark, else GB18030, which holds all of GBK."""
    with _opened(path) as raw:
        head = raw.read(_SNIFF)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                decoder.decode(head)
                head = raw.read(_SNIFF)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
        return "utf-8"


def _sheet_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with _opened(path) as raw:
            book = CalamineWorkbook.from_filelike(io.BytesIO(raw.read()))
        sheet = book.get_sheet_by_index(0)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, [_cell_text(cell) for cell in cells]
    except (CalamineError, OSError, EOFError, IndexError) as error:
        raise UnreadableTable(name=path.name, field="file") from error


def _cell_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()
