"""The log as the audit administrator reads it."""

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.models import Event
from xinqiao.events.selectors import LogFilter, log_entries
from xinqiao.kit.errors import NotAllowed


def audit_entries(*, actor: Actor, wanted: LogFilter) -> QuerySet[Event]:
    """Return log entries for the audit administrator, within the areas of the post.

    Raises NotAllowed for everybody else. Entries without an area (sign-ins) are shown to all
    audit administrators.
    """
    if not actor.has_role(Role.AUDIT_ADMIN):
        raise NotAllowed
    return log_entries(wanted, within=("", *actor.area_paths(Role.AUDIT_ADMIN)))
