"""Write what a round has found, without touching what staff have said in the meantime."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from xinqiao.accounts.access import SYSTEM
from xinqiao.issues.clustering import Cluster, Reason
from xinqiao.issues.models import LIVE, Apart, Issue, Member, State
from xinqiao.issues.services.common import record
from xinqiao.issues.services.counting import recount
from xinqiao.workflow.models import Item

_MOVED: Final = ("issue", "score", "why")


@dataclass(frozen=True, slots=True)
class Plan:
    """Clusters of one area with reasons. nearest: for each request the one it is most like.

    compared: all requests that were looked at, also those that fit nothing.
    """

    path: str
    compared: Sequence[int]
    clusters: Sequence[Cluster]
    why: Mapping[int, Reason]
    nearest: Mapping[int, int]


def settle(*, plan: Plan, least: int, at: datetime) -> tuple[int, int, set[int]]:
    """Bring issues and members in line with `plan`; returns (issues made, joined, touched ids).

    In the caller's transaction. Members of an issue that staff lead are never moved; a request
    never joins an issue that it was taken out of.
    """
    state = _State.read(plan)
    made = 0
    joined: Counter[int] = Counter()
    changed: list[Member] = []
    homes: dict[int, int] = {}
    for cluster in plan.clusters:
        for home, items in _homes(cluster, plan, state, least):
            issue = home or _propose(state.items, items, at)
            made += home is None
            for item_id in items:
                homes[item_id] = issue.pk
                member = _place(state, issue, item_id, plan.why[item_id], at)
                if member is not None:
                    changed.append(member)
                    joined[issue.pk] += 1
    before = _write(state, changed) | _release(state, homes)
    touched = set(joined) | before
    recount(issue_ids=touched, at=at)
    _tell(joined, state, at)
    return made, sum(joined.values()), touched


class _State:
    """What is so at the moment of writing, the issues locked."""

    def __init__(self, members: Mapping[int, Member], issues: Mapping[int, Issue]) -> None:
        self.members = members
        self.issues = issues
        self.claimed: set[int] = set()
        self.apart: set[tuple[int, int]] = set()
        self.items: dict[int, Item] = {}

    @classmethod
    def read(cls, plan: Plan) -> _State:
        ids = plan.compared
        held = {row.item_id: row for row in Member.objects.filter(item_id__in=ids)}
        wanted = {row.issue_id for row in held.values()}
        locked = Issue.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        state = cls(held, {issue.pk: issue for issue in locked})
        rows = Apart.objects.filter(item_id__in=ids)
        state.apart = set(rows.values_list("item_id", "issue_id"))
        state.items = Item.objects.only("title", "opened_at", "is_open", "done_at").in_bulk(ids)
        return state

    def issue_of(self, item_id: int) -> Issue | None:
        member = self.members.get(item_id)
        return self.issues.get(member.issue_id) if member else None


def _homes(
    cluster: Cluster, plan: Plan, state: _State, least: int
) -> list[tuple[Issue | None, list[int]]]:
    """To which issue the requests of a cluster go; None is a new one."""
    led = {
        issue.pk: issue
        for item in cluster.members
        if (issue := state.issue_of(item)) is not None and issue.is_led
    }
    free = [item for item in cluster.members if not _is_held(state, item)]
    if led:
        return _to_led(led, free, plan, state, least)
    if len(cluster.members) < least and not any(state.issue_of(item) for item in free):
        return []
    counted = Counter(
        issue.pk
        for item in free
        if (issue := state.issue_of(item)) is not None and issue.pk not in state.claimed
    )
    if not counted:
        return [(None, free)] if _is_news(free, state, least) else []
    home = state.issues[min(counted, key=lambda pk: (-counted[pk], pk))]
    state.claimed.add(home.pk)
    return [(home, free)]


def _to_led(
    led: Mapping[int, Issue], free: Sequence[int], plan: Plan, state: _State, least: int
) -> list[tuple[Issue | None, list[int]]]:
    """Free requests join the led issue of the request they are most like, if it is still live.

    Where that one is solved they are news again; where it is dismissed, so are they.
    """
    homes: defaultdict[int, list[int]] = defaultdict(list)
    news: list[int] = []
    only = next(iter(led)) if len(led) == 1 else None
    for item in free:
        near = state.issue_of(plan.nearest[item])
        home = only if only is not None else near.pk if near and near.pk in led else min(led)
        if led[home].state in LIVE:
            homes[home].append(item)
        elif led[home].state == State.SOLVED:
            news.append(item)
    joining: list[tuple[Issue | None, list[int]]] = [(led[pk], ids) for pk, ids in homes.items()]
    return [*joining, (None, news)] if _is_news(news, state, least) else joining


def _is_news(items: Sequence[int], state: _State, least: int) -> bool:
    """Enough requests for an issue, one of them still waiting: what is all done needs nobody."""
    waiting = any(state.items[i].is_open and state.items[i].done_at is None for i in items)
    return waiting and len(items) >= least


def _is_held(state: _State, item_id: int) -> bool:
    member = state.members.get(item_id)
    issue = state.issue_of(item_id)
    return member is not None and (member.is_fixed or issue is None or issue.is_led)


def _place(
    state: _State, issue: Issue, item_id: int, reason: Reason, at: datetime
) -> Member | None:
    """The membership as it should be; None when it is so already or staff have said otherwise."""
    if (item_id, issue.pk) in state.apart:
        return None
    held = state.members.get(item_id)
    if held is not None and held.issue_id == issue.pk:
        return None
    return Member(
        item_id=item_id, issue=issue, score=reason.score, why=as_json(reason), added_at=at
    )


def as_json(reason: Reason) -> dict[str, Any]:
    """A reason as it is kept with the membership."""
    return {
        "nearest": reason.nearest,
        "places": list(reason.places),
        "words": list(reason.words),
        "days": reason.days,
        "metres": reason.metres,
    }


def _propose(items: Mapping[int, Item], ids: Sequence[int], at: datetime) -> Issue:
    times = [items[item].opened_at for item in ids]
    return Issue.objects.create(
        title=items[ids[0]].title[:60],
        area_path="",
        first_at=min(times),
        last_at=max(times),
        counted_at=at,
        created_at=at,
        changed_at=at,
    )


def _write(state: _State, changed: Sequence[Member]) -> set[int]:
    """Insert and move memberships; returns the issues that lost somebody."""
    moved = [member for member in changed if member.item_id in state.members]
    lost = {state.members[member.item_id].issue_id for member in moved}
    Member.objects.bulk_create(
        [member for member in changed if member.item_id not in state.members], batch_size=1000
    )
    Member.objects.bulk_update(moved, _MOVED, batch_size=1000)
    return lost


def _release(state: _State, homes: Mapping[int, int]) -> set[int]:
    """Let go what fits the machine's own proposals no longer; returns the issues that lost it."""
    gone = [item for item in state.members if item not in homes and not _is_held(state, item)]
    lost = {state.members[item].issue_id for item in gone}
    Member.objects.filter(item_id__in=gone).delete()
    return lost


def _tell(joined: Mapping[int, int], state: _State, at: datetime) -> None:
    for issue in Issue.objects.filter(pk__in=joined).order_by("pk"):
        kind = "issues.joined" if issue.pk in state.issues else "issues.proposed"
        record(kind=kind, actor=SYSTEM, issue=issue, at=at, data={"count": joined[issue.pk]})
