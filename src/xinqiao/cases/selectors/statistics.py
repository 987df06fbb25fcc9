"""Counts, rates and waits of the requests somebody may see, in five statements.

Denominators differ from city to city; each rate here names its own (RULES "Requests"). The plain
count over the items themselves, which stories and tests put beside the pages: those count by the
indicators (`figures`), and a test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from xinqiao.accounts.access import Actor
from xinqiao.cases.flow import FLOW, MERGED, WITHDRAWN
from xinqiao.cases.models import Category
from xinqiao.files.models import Attachment, Purpose
from xinqiao.workflow.models import SUBJECT, Deadline, Item
from xinqiao.workflow.selectors.items import desk_items


class Median(Aggregate):
    """`percentile_cont(0.5)` over a duration; NULL when there is nothing."""

    function = "PERCENTILE_CONT"
    name = "median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`; `value` is None when there is nothing to divide."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """Requests of one category."""

    code: str
    name: str
    received: int
    answered: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Requests reported in a period, as they stand now.

    handled: answered of received; on_time: answered in time of received that are due or answered;
    accepted: accepted in time of accept clocks that ended; replied: first answers in time;
    satisfied: of rated; confirmed: of closed; reworked: reopened of answered; extended: of kept.
    median_wait: from the report to the answer, over what was answered.
    """

    received: int
    by_state: dict[str, int]
    by_colour: dict[str, int]
    handled: Rate
    on_time: Rate
    accepted: Rate
    replied: Rate
    satisfied: Rate
    confirmed: Rate
    reworked: Rate
    extended: Rate
    proven: Rate
    assisted: Rate
    median_wait: timedelta | None
    mean_score: float | None
    by_category: list[CategoryCount]


MOST_CATEGORIES: Final = 15


def statistics(
    *,
    actor: Actor,
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    area_path: str = "",
) -> Statistics:
    """How the requests reported in [since, until) stand at `at`; withdrawn and merged ones count
    as received only. Five statements, each over what the actor's posts let them see.
    """
    items = desk_items(actor=actor).filter(flow=FLOW, area_path__startswith=area_path)
    if since is not None:
        items = items.filter(opened_at__gte=since)
    if until is not None:
        items = items.filter(opened_at__lt=until)
    total = _totals(items, at)
    clocks = _clocks(items)
    return Statistics(
        received=total["received"],
        by_state={name[6:]: n for name, n in total.items() if name.startswith("state_")},
        by_colour={name[7:]: n for name, n in total.items() if name.startswith("colour_")},
        handled=Rate(total["done"], total["kept"]),
        on_time=Rate(total["done_in_time"], total["done"] + total["colour_red_open"]),
        accepted=Rate(clocks["accept_in_time"], clocks["accept"]),
        replied=Rate(clocks["reply_in_time"], clocks["reply"]),
        satisfied=Rate(total["satisfied"], total["rated"]),
        confirmed=Rate(total["confirmed"], total["closed"]),
        reworked=Rate(total["reopened"], total["ever_answered"]),
        extended=Rate(clocks["extended"], total["kept"]),
        proven=Rate(_proven(items), total["done"]),
        assisted=Rate(total["assisted"], total["received"]),
        median_wait=total["median_wait"],
        mean_score=total["mean_score"],
        by_category=_by_category(items),
    )


# What the requester took back, and what lives on in another request, count as received only.
_GONE: Final = (WITHDRAWN, MERGED)
_OPEN: Final = Q(is_open=True, done_at__isnull=True)
_KEPT: Final = ~Q(state__in=_GONE)
_DONE: Final = Q(done_at__isnull=False) & _KEPT


def _totals(items: QuerySet[Item], at: datetime) -> dict[str, Any]:
    wait = ExpressionWrapper(F("done_at") - F("opened_at"), output_field=DurationField())
    states = ("assigned", "handling", "waiting", "answered", "closed", "withdrawn", "merged")
    seen = Coalesce("paused_at", at)
    late = Q(due_at__lte=seen)
    soon = Q(yellow_at__lte=seen) & ~late
    return items.aggregate(
        received=Count("pk"),
        kept=Count("pk", filter=_KEPT),
        done=Count("pk", filter=_DONE),
        done_in_time=Count("pk", filter=_DONE & Q(is_late=False)),
        closed=Count("pk", filter=Q(state="closed")),
        confirmed=Count("pk", filter=Q(state="closed", case__is_confirmed=True)),
        rated=Count("pk", filter=_KEPT & Q(case__score__isnull=False)),
        satisfied=Count("pk", filter=_KEPT & Q(case__score__gte=3)),
        reopened=Count("pk", filter=_KEPT & Q(case__times_reopened__gt=0)),
        ever_answered=Count("pk", filter=_DONE | (_KEPT & Q(case__times_reopened__gt=0))),
        assisted=Count("pk", filter=Q(case__on_behalf=True)),
        colour_green=Count("pk", filter=_DONE & Q(is_late=False)),
        colour_red=Count("pk", filter=(_OPEN & late) | (_DONE & Q(is_late=True))),
        colour_red_open=Count("pk", filter=_OPEN & late),
        colour_yellow=Count("pk", filter=_OPEN & soon),
        colour_blue=Count("pk", filter=_OPEN & ~late & ~soon),
        median_wait=Median(wait, filter=_DONE),
        mean_score=Avg("case__score", filter=_KEPT),
        **{f"state_{name}": Count("pk", filter=Q(state=name)) for name in states},
    )


def _clocks(items: QuerySet[Item]) -> dict[str, int]:
    met = Q(met_at__isnull=False) & ~Q(item__state=MERGED)
    in_time = met & Q(met_at__lte=F("due_at"))
    extended = Q(extended_at__isnull=False) & ~Q(item__state__in=_GONE)
    told = Q(clock__in=("accept", "reply")) | Q(extended_at__isnull=False)
    return Deadline.objects.filter(told, item__in=items.values("pk")).aggregate(
        accept=Count("pk", filter=met & Q(clock="accept")),
        accept_in_time=Count("pk", filter=in_time & Q(clock="accept")),
        reply=Count("pk", filter=met & Q(clock="reply")),
        reply_in_time=Count("pk", filter=in_time & Q(clock="reply")),
        extended=Count("item", filter=extended, distinct=True),
    )


def _proven(items: QuerySet[Item]) -> int:
    """How many of the answered ones show a photo or a document."""
    proofs = Attachment.objects.filter(
        subject_kind=SUBJECT,
        subject_id__in=items.filter(_DONE).values("pk"),
        purpose=Purpose.PROOF,
        removed_at=None,
    )
    return int(proofs.aggregate(items=Count("subject_id", distinct=True))["items"])


def _by_category(items: QuerySet[Item]) -> list[CategoryCount]:
    rows = list(
        items.values("category_code")
        .annotate(received=Count("pk"), answered=Count("pk", filter=_DONE))
        .order_by("-received", "category_code")[:MOST_CATEGORIES]
    )
    codes = [row["category_code"] for row in rows]
    names = dict(Category.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        CategoryCount(code, names.get(code, code), row["received"], row["answered"])
        for code, row in zip(codes, rows, strict=True)
    ]
