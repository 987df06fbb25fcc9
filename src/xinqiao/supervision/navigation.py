"""Entry of this room in the navigation of the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS
from xinqiao.kit.navigation import NavEntry, register


def works(actor: Any) -> bool:
    """Everybody whose post is handed work; the three administrators are not."""
    return any(post.role not in ADMINISTRATORS for post in actor.posts)


register(
    NavEntry(
        label=_("Supervision"),
        url_name="supervision:home",
        icon="eye-check",
        group="desk",
        shown=works,
        position=55,
    )
)
