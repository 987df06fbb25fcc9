"""Somebody's own saved work lists."""

from xinqiao.accounts.access import Actor
from xinqiao.workflow.models import SavedFilter


def saved_filters(*, actor: Actor) -> list[SavedFilter]:
    """The actor's saved filters by name; nobody sees another person's."""
    if actor.user_id is None:
        return []
    return list(SavedFilter.objects.filter(user_id=actor.user_id).order_by("name"))
