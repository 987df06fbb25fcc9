"""What is clear by grid or building, as a spreadsheet."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from xinqiao.accounts.access import Actor
from xinqiao.visits.selectors.clearing import four_clear_counts


def clear_workbook(*, actor: Actor, by: str) -> bytes:
    """One row a grid or building: households, visited, unvisited, four clear. Numbers only."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Four clear"))
    head = (_("Name"), _("Households"), _("Visited"), _("Unvisited"), _("Four clear"))
    sheet.append(head)
    for row in four_clear_counts(actor=actor, by=by):
        sheet.append((row.name, row.households, row.visited, row.unvisited, row.clear))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
