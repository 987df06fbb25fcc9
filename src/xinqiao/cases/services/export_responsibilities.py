"""The responsibility list as a table to take along, on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.cases.action_words import STATES
from xinqiao.cases.selectors.responsibility import Asked, Line, responsibility_lines
from xinqiao.events.services.append import append
from xinqiao.kit.csvio import write_csv, write_xlsx
from xinqiao.kit.templatetags.xinqiao import COLOUR_WORDS
from xinqiao.kit.time import format_time

MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class ResponsibilityTable:
    """The list ready to be written. `rows` is read once."""

    columns: list[str]
    rows: Iterator[list[Any]]

    def csv(self) -> Iterator[bytes]:
        """Lines of .csv in UTF-8 with its mark."""
        return write_csv(self.columns, self.rows)

    def xlsx(self, target: IO[bytes]) -> None:
        """A workbook into `target`."""
        write_xlsx(self.columns, self.rows, target=target, title=_("Responsibility list"))


@transaction.atomic
def export_responsibilities(*, actor: Actor, asked: Asked, at: datetime) -> ResponsibilityTable:
    """Prepare who answers what until when, up to 20,000 lines. Records `cases.exported`.

    Without telephones, names of requesters or their words beyond the headline.
    """
    paths = sorted({post.area_path for post in actor.posts})
    append(
        kind="cases.exported",
        actor=actor,
        at=at,
        subject_kind="export",
        subject_id=actor.user_id or 0,
        area_path=paths[0] if paths else "",
        data={"list": "responsibility", "owner": asked.owner},
    )
    lines = responsibility_lines(actor=actor, asked=asked, at=at, limit=MOST_ROWS)
    return ResponsibilityTable(_columns(), _rows(lines))


def _columns() -> list[str]:
    return [
        _("No."),
        _("Request number"),
        _("What was asked"),
        _("Category"),
        _("Area"),
        _("Reported at"),
        _("Who answers"),
        _("People"),
        _("Helping units"),
        _("Until when"),
        _("Colour"),
        _("State"),
        _("Answered at"),
    ]


def _rows(lines: Iterator[Line]) -> Iterator[list[Any]]:
    for number, line in enumerate(lines, start=1):
        item = line.item
        yield [
            number,
            item.number,
            item.title,
            item.case.category.name,
            item.area.name,
            format_time(item.opened_at),
            line.responsible,
            line.people,
            line.helping,
            format_time(item.due_at) if item.due_at else "",
            str(COLOUR_WORDS.get(line.colour, "")),
            str(STATES.get(item.state, item.state)),
            format_time(item.done_at) if item.done_at else "",
        ]
