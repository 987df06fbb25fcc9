"""Entries of this room in the navigation of the desk and of the administrators."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS
from xinqiao.kit.navigation import NavEntry, register
from xinqiao.workflow.duties import may_edit_rules


def _edits(actor: Any) -> bool:
    return may_edit_rules(actor)


def _works(actor: Any) -> bool:
    return any(post.role not in ADMINISTRATORS for post in actor.posts)


register(
    NavEntry(
        label=_("Search"),
        url_name="workflow:search",
        icon="search",
        group="desk",
        shown=_works,
        position=25,
    ),
    NavEntry(
        label=_("Time limits"),
        url_name="workflow:limits",
        icon="clock",
        group="admin",
        shown=_edits,
        position=50,
    ),
    NavEntry(
        label=_("Dispatch rules"),
        url_name="workflow:rules",
        icon="route",
        group="admin",
        shown=_edits,
        position=51,
    ),
    NavEntry(
        label=_("Calendar"),
        url_name="workflow:calendar",
        icon="calendar",
        group="admin",
        shown=_edits,
        position=52,
    ),
)
