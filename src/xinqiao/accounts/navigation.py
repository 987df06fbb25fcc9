"""Entries of this room in the administrators' navigation."""

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Role
from xinqiao.kit.navigation import NavEntry, register

register(
    NavEntry(
        label=_("Accounts"),
        url_name="accounts:users",
        icon="users",
        group="admin",
        shown=lambda actor: actor.has_role(Role.SECURITY_ADMIN),
        position=10,
    ),
    NavEntry(
        label=_("Audit log"),
        url_name="accounts:audit",
        icon="list-search",
        group="admin",
        shown=lambda actor: actor.has_role(Role.AUDIT_ADMIN),
        position=20,
    ),
    NavEntry(
        label=_("Stuck deliveries"),
        url_name="accounts:deliveries",
        icon="mail-exclamation",
        group="admin",
        shown=lambda actor: actor.has_role(Role.SYSTEM_ADMIN),
        position=90,
    ),
)
