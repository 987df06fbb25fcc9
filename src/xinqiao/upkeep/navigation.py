"""Entries of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES
from xinqiao.kit.navigation import NavEntry, register

register(
    NavEntry(
        label=_("Upkeep of lanes"),
        url_name="upkeep:home",
        icon="shovel",
        group="desk",
        shown=lambda actor: actor.has_role(*GRID_ROLES, *AREA_STAFF),
        position=58,
    ),
)
