"""Count an issue anew from its members: when, where, how many, how hot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from xinqiao.accounts.access import SYSTEM
from xinqiao.issues.heat import Rule, Told, heat_of, total
from xinqiao.issues.models import LIVE, WEEKS, Issue, Member
from xinqiao.issues.selectors.membership import supports_of
from xinqiao.issues.selectors.rules import heat_rule, rule_at
from xinqiao.issues.services.common import common_area, public_title, record
from xinqiao.kit.time import local_day
from xinqiao.workflow.models import Item

_COUNTED: Final = (
    "title", "area_path", "category_code", "first_at", "last_at", "size", "open_count", "support",
    "heat", "heat_parts", "weeks", "counted_at",
)  # fmt: skip
_READ: Final = (
    "title", "area_path", "category_code", "opened_at", "is_open", "done_at", "due_at",
    "paused_at", "is_late",
)  # fmt: skip
STALE: Final = timedelta(minutes=30)
MOST_STALE: Final = 500


def recount(*, issue_ids: Iterable[int], at: datetime) -> int:
    """Count these issues anew; an issue of the machine's that lost all members goes. Four
    statements however many issues; in the caller's transaction."""
    wanted = sorted(set(issue_ids))
    members: defaultdict[int, list[Item]] = defaultdict(list)
    rows = Member.objects.filter(issue_id__in=wanted).order_by("issue", "-score", "item")
    ids = [(row.issue_id, row.item_id) for row in rows]
    items = Item.objects.only(*_READ).in_bulk([item_id for _, item_id in ids])
    for issue_id, item_id in ids:
        members[issue_id].append(items[item_id])
    support = supports_of(list(items))
    rule = heat_rule(rule_at(at))
    kept, empty = [], []
    for issue in Issue.objects.filter(pk__in=wanted):
        if members[issue.pk]:
            kept.append(_count(issue, members[issue.pk], support, rule, at))
        elif issue.is_led:
            kept.append(_emptied(issue, at))
        else:
            empty.append(issue)
    Issue.objects.bulk_update(kept, _COUNTED, batch_size=500)
    _dissolve(empty, at)
    return len(kept)


def _dissolve(issues: Sequence[Issue], at: datetime) -> None:
    """What the machine proposed and then put elsewhere; nobody has led it."""
    for issue in issues:
        record(kind="issues.dissolved", actor=SYSTEM, issue=issue, at=at)
    Issue.objects.filter(pk__in=[issue.pk for issue in issues]).delete()


def recount_stale(*, at: datetime) -> int:
    """Count live issues anew that nobody has counted for half an hour: heat fades by itself."""
    stale = Issue.objects.filter(state__in=LIVE, counted_at__lt=at - STALE)
    return recount(
        issue_ids=stale.order_by("counted_at").values_list("pk", flat=True)[:MOST_STALE], at=at
    )


def _count(
    issue: Issue, items: Sequence[Item], support: dict[int, int], rule: Rule, at: datetime
) -> Issue:
    parts = heat_of([_told(item, support, at) for item in items], rule=rule, now=at)
    if not issue.is_led:
        issue.title = public_title(items[0].title)
    issue.area_path = common_area([item.area_path for item in items])
    issue.category_code = _commonest([item.category_code for item in items])
    issue.first_at = min(item.opened_at for item in items)
    issue.last_at = max(item.opened_at for item in items)
    issue.size = len(items)
    issue.open_count = sum(item.is_open for item in items)
    issue.support = sum(support.get(item.pk, 0) for item in items)
    issue.heat = total(parts)
    issue.heat_parts = [[part.name, part.count, part.points] for part in parts]
    issue.weeks = _weeks([item.opened_at for item in items], at)
    issue.counted_at = at
    return issue


def _emptied(issue: Issue, at: datetime) -> Issue:
    issue.size = issue.open_count = issue.support = 0
    issue.heat, issue.heat_parts, issue.weeks, issue.counted_at = 0.0, [], [0] * WEEKS, at
    return issue


def _told(item: Item, support: dict[int, int], at: datetime) -> Told:
    waits = item.is_open and item.done_at is None
    overdue = waits and item.paused_at is None and item.due_at is not None and item.due_at < at
    return Told(
        at=item.opened_at,
        day=local_day(item.opened_at).toordinal(),
        support=support.get(item.pk, 0),
        is_waiting=waits,
        is_late=overdue or item.is_late,
    )


def _weeks(times: Sequence[datetime], at: datetime) -> list[int]:
    today = local_day(at)
    ages = Counter((today - local_day(time)).days // 7 for time in times)
    return [ages[age] for age in reversed(range(WEEKS))]


def _commonest(codes: Sequence[str]) -> str:
    return Counter(sorted(codes)).most_common(1)[0][0]
