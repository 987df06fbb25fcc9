"""The service board of an estate as a sheet of paper (服务公示牌), set by typst: A3 across."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import typst
from django.conf import settings
from django.utils.translation import get_language, gettext

from xinqiao.care.selectors.board import Board
from xinqiao.grid.plate_sheet import chinese_fonts, qr_svg

TEMPLATE: Final = Path(__file__).parent / "data" / "board.typ"


def board_pdf(board: Board, *, address: str) -> bytes:
    """One A3 page. address: of the help page, absolute; it becomes the QR code."""
    groups = [
        (gettext("Your community"), [asdict(row) for row in [*board.lines, *board.staff]]),
        *((name, [asdict(row) for row in rows]) for name, rows in board.helpers),
    ]
    sheet = {
        "title": gettext("%(estate)s service board") % {"estate": board.place.name},
        "area": board.area.name,
        "fonts": [*chinese_fonts(), "Libertinus Serif"],
        "language": (get_language() or "zh-hans")[:2],
        "call": gettext("One call, and somebody comes."),
        "scan": gettext("Scan to call for help"),
        "phone": settings.HOTLINE_PHONE,
        "emergency": gettext("In danger call at once: 120 ambulance, 119 fire, 110 police"),
        "night": gettext("At night"),
        "groups": [{"name": name, "rows": rows} for name, rows in groups if rows],
        "night_rows": [asdict(row) for row in board.night],
        "through": gettext("through the hotline"),
        "qr": qr_svg(address),
    }
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"sheet": json.dumps(sheet)})
    return pdf
