"""The supervision notice as a sheet of paper, set by typst: to print, sign and file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typst
from django.utils.translation import get_language, gettext

from xinqiao.grid.plate_sheet import chinese_fonts
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import format_time
from xinqiao.supervision.action_words import STATES
from xinqiao.supervision.models import Notice

TEMPLATE = Path(__file__).parent / "data" / "notice.typ"


def notice_pdf(notice: Notice, *, due: datetime | None) -> bytes:
    """One A4 sheet; load `issued_area`, `issued_post`, `about` and the item's owner with it.

    due: by when it must be put right.
    """
    item = notice.item
    rows = [
        (gettext("Issued to"), str(item.owner_post or item.owner_organisation)),
        (gettext("Issued by"), str(notice.issued_post or notice.issued_area)),
        (gettext("Matter"), _matter(notice)),
        (gettext("Found on the spot"), notice.finding),
        (gettext("Must be done"), notice.requirement),
        (gettext("Deadline"), format_time(due) if due else ""),
        (gettext("State"), str(STATES.get(item.state, item.state))),
    ]
    sheet = {
        "title": gettext("Supervision notice"),
        "number": notice.document_number,
        "fonts": [*chinese_fonts(), "Libertinus Serif"],
        "language": (get_language() or "zh-hans")[:2],
        "rows": [row for row in rows if row[1]],
        "line": gettext("No. %(number)s · issued %(when)s")
        % {"number": spoken(item.number), "when": format_time(item.opened_at)},
        "signed": [gettext("Signed for by"), gettext("Verified by"), gettext("Signed on")],
        "foot": gettext(
            "Report back with proof before the deadline."
            " The number is cancelled only after somebody else has verified it."
        ),
    }
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"sheet": json.dumps(sheet)})
    return pdf


def _matter(notice: Notice) -> str:
    if notice.about is None:
        return notice.item.title
    return f"{spoken(notice.about.number)} {notice.about.title}"
