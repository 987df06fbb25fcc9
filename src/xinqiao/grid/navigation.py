"""Entries of this room in the administrators' navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, Role
from xinqiao.kit.navigation import NavEntry, register


def _edits(actor: Any) -> bool:
    return bool(actor.has_role(Role.SYSTEM_ADMIN))


def _edits_or_appoints(actor: Any) -> bool:
    return bool(actor.has_role(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))


def _leads(actor: Any) -> bool:
    return bool(actor.has_role(*AREA_STAFF))


register(
    NavEntry(
        label=_("Areas and posts"),
        url_name="grid:areas",
        icon="map-2",
        group="admin",
        shown=_edits_or_appoints,
        position=30,
    ),
    NavEntry(
        label=_("Grids with empty seats"),
        url_name="grid:gaps",
        icon="user-question",
        group="admin",
        shown=_edits_or_appoints,
        position=31,
    ),
    NavEntry(
        label=_("Units"),
        url_name="grid:organisations",
        icon="building",
        group="admin",
        shown=_edits,
        position=32,
    ),
    NavEntry(
        label=_("Buildings"),
        url_name="grid:buildings",
        icon="buildings",
        group="admin",
        shown=_edits,
        position=33,
    ),
    NavEntry(
        label=_("Door plates"),
        url_name="grid:plates",
        icon="qrcode",
        group="admin",
        shown=_edits,
        position=34,
    ),
    NavEntry(
        label=_("Grids with empty seats"),
        url_name="grid:gaps",
        icon="user-question",
        group="desk",
        shown=_leads,
        position=80,
    ),
)
