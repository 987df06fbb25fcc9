"""The four colours in SQL: the same rule as `workflow.colour`, held equal by a property test.

Works on any model with `yellow_at`, `due_at`, `done_at` and `paused_at`. LEAST ignores NULLs in
PostgreSQL, so a running clock is seen at `now` and a paused one at its pause.
"""

from datetime import datetime

from django.db.models import Case, CharField, DateTimeField, F, Q, Value, When
from django.db.models.functions import Least

from xinqiao.workflow.colour import Colour


def colour_expression(now: datetime) -> Case:
    """The colour at `now` (aware), for `annotate`."""
    return Case(
        When(colour_q(Colour.GREEN, now), then=Value(Colour.GREEN.value)),
        When(colour_q(Colour.RED, now), then=Value(Colour.RED.value)),
        When(colour_q(Colour.YELLOW, now), then=Value(Colour.YELLOW.value)),
        default=Value(Colour.BLUE.value),
        output_field=CharField(),
    )


def colour_q(colour: Colour, now: datetime) -> Q:
    """Rows of one colour at `now`.

    The comparison with plain `now` is implied by the one with `LEAST`; it is there because an
    index can serve it.
    """
    undone = Q(done_at__isnull=True)
    moment = Value(now, output_field=DateTimeField())
    seen = Least(moment, F("paused_at"))
    late = Q(due_at__lte=now) & Q(due_at__lte=seen)
    near = Q(yellow_at__lte=now) & Q(yellow_at__lte=seen)
    in_time = Q(due_at__isnull=True) | Q(due_at__gt=seen)
    if colour is Colour.GREEN:
        kept = Q(due_at__isnull=True) | Q(done_at__lte=F("due_at"))
        return Q(done_at__isnull=False) & kept
    if colour is Colour.RED:
        return (undone & late) | Q(done_at__gt=F("due_at"))
    if colour is Colour.YELLOW:
        return undone & near & in_time
    return undone & in_time & (Q(yellow_at__isnull=True) | Q(yellow_at__gt=seen))
