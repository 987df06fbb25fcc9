"""Keep work lists that somebody looks at again and again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed, TooMany
from xinqiao.kit.time import require_aware
from xinqiao.workflow.errors import FilterNotFound
from xinqiao.workflow.models import SavedFilter

MOST = 30


class TooManyFilters(TooMany):
    """Nobody finds anything among more."""

    code = "too_many_filters"
    message = _("You have %(most)s saved lists already. Please remove one first.")


def save_filter(*, actor: Actor, name: str, query: str, at: datetime) -> SavedFilter:
    """Keep a query string of the work list under a name; the same name is replaced.

    Raises TooManyFilters (429).
    """
    if actor.user_id is None:
        raise NotAllowed
    name = clean_text(name, limit=40, field="name", required=True, multiline=False)
    query = clean_text(query, limit=400, field="query", multiline=False)
    others = SavedFilter.objects.filter(user_id=actor.user_id).exclude(name=name)
    if others.count() >= MOST:
        raise TooManyFilters(most=MOST)
    saved, _new = SavedFilter.objects.update_or_create(
        user_id=actor.user_id,
        name=name,
        defaults={"query": query},
        create_defaults={"query": query, "created_at": require_aware(at)},
    )
    return saved


def delete_filter(*, actor: Actor, filter_id: int) -> None:
    """Remove one of the actor's own saved lists. Raises FilterNotFound."""
    if actor.user_id is None:
        raise FilterNotFound
    removed, _rows = SavedFilter.objects.filter(pk=filter_id, user_id=actor.user_id).delete()
    if not removed:
        raise FilterNotFound
