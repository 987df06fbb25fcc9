"""Entries of plans and today's list in the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Role
from xinqiao.kit.navigation import NavEntry, register


def _visits(actor: Any) -> bool:
    return bool(actor.has_role(*GRID_ROLES, *AREA_STAFF))


def _tunes(actor: Any) -> bool:
    return bool(actor.has_role(Role.COUNTY, Role.SYSTEM_ADMIN))


register(
    NavEntry(
        label=_("Visits"),
        url_name="visits:today",
        icon="walk",
        group="desk",
        shown=_visits,
        position=32,
    ),
    NavEntry(
        label=_("Freshness"),
        url_name="visits:weights",
        icon="heartbeat",
        group="admin",
        shown=_tunes,
        position=62,
    ),
)
