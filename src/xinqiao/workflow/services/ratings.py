"""Keep what the requester says of the answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import require_aware
from xinqiao.workflow.models import Rating


class BadScore(BadInput):
    """A score outside one to five."""

    code = "bad_score"
    message = _("Please choose between one and five stars.")


@transaction.atomic
def record_rating(
    *,
    actor: Actor,
    item_id: int,
    score: int,
    words: str,
    by_call_back: bool,
    is_satisfied: bool,
    at: datetime,
) -> Rating:
    """Write a rating of 1 to 5 with words; the feature moves the item and records the event.

    Raises BadScore.
    """
    if not 1 <= score <= 5:
        raise BadScore(field="score")
    return Rating.objects.create(
        item_id=item_id,
        score=score,
        words=clean_text(words, limit=1000, field="words"),
        is_satisfied=is_satisfied,
        by_call_back=by_call_back,
        recorded_by_id=actor.user_id,
        at=require_aware(at),
    )
