"""How a request stands, for those who share the problem: the public part, nothing private."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.follow_words import follow_sentence, shared_sentence
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.sharing import followers_of
from xinqiao.cases.selectors.teaser import Teaser, names_of, teaser
from xinqiao.cases.selectors.timeline import Entry, timeline
from xinqiao.kit.deidentify import mask_public

# Steps without the words said at them: those were for the requester.
_STEPS: Final = frozenset(
    {
        "cases.reported",
        "cases.accepted",
        "cases.dispatched",
        "cases.answered",
        "cases.reopened",
        "cases.closed",
        "cases.concluded",
        "cases.rated",
        "cases.called_back",
        "cases.withdrawn",
    }
)


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A request as those see it who have the same problem. `answer`: masked, empty until given."""

    teaser: Teaser
    sentence: str
    answer: str
    steps: list[Entry]
    joined: int


def shared_page(case: Case, at: datetime) -> SharedPage:
    """Of a request with its item's owner, area, category and place loaded. Three statements."""
    answered = case.item.done_at is not None and case.category.is_public
    return SharedPage(
        teaser=teaser(case),
        sentence=shared_sentence(case) or follow_sentence(case, at),
        answer=mask_public(case.answer, names=names_of(case)) if answered else "",
        steps=[
            replace(entry, text="", photos=())
            for entry in timeline(actor=ANONYMOUS, case=case)
            if entry.kind in _STEPS
        ],
        joined=followers_of(case.pk).count(),
    )
