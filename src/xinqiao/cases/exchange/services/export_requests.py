"""Write requests to a table: what the actor may see, personal data masked, on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.cases.callers import Caller
from xinqiao.cases.exchange.columns import COLUMNS
from xinqiao.cases.exchange.filters import CaseFilter
from xinqiao.cases.exchange.selectors import export_items
from xinqiao.events.services.append import append
from xinqiao.kit.csvio import write_csv, write_xlsx
from xinqiao.workflow.models import Item

# A page of a browser; the command line has no limit but the sheet's own.
MOST_ROWS: Final = 50_000
MOST_SHEET_ROWS: Final = 1_000_000
ENCODINGS: Final = {"utf-8": "utf-8-sig", "gbk": "gb18030"}


@dataclass(frozen=True, slots=True)
class Export:
    """A table ready to be written. `rows` is read once."""

    columns: list[str]
    rows: Iterator[list[Any]]

    def csv(self, encoding: str = "utf-8") -> Iterator[bytes]:
        """Lines of .csv; `utf-8` (with its mark) or `gbk`."""
        return write_csv(self.columns, self.rows, encoding=ENCODINGS[encoding])

    def xlsx(self, target: IO[bytes]) -> None:
        """A workbook into `target`."""
        write_xlsx(self.columns, self.rows, target=target, title=_("Requests"))


@transaction.atomic
def export_requests(
    *,
    actor: Actor,
    wanted: CaseFilter,
    at: datetime,
    limit: int = MOST_ROWS,
    progress: Callable[[int], object] = lambda _n: None,
) -> Export:
    """Prepare a table of the requests the actor may see. Records `cases.exported`.

    at: aware UTC. Raises ExportTooBig (422), BadFilter, BadCode.
    """
    items = export_items(caller=Caller(actor), wanted=wanted, at=at, limit=limit)
    paths = sorted({post.area_path for post in actor.posts})
    append(
        kind="cases.exported",
        actor=actor,
        at=at,
        subject_kind="export",
        subject_id=actor.user_id or 0,
        area_path=paths[0] if paths else "",
        data={"filter": wanted.facts()},
    )
    return Export([str(column.title) for column in COLUMNS], _rows(items, progress))


def _rows(items: Iterator[Item], progress: Callable[[int], object]) -> Iterator[list[Any]]:
    for item in items:
        yield [column.cell(item) for column in COLUMNS]
        progress(1)
