"""Write the results of formulas into a workbook; openpyxl leaves them for the reader to compute."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>')


def with_results(book: bytes, *, sheet: int, results: Mapping[str, Any]) -> bytes:
    """Return the workbook with the results (by cell, "F6") of sheet number `sheet`, from 1.

    Spreadsheets compute anew when they open the file, and say so if a result differs.
    """
    name = f"xl/worksheets/sheet{sheet}.xml"

    def fill(found: re.Match[str]) -> str:
        cell, style, formula = found.groups()
        value = results[cell]
        style = re.sub(r' t="[^"]*"', "", style)
        if isinstance(value, str):
            return f'<c r="{cell}"{style} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'
        return f'<c r="{cell}"{style}><f>{formula}</f><v>{value!r}</v></c>'

    target = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                content = _FORMULA.sub(fill, content.decode()).encode()
            new.writestr(entry, content)
    return target.getvalue()
