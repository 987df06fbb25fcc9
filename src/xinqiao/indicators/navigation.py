"""Entry of this room in the administrators' navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.indicators.duties import may_keep
from xinqiao.kit.navigation import NavEntry, register


def _keeps(actor: Any) -> bool:
    return may_keep(actor)


register(
    NavEntry(
        label=_("Indicators"),
        url_name="indicators:list",
        icon="math-function",
        group="admin",
        shown=_keeps,
        position=53,
    )
)
