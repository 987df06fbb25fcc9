"""Entry of this room in the navigation of the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.issues.selectors.issues import VIEWERS
from xinqiao.kit.navigation import NavEntry, register


def sees_issues(actor: Any) -> bool:
    """Everybody who answers for an area or works in one."""
    return bool(actor.has_role(*VIEWERS))


register(
    NavEntry(
        label=_("Hot issues"),
        url_name="issues:list",
        icon="flame",
        group="desk",
        shown=sees_issues,
        position=45,
    )
)
