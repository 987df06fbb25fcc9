"""Entries of this room in the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, Role
from xinqiao.field.parameters import FIELD_ROLES
from xinqiao.kit.navigation import NavEntry, register


def _looks_after(actor: Any) -> bool:
    return bool(actor.has_role(*FIELD_ROLES, *AREA_STAFF))


register(
    NavEntry(
        label=_("From the phones"),
        url_name="field:sent",
        icon="device-mobile-share",
        group="desk",
        shown=_looks_after,
        position=58,
    ),
    NavEntry(
        label=_("My phones"),
        url_name="field:my-phones",
        icon="device-mobile",
        group="desk",
        shown=lambda actor: actor.has_role(*FIELD_ROLES),
        position=95,
    ),
    NavEntry(
        label=_("Phones without signal"),
        url_name="field:phones",
        icon="device-mobile",
        group="admin",
        shown=lambda actor: actor.has_role(Role.SECURITY_ADMIN),
        position=12,
    ),
)
