"""The columns of an exported table; the shipped mapping `xinqiao` reads them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.cases.action_words import STATES
from xinqiao.cases.selectors.item_page import masked_contact
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
    Column(_("Number"), lambda item: item.number),
    Column(_("Reported at"), _moment("opened_at")),
    Column(_("State"), lambda item: str(STATES.get(item.state, item.state))),
    Column(_("Colour"), lambda item: str(COLOURS.get(getattr(item, "colour", ""), ""))),
    Column(_("Kind"), lambda item: item.case.get_kind_display()),
    Column(_("Category"), lambda item: item.case.category.name),
    Column(_("Area"), lambda item: item.area.name),
    Column(_("Owner"), _owner),
    Column(_("Words"), lambda item: item.case.text),
    Column(_("Address"), lambda item: item.case.address),
    Column(_("Requester"), _contact("name")),
    Column(_("Telephone"), _contact("phone")),
    Column(_("Due at"), _moment("due_at")),
    Column(_("Answered at"), _answered),
    Column(_("Answer"), lambda item: item.case.answer),
    Column(_("Outcome"), lambda item: item.case.get_outcome_display()),
    Column(_("Rating"), lambda item: item.case.score if item.case.score is not None else ""),
    Column(_("Closed at"), _moment("closed_at")),
    Column(_("Late"), lambda item: str(_("yes")) if item.is_late else ""),
    Column(_("Longitude"), lambda item: item.lon if item.lon is not None else ""),
    Column(_("Latitude"), lambda item: item.lat if item.lat is not None else ""),
    Column(_("Category code"), lambda item: item.case.category.code),
    Column(_("Kind code"), lambda item: item.case.kind),
    Column(_("Area code"), lambda item: item.area.code),
    Column(_("Outcome code"), lambda item: item.case.outcome),
    Column(_("Source"), lambda item: item.case.get_source_display()),
    Column(_("Other system"), lambda item: item.case.source_system),
    Column(_("Number there"), lambda item: item.case.source_number),
)
