"""Finish a workbook where openpyxl leaves off: results of formulas, and many plain rows quickly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>')
_END = b"</sheetData>"

Row = Sequence[int | str]


def finished(
    book: bytes, *, results: Mapping[str, Any], formulas: int, rows: Iterable[Row], plain: int
) -> bytes:
    """Return the workbook with results and rows filled in; sheets are counted from 1.

    results: by cell ("F6") of the sheet `formulas`. Spreadsheets compute anew when they open the
    file; previews show what is written. rows: numbers and words below the only row of the sheet
    `plain`; a hundred thousand of them take a second instead of a minute.
    """
    target = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == _part(formulas):
                content = _with_results(content.decode(), results).encode()
            if entry.filename != _part(plain):
                new.writestr(entry, content)
                continue
            head, _end, tail = content.partition(_END)
            with new.open(entry.filename, "w") as sheet:
                sheet.write(head)
                for line in _lines(rows):
                    sheet.write(line.encode())
                sheet.write(_END + tail)
    return target.getvalue()


def _part(sheet: int) -> str:
    return f"xl/worksheets/sheet{sheet}.xml"


def _with_results(sheet: str, results: Mapping[str, Any]) -> str:
    def fill(found: re.Match[str]) -> str:
        cell, style, formula = found.groups()
        value = results[cell]
        style = re.sub(r' t="[^"]*"', "", style)
        if isinstance(value, str):
            return f'<c r="{cell}"{style} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'
        return f'<c r="{cell}"{style}><f>{formula}</f><v>{value!r}</v></c>'

    return _FORMULA.sub(fill, sheet)


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    letters = [get_column_letter(column) for column in range(1, 100)]
    for number, row in enumerate(rows, start=2):
        cells = "".join(
            f'<c r="{letter}{number}"><v>{value}</v></c>'
            if isinstance(value, int)
            else f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            for letter, value in zip(letters, row, strict=False)
        )
        yield f'<row r="{number}">{cells}</row>'
