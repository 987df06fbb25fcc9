"""Rows and statements say the same as the plain rule, day after day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.kit.time import local_day
from xinqiao.visits.models import PlannedVisit
from xinqiao.visits.planning import counted
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.tests.plan_world import AT, PlanWorld, met

DAYS = 24
RHYTHMS: tuple[dict[str, Any], ...] = (
    {"beat": "weekly", "times": 2, "gap": 2},
    {"beat": "weekly", "times": 1, "gap": 4},
    {"beat": "days", "every": 5, "gap": 3},
    {"beat": "weekdays", "weekdays": (1, 4), "gap": 3},
)


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rhythm=st.sampled_from(RHYTHMS),
    contacts=st.sets(st.integers(0, DAYS - 1)),
    asleep=st.sets(st.integers(1, DAYS - 1)),
)
def test_rounds_and_matching_equal_the_plain_rule(
    plan_world: PlanWorld, rhythm: dict[str, Any], contacts: set[int], asleep: set[int]
) -> None:
    """On some days people call, on some days the worker sleeps; nothing is lost or doubled."""
    with transaction.atomic():
        person = plan_world.person()
        plan = plan_world.plan(**{"times": 1, **rhythm})
        for number in range(DAYS):
            at = AT + timedelta(days=number)
            if number not in asleep:
                make_rounds(at=at)
            if number in contacts:
                met(person, at=at + timedelta(hours=1))
        last = AT + timedelta(days=DAYS)
        make_rounds(at=last)
        told = counted(
            plan.rhythm,
            contacts=[local_day(AT) + timedelta(days=number) for number in contacts],
            since=local_day(AT),
            until=local_day(last),
            anchor=plan.valid_from,
        )
        rows = PlannedVisit.objects.filter(person=person, slot__lt=told[-1][0].slot)
        assert list(rows.order_by("slot").values_list("slot", "done_on")) == [
            (window.slot, day) for window, day in told[:-1]
        ]
        assert not rows.exclude(state__in=("done", "missed")).exists()
        transaction.set_rollback(True)
