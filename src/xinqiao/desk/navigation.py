"""Who finds what in the navigation: residents below on the phone, staff at the side of the desk."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import ADMINISTRATORS, AREA_STAFF, GRID_ROLES, Actor, Role
from xinqiao.desk.selectors.place import may_open_board
from xinqiao.kit.navigation import NavEntry, register


def is_resident(actor: Actor) -> bool:
    """Everybody without a post, signed in or not."""
    return not actor.is_staff


def has_work(actor: Actor) -> bool:
    """Everybody whose post is handed requests; the three administrators are not."""
    return any(post.role not in ADMINISTRATORS for post in actor.posts)


def is_in_the_field(actor: Actor) -> bool:
    """Those who take part of their work by phone, on the doorstep."""
    return actor.has_role(*GRID_ROLES)


def records_for_others(actor: Actor) -> bool:
    """Those who write down what somebody else says (代办)."""
    return actor.has_role(*GRID_ROLES, *AREA_STAFF, Role.HOTLINE)


def watches_an_area(actor: Actor) -> bool:
    """Those who answer for an area and not only for their own items."""
    return actor.has_role(*AREA_STAFF)


def calls_back(actor: Actor) -> bool:
    """Those who ask requesters whether they are content."""
    return actor.has_role(*AREA_STAFF, Role.HOTLINE)


def edits_categories(actor: Actor) -> bool:
    """Those who say what requests are about."""
    return actor.has_role(Role.SYSTEM_ADMIN)


def edits_rules(actor: Actor) -> bool:
    """Those who say who gets a request and until when."""
    return actor.has_role(Role.SYSTEM_ADMIN, Role.COUNTY)


def _add(
    group: str,
    position: int,
    url_name: str,
    icon: str,
    label: Promise,
    shown: Callable[[Actor], bool],
) -> None:
    register(
        NavEntry(
            label=label, url_name=url_name, icon=icon, group=group, shown=shown, position=position
        )
    )


_add("resident", 10, "cases:home", "home", _("Home"), is_resident)
_add("resident", 20, "cases:report", "message-plus", _("Report"), is_resident)
_add("resident", 30, "cases:my", "list-check", _("My reports"), is_resident)
_add("resident", 40, "cases:wall", "users", _("Public wall"), is_resident)

_add("public", 10, "cases:wall", "users", _("Public wall"), lambda actor: True)

_add("resident", 10, "desk:home", "layout-dashboard", _("Desk"), has_work)
_add("resident", 20, "workflow:work-list", "checklist", _("Work list"), has_work)
_add("resident", 30, "field:page", "device-mobile", _("In the grid"), is_in_the_field)
_add("resident", 40, "workflow:map", "map-2", _("Map"), has_work)

_add("desk", 10, "desk:home", "layout-dashboard", _("Desk"), lambda actor: actor.is_staff)
_add("desk", 15, "desk:board", "layout-board", _("The board"), may_open_board)
_add("desk", 17, "field:page", "device-mobile", _("In the grid"), is_in_the_field)
_add("desk", 20, "workflow:work-list", "checklist", _("Work list"), has_work)
_add("desk", 30, "workflow:map", "map-2", _("Map"), has_work)
_add("desk", 40, "cases:field-report", "user-plus", _("For a resident"), records_for_others)
_add("desk", 50, "cases:call-backs", "phone-check", _("Call-backs"), calls_back)
_add("desk", 55, "cases:objections", "eye-off", _("Objections to the wall"), watches_an_area)
_add(
    "desk", 57, "cases:responsibilities", "list-details", _("Responsibility list"), watches_an_area
)
_add("desk", 60, "cases:statistics", "chart-bar", _("Statistics"), watches_an_area)

_add("admin", 60, "cases:categories", "tags", _("Categories"), edits_categories)
_add("admin", 62, "workflow:rules", "arrows-split-2", _("Dispatch rules"), edits_rules)
_add("admin", 64, "workflow:limits", "hourglass", _("Time limits"), edits_rules)
_add("admin", 66, "workflow:calendar", "calendar-cog", _("Working calendar"), edits_rules)
