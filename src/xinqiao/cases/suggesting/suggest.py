"""What a text is about, for every place where somebody chooses a category."""

from __future__ import annotations

from datetime import datetime

from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.suggesting.combine import Suggested, combine
from xinqiao.cases.suggesting.current import current_model


def suggest_category(text: str, at: datetime) -> Suggested:
    """At most three categories in force at `at`. One small statement; milliseconds.

    By the trained model where there is one and by keywords otherwise.
    """
    return combine(text, categories_at(at), current_model())
