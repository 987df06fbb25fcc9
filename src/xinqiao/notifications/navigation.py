"""Entry of this room in the system administrator's navigation."""

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Role
from xinqiao.kit.navigation import NavEntry, register

register(
    NavEntry(
        label=_("Unsent text messages"),
        url_name="notifications:unsent",
        icon="message-off",
        group="admin",
        shown=lambda actor: actor.has_role(Role.SYSTEM_ADMIN),
        position=95,
    )
)
