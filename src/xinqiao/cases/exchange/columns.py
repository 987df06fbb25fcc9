"""The columns of an exported table; the shipped mapping `xinqiao` reads them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xinqiao.cases.action_words import STATES
from xinqiao.cases.selectors.contact import masked_contact
from xinqiao.kit.time import format_time
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.models import Item


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands below it."""

    title: Promise
    cell: Callable[[Item], Any]


COLOURS: Final = {
    Colour.GREEN.value: _("Green: done in time"),
    Colour.BLUE.value: _("Blue: running"),
    Colour.YELLOW.value: _("Yellow: due soon"),
    Colour.RED.value: _("Red: overdue"),
}


def _heading(words: str) -> Promise:
    """Headings have words of their own: a file is read back by them, so no two may be alike."""
    return pgettext_lazy("heading of a table", words)


def _moment(name: str) -> Callable[[Item], str]:
    def cell(item: Item) -> str:
        at = getattr(item, name)
        return format_time(at) if at else ""

    return cell


def _owner(item: Item) -> str:
    return str(item.owner_post or item.owner_organisation or "")


def _contact(name: str) -> Callable[[Item], str]:
    def cell(item: Item) -> str:
        contact = masked_contact(item.case)
        return str(getattr(contact, name)) if contact else ""

    return cell


def _answered(item: Item) -> str:
    at = item.case.answered_at
    return format_time(at) if at else ""


COLUMNS: Final[tuple[Column, ...]] = (
    Column(_heading("Request number"), lambda item: item.number),
    Column(_heading("Reported at"), _moment("opened_at")),
    Column(_heading("State"), lambda item: str(STATES.get(item.state, item.state))),
    Column(_heading("Colour"), lambda item: str(COLOURS.get(getattr(item, "colour", ""), ""))),
    Column(_heading("Kind"), lambda item: item.case.get_kind_display()),
    Column(_heading("Category"), lambda item: item.case.category.name),
    Column(_heading("Area"), lambda item: item.area.name),
    Column(_heading("Owner"), _owner),
    Column(_heading("Words of the request"), lambda item: item.case.text),
    Column(_heading("Address"), lambda item: item.case.address),
    Column(_heading("Name of the requester"), _contact("name")),
    Column(_heading("Telephone of the requester"), _contact("phone")),
    Column(_heading("Due at"), _moment("due_at")),
    Column(_heading("Answered at"), _answered),
    Column(_heading("Answer"), lambda item: item.case.answer),
    Column(_heading("Outcome"), lambda item: item.case.get_outcome_display()),
    Column(_heading("Rating"), lambda item: item.case.score if item.case.score is not None else ""),
    Column(_heading("Closed at"), _moment("closed_at")),
    Column(_heading("Late"), lambda item: str(_("yes")) if item.is_late else ""),
    Column(_heading("Longitude"), lambda item: item.lon if item.lon is not None else ""),
    Column(_heading("Latitude"), lambda item: item.lat if item.lat is not None else ""),
    Column(_heading("Category code"), lambda item: item.case.category.code),
    Column(_heading("Kind code"), lambda item: item.case.kind),
    Column(_heading("Area code"), lambda item: item.area.code),
    Column(_heading("Outcome code"), lambda item: item.case.outcome),
    Column(_heading("Source"), lambda item: item.case.get_source_display()),
    Column(_heading("Other system"), lambda item: item.case.source_system),
    Column(_heading("Number there"), lambda item: item.case.source_number),
)
