"""Entries of the register in the desk's and the administrators' navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES
from xinqiao.kit.navigation import NavEntry, register
from xinqiao.registry.selectors.powers import WRITERS
from xinqiao.registry.services.tag_table import EDITORS


def _reads(actor: Any) -> bool:
    return bool(actor.has_role(*GRID_ROLES, *AREA_STAFF))


def _writes(actor: Any) -> bool:
    return bool(actor.has_role(*WRITERS))


def _defines(actor: Any) -> bool:
    return bool(actor.has_role(*EDITORS))


register(
    NavEntry(
        label=_("Register"),
        url_name="registry:home",
        icon="address-book",
        group="desk",
        shown=_reads,
        position=40,
    ),
    NavEntry(
        label=_("Facilities and lanes"),
        url_name="registry:facilities",
        icon="road",
        group="desk",
        shown=_reads,
        position=41,
    ),
    NavEntry(
        label=_("Files of people"),
        url_name="registry:imports",
        icon="file-spreadsheet",
        group="desk",
        shown=_writes,
        position=42,
    ),
    NavEntry(
        label=_("Categories of people"),
        url_name="registry:tags",
        icon="tags",
        group="admin",
        shown=_defines,
        position=50,
    ),
    NavEntry(
        label=_("Kinds of facilities"),
        url_name="registry:facility-kinds",
        icon="road",
        group="admin",
        shown=_defines,
        position=51,
    ),
)
