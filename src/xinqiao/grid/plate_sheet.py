"""The printable sheet of door plates: QR codes by segno, set by typst."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import segno
import typst
from django.utils.translation import get_language, gettext

TEMPLATE = Path(__file__).parent / "data" / "plates.typ"
# None is bundled: offices' machines have one of these, and typst looks for itself otherwise.
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "SimSun",
)
MAX_PLATES = 800  # a hundred pages, about four seconds


@dataclass(frozen=True, slots=True)
class PlateLabel:
    """What one plate says; `address` is what its QR code opens."""

    code: str
    name: str
    area: str
    address: str
    detail: str = ""


@cache
def chinese_fonts() -> tuple[str, ...]:
    """The Chinese fonts this machine has, the best first; empty when it has none we know."""
    families = set(typst.Fonts().families())
    return tuple(font for font in CHINESE_FONTS if font in families)


def plates_pdf(labels: Sequence[PlateLabel], *, title: str, phone: str = "") -> bytes:
    """Set the plates eight to a page and return the PDF."""
    sheet = {
        "title": title,
        "fonts": [*chinese_fonts(), "Libertinus Serif"],
        "language": (get_language() or "zh-hans")[:2],
        "call": gettext("Something broken here? Scan and tell us."),
        "phone": gettext("Or call %(phone)s") % {"phone": phone} if phone else "",
        "plates": [asdict(label) | {"qr": qr_svg(label.address)} for label in labels],
    }
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"sheet": json.dumps(sheet)})
    return pdf


def qr_svg(address: str) -> str:
    """A QR code that still reads when a quarter of it is scratched off."""
    target = io.BytesIO()
    segno.make(address, error="q", micro=False, boost_error=False).save(
        target, kind="svg", border=2, xmldecl=False
    )
    return target.getvalue().decode()
