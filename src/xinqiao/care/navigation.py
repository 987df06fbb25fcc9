"""Entries of this room in the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.care.powers import CLERKS, WORKERS
from xinqiao.kit.navigation import NavEntry, register


def _works(actor: Any) -> bool:
    return bool(actor.has_role(*WORKERS))


register(
    NavEntry(
        label=_("Care of elders"),
        url_name="care:overview",
        icon="heart-handshake",
        group="desk",
        shown=_works,
        position=45,
    ),
    NavEntry(
        label=_("Calls for help"),
        url_name="care:calls",
        icon="phone-incoming",
        group="desk",
        shown=lambda actor: bool(actor.has_role(*CLERKS)),
        position=46,
    ),
)
register(
    NavEntry(
        label=_("Help"),
        url_name="care:help",
        icon="heart-handshake",
        group="resident",
        shown=lambda actor: not actor.is_staff,
        position=15,
    ),
)
