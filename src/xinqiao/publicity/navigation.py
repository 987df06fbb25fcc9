"""Entries of this room in the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, Role
from xinqiao.kit.navigation import NavEntry, register

register(
    NavEntry(
        label=_("Red list"),
        url_name="publicity:red",
        icon="thumb-up",
        group="public",
        shown=lambda actor: True,
        position=20,
    ),
    NavEntry(
        label=_("Exposure list"),
        url_name="publicity:black",
        icon="alert-triangle",
        group="public",
        shown=lambda actor: True,
        position=30,
    ),
    NavEntry(
        label=_("Red and exposure lists"),
        url_name="publicity:desk",
        icon="medal",
        group="desk",
        shown=lambda actor: _works_with_lists(actor),
        position=75,
    ),
    NavEntry(
        label=_("Lengths of the lists"),
        url_name="publicity:terms",
        icon="calendar-time",
        group="admin",
        shown=lambda actor: actor.has_role(Role.SYSTEM_ADMIN, Role.COUNTY),
        position=68,
    ),
)


def _works_with_lists(actor: Any) -> bool:
    return bool(actor.has_role(*AREA_STAFF, Role.DEPARTMENT))
