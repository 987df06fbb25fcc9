"""The entry of the suggestions in the administrators' navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.cases.suggesting.duties import TRAINERS
from xinqiao.kit.navigation import NavEntry, register


def _trains(actor: Any) -> bool:
    return bool(actor.has_role(*TRAINERS))


register(
    NavEntry(
        label=_("Category suggestions"),
        url_name="cases:suggestions",
        icon="bulb",
        group="admin",
        shown=_trains,
        position=61,
    )
)
