"""A published assessment leaves a red draft for the first of each group."""

from __future__ import annotations

from datetime import timedelta

from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.tests.conftest import play  # noqa: F401  the fixture
from xinqiao.assessment.tests.world import LATER, Play
from xinqiao.events.services.outbox import drain
from xinqiao.publicity.models import Listing


def test_the_first_of_each_group_waits_for_approval(play: Play) -> None:  # noqa: F811
    round_ = play.announced()
    publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    while drain(at=LATER + timedelta(hours=1), limit=500).taken:
        pass
    rows = list(Listing.objects.all())
    assert rows
    assert {(row.colour, row.state, row.source) for row in rows} == {("red", "draft", "assessment")}
    assert rows[0].subject_area_id in {play.world.community.pk, play.world.other_community.pk}
    assert {row.drafted_by_id for row in rows} == {play.county.user_id}
