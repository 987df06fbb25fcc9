"""Entries of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.kit.navigation import NavEntry, register

register(
    NavEntry(
        label=_("Projects"),
        url_name="participation:projects",
        icon="building",
        group="desk",
        shown=lambda actor: actor.has_role(*AREA_STAFF),
        position=65,
    ),
    NavEntry(
        label=_("Projects"),
        url_name="participation:public",
        icon="building",
        group="public",
        shown=lambda actor: True,
        position=40,
    ),
)
