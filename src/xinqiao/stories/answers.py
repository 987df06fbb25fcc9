"""What every request of a story must come to, asked of the product's own statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xinqiao.accounts.access import Actor
from xinqiao.cases.drafts import Reported
from xinqiao.cases.selectors.statistics import Statistics, statistics
from xinqiao.stories.figures import Figure
from xinqiao.stories.stage import Stage


@dataclass(frozen=True, slots=True)
class Answers:
    """The statistics as the community's staff saw them before the story began."""

    staff: Actor
    start: Statistics

    @classmethod
    def before(cls, stage: Stage, staff: Actor) -> Answers:
        return cls(staff, statistics(actor=staff, at=stage.now))

    def now(self, stage: Stage) -> Statistics:
        """The statistics as they are at this moment of the story."""
        return statistics(actor=self.staff, at=stage.now)

    def figures(self, stage: Stage, told: Sequence[Reported]) -> list[Figure]:
        """All closed with proof, each requester answered and content."""
        start, end, count = self.start, self.now(stage), len(told)
        return [
            Figure("requests taken in", count, end.received - start.received),
            Figure("closed", count, _in_state(end, "closed") - _in_state(start, "closed")),
            Figure("closed with proof", count, end.proven.part - start.proven.part),
            Figure("requesters answered", count, end.handled.part - start.handled.part),
            Figure("requesters content", count, end.satisfied.part - start.satisfied.part),
            Figure("late", 0, _late(end) - _late(start)),
        ]


def _in_state(statistics: Statistics, state: str) -> int:
    return statistics.by_state.get(state, 0)


def _late(statistics: Statistics) -> int:
    return statistics.by_colour.get("red", 0)
