"""Entries of this room in the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS
from xinqiao.assessment.duties import may_keep
from xinqiao.kit.navigation import NavEntry, register


def _works(actor: Any) -> bool:
    return any(post.role not in ADMINISTRATORS for post in actor.posts)


def _keeps(actor: Any) -> bool:
    return may_keep(actor)


register(
    NavEntry(
        label=_("How am I doing"),
        url_name="assessment:mine",
        icon="target-arrow",
        group="desk",
        shown=_works,
        position=70,
    ),
    NavEntry(
        label=_("Performance assessment"),
        url_name="assessment:rounds",
        icon="trophy",
        group="desk",
        shown=lambda actor: bool(actor.is_staff),
        position=71,
    ),
    NavEntry(
        label=_("Assessment schemes"),
        url_name="assessment:schemes",
        icon="scale",
        group="admin",
        shown=_keeps,
        position=55,
    ),
)
