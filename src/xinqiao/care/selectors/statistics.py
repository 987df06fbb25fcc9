"""How calls are answered: how many in time, how fast, by kind of help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, Q

from xinqiao.accounts.access import Actor
from xinqiao.care.models import Offer, OfferAnswer, Rung
from xinqiao.care.selectors.calls import visible_calls


@dataclass(frozen=True, slots=True)
class Answering:
    """Calls of one kind (or all): answered within its minutes, median until somebody came forward.

    in_time: answered while the first helper was rung. median_minutes: None when none was answered.
    """

    name: str
    calls: int
    answered: int
    in_time: int
    median_minutes: float | None
    rated: int
    score: float | None
    undone: int


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def answering(*, actor: Actor, since: datetime, until: datetime) -> list[Answering]:
    """Per kind and, last, together; two statements. since <= called_at < until."""
    calls = visible_calls(actor=actor).filter(called_at__gte=since, called_at__lt=until)
    calls = calls.select_related(None).order_by()
    measures = _measures()
    rows = calls.values("kind__name", "kind__position").annotate(**measures)
    found = [_row(str(row["kind__name"]), {**row}) for row in rows.order_by("kind__position")]
    return [*found, _row("", calls.aggregate(**measures))]


def passed_up(*, actor: Actor, since: datetime, until: datetime) -> int:
    """Calls that no helper answered, so that staff went."""
    calls = visible_calls(actor=actor).filter(called_at__gte=since, called_at__lt=until)
    staff = Offer.objects.filter(answer=OfferAnswer.ACCEPTED).exclude(rung=Rung.HELPER)
    return calls.filter(pk__in=staff.values("call_id")).count()


def helped_by(*, actor: Actor, kind: str, since: datetime, until: datetime) -> int:
    """Calls of a kind that a helper of the rota took and finished."""
    calls = visible_calls(actor=actor).filter(
        called_at__gte=since, called_at__lt=until, kind__code=kind, finished_at__isnull=False
    )
    taken = Offer.objects.filter(answer=OfferAnswer.ACCEPTED, rung=Rung.HELPER)
    return calls.filter(pk__in=taken.values("call_id")).count()


def _measures() -> dict[str, Any]:
    wait = ExpressionWrapper(F("taken_at") - F("called_at"), output_field=DurationField())
    limit = ExpressionWrapper(
        F("kind__answer_minutes") * timedelta(minutes=1), output_field=DurationField()
    )
    real = Q(undone_at__isnull=True)
    return {
        "calls": Count("pk", filter=real),
        "answered": Count("pk", filter=real & Q(taken_at__isnull=False)),
        "in_time": Count("pk", filter=real & Q(taken_at__lte=F("called_at") + limit)),
        "median": _Median(wait, filter=real & Q(taken_at__isnull=False)),
        "rated": Count("score"),
        "mean": Avg("score"),
        "undone": Count("pk", filter=~real),
    }


def _row(name: str, row: dict[str, Any]) -> Answering:
    median, mean = row["median"], row["mean"]
    return Answering(
        name=name,
        calls=row["calls"],
        answered=row["answered"],
        in_time=row["in_time"],
        median_minutes=(
            round(median.total_seconds() / 60, 1) if isinstance(median, timedelta) else None
        ),
        rated=row["rated"],
        score=round(float(mean), 1) if mean is not None else None,
        undone=row["undone"],
    )
