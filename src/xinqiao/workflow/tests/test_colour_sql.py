"""SQL and Python see the same colours in the same times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.workflow.colour import Colour, colour
from xinqiao.workflow.colour_sql import colour_expression, colour_q
from xinqiao.workflow.models import Item
from xinqiao.workflow.tests.conftest import Street

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
# Few distinct moments, so that equal times, the interesting border, come up all the time.
moments = st.none() | st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
times = st.fixed_dictionaries(
    dict.fromkeys(("yellow_at", "due_at", "done_at", "paused_at"), moments)
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(times, min_size=1, max_size=40))
def test_the_colours_are_equal(street: Street, rows: list[dict[str, datetime | None]]) -> None:
    Item.objects.all().delete()
    Item.objects.bulk_create(
        Item(
            flow="errand",
            flow_version=1,
            number=str(number),
            state="assigned",
            title="t",
            area=street.grid,
            area_path=street.grid.path,
            owner_post=street.worker,
            level=6,
            opened_at=NOW,
            changed_at=NOW,
            **row,
        )
        for number, row in enumerate(rows)
    )
    expected = {str(number): colour(now=NOW, **row) for number, row in enumerate(rows)}
    found = Item.objects.annotate(colour=colour_expression(NOW)).values_list("number", "colour")
    assert dict(found) == expected
    for one in Colour:
        numbers = Item.objects.filter(colour_q(one, NOW)).values_list("number", flat=True)
        assert set(numbers) == {number for number, seen in expected.items() if seen is one}


@pytest.mark.parametrize("one", list(Colour))
def test_one_condition_for_each_colour(street: Street, one: Colour) -> None:
    assert Item.objects.filter(colour_q(one, NOW)).count() == 0
