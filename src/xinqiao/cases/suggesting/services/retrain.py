"""Learn again by night when staff have corrected enough."""

from __future__ import annotations

import logging
from datetime import datetime

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.errors import TooFewLabels, TooFewRows
from xinqiao.cases.suggesting.history import ENOUGH, corrections_since
from xinqiao.cases.suggesting.trained import Version

logger = logging.getLogger(__name__)


def retrain_when_corrected(*, at: datetime, actor: Actor = SYSTEM) -> Version | None:
    """Learn from the product's own requests; None when there is not enough to learn from.

    A version that is worse than the one in use is kept for the record only. Records
    `cases.suggestions_trained`.
    """
    kept = store.versions()
    since = kept[0].record.created_at if kept else None
    if corrections_since(since) < ENOUGH:
        return None
    # Here and not above: scikit-learn costs the worker 100 MB, on most nights for nothing.
    from xinqiao.cases.suggesting.services.train import train_from_requests

    try:
        return train_from_requests(actor=actor, at=at, must_be_better=True)
    except (TooFewRows, TooFewLabels) as error:
        logger.info("suggestions were not trained: %s", error)
        return None
