"""Entries of the pages about personal data in the navigation."""

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import AREA_STAFF, Role
from xinqiao.kit.navigation import NavEntry, register
from xinqiao.registry.selectors.looks import WATCHERS

register(
    NavEntry(
        label=_("Written down twice?"),
        url_name="registry:duplicates",
        icon="arrows-join",
        group="desk",
        shown=lambda actor: actor.has_role(*AREA_STAFF),
        position=84,
    ),
    NavEntry(
        label=_("Requests about personal data"),
        url_name="registry:data-requests",
        icon="shield-lock",
        group="desk",
        shown=lambda actor: actor.has_role(*AREA_STAFF),
        position=85,
    ),
    NavEntry(
        label=_("Purposes of data"),
        url_name="registry:purposes",
        icon="shield-lock",
        group="admin",
        shown=lambda actor: actor.has_role(Role.SECURITY_ADMIN),
        position=15,
    ),
    NavEntry(
        label=_("Who looked at whom"),
        url_name="registry:looks",
        icon="eye",
        group="admin",
        shown=lambda actor: actor.has_role(*WATCHERS),
        position=16,
    ),
)
