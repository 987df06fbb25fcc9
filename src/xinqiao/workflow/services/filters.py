"""Keep work lists that somebody looks at again and again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed, TooMany
from xinqiao.kit.time import require_aware
from xinqiao.workflow.errors import FilterNotFound, NameTaken
from xinqiao.workflow.models import SavedFilter

MOST = 30


class TooManyFilters(TooMany):
    """Nobody finds anything among more."""

    code = "too_many_filters"
    message = _("You have %(most)s saved lists already. Please remove one first.")


def save_filter(*, actor: Actor, name: str, query: str, at: datetime) -> SavedFilter:
    """Keep a query string of the work list under a name. Raises NameTaken, TooManyFilters."""
    if actor.user_id is None:
        raise NotAllowed
    name = clean_text(name, limit=40, field="name", required=True, multiline=False)
    query = clean_text(query, limit=400, field="query", multiline=False)
    if SavedFilter.objects.filter(user_id=actor.user_id).count() >= MOST:
        raise TooManyFilters(most=MOST)
    try:
        with transaction.atomic():
            return SavedFilter.objects.create(
                user_id=actor.user_id, name=name, query=query, created_at=require_aware(at)
            )
    except IntegrityError as error:
        raise NameTaken(field="name") from error


def delete_filter(*, actor: Actor, filter_id: int) -> None:
    """Remove one of the actor's own saved lists. Raises FilterNotFound."""
    if actor.user_id is None:
        raise FilterNotFound
    removed, _rows = SavedFilter.objects.filter(pk=filter_id, user_id=actor.user_id).delete()
    if not removed:
        raise FilterNotFound
