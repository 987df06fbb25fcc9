"""The demonstration's visits: the shown grid worker has somebody to see today, and a record."""

from __future__ import annotations

import pytest

from xinqiao.stories import registry
from xinqiao.stories.everyday_visits import SHOWN, begin_visits, go_on_visiting
from xinqiao.stories.stage import Stage
from xinqiao.visits.selectors.declarations import my_record
from xinqiao.visits.selectors.today import todays_visits


@pytest.mark.django_db
def test_the_shown_grid_worker_has_a_list_and_the_resident_a_record() -> None:
    stage = Stage(registry.BEGIN)
    registry.lay_rules(stage.now)
    begin_visits(stage)
    stage.wait(days=7)
    go_on_visiting(stage)
    shown = stage.actor(f"jinwu_grid{SHOWN}")
    assert len(todays_visits(actor=shown, at=stage.now)) > 5
    assert my_record(actor=stage.actor("zhang")).name == "张大娘"
