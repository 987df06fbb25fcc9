"""How a flow feeds the measures: which kinds of events set which fact. Declared beside the flow.

Clocks speak through the data of any event of the item: `due` ({clock: ISO time}) when one runs
anew or runs on, `paused` ([clock]) when it stands still. See docs/adr/0018.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from xinqiao.indicators.measures import MEASURES

ITEM: Final = "item"  # the kind of subject of events that tell of work items
Kinds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefaultIndicator:
    """An indicator that a new place begins with; staff may let another version follow.

    name, description: Chinese words, because they become rows that staff edit.
    """

    code: str
    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    better: str = "high"
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFeed:
    """Kinds of events by what they tell of an item of the flow. title: words for its items.

    opened: exactly one such event per item; its data name `category`, `post`, `organisation`.
    done: the promise is kept, unless the item was in one of `done_states` before. undone: it is
    owed again (reopened). withdrawn: counts no more (withdrawn, merged into another); restored:
    counts again (split). owner: data name the `post` or `organisation` that has it from then on;
    `workflow.escalated` counts as one when it names `from_post`. moved: another area.
    recategorised: data name the new `category`. rated: data name the `score` (1 to 5), satisfied
    from `satisfied_from` on. promise, accept_clock, reply_clock: names of the flow's clocks.
    """

    flow: str
    opened: Kinds
    done: Kinds
    title: str | Promise = field(default="", compare=False)
    done_states: Kinds = ()
    accepted: Kinds = ()
    replied: Kinds = ()
    reopened: Kinds = ()
    closed: Kinds = ()
    withdrawn: Kinds = ()
    restored: Kinds = ()
    owner: Kinds = ()
    moved: Kinds = ()
    recategorised: Kinds = ()
    rated: Kinds = ()
    returned: Kinds = ()
    extended: Kinds = ()
    whistled: Kinds = ()
    supervised: Kinds = ()
    escalated: Kinds = ("workflow.escalated",)
    promise: str = "handle"
    accept_clock: str = "accept"
    reply_clock: str = "reply"
    satisfied_from: int = 3
    indicators: tuple[DefaultIndicator, ...] = field(default=())

    def fills(self, measure: str) -> bool:
        """Whether the measure can be more than zero in this flow."""
        return all(getattr(self, need) for need in MEASURES[measure].needs)


_FEEDS: Final[dict[str, FlowFeed]] = {}


def declare(feed: FlowFeed) -> FlowFeed:
    """Make a feed known; a flow has one. Declaring the same again changes nothing."""
    known = _FEEDS.setdefault(feed.flow, feed)
    if known != feed:
        raise ValueError(f"The flow {feed.flow} feeds the measures in two ways.")
    return feed


def feeds() -> tuple[FlowFeed, ...]:
    """All feeds, by flow."""
    return tuple(_FEEDS[flow] for flow in sorted(_FEEDS))


def feed_of(flow: str) -> FlowFeed | None:
    """The feed of a flow, None when it feeds nothing."""
    return _FEEDS.get(flow)
