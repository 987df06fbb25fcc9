"""Who hears of an announcement, an appeal and its answer."""

from __future__ import annotations

import pytest

from xinqiao.assessment.drafts import GroupDraft
from xinqiao.assessment.services.appeals import Decision, appeal, decide_appeal
from xinqiao.assessment.tests.world import DECEMBER, LATER, Play, score_of
from xinqiao.cases.tests.world import DAY
from xinqiao.events.services.outbox import drain
from xinqiao.notifications.models import Notice

pytestmark = pytest.mark.django_db


def told(template: str) -> set[int | None]:
    while drain(limit=500, at=LATER).taken:
        pass
    rows = Notice.objects.filter(template=template)
    return set(rows.values_list("recipient_id", flat=True))


def test_the_staff_of_the_units_hear_that_they_may_look(play: Play) -> None:
    play.announced()
    people = play.world.actors
    expected = {people[who].user_id for who in ("desk", "second_desk", "other_desk")}
    assert told("assessment.announced") == expected


def test_persons_hear_of_their_own(play: Play) -> None:
    workers = (GroupDraft(name="网格员", rules=("role:grid_worker",)),)
    play.announced(unit_level="person", groups=workers)
    people = play.world.actors
    expected = {people[who].user_id for who in ("worker", "colleague", "neighbour", "stranger")}
    assert told("assessment.announced") == expected


def test_the_county_hears_of_an_appeal_and_the_unit_of_the_answer(play: Play) -> None:
    round_ = play.announced()
    score = score_of(round_, play.world.community.pk)
    made = appeal(actor=play.world.desk, score_id=score.pk, reason="请核实", at=DECEMBER + DAY)
    assert told("assessment.appealed") == {play.world.county_staff.user_id}
    answer = Decision(accepted=False, reason="核实无误")
    decide_appeal(actor=play.county, appeal_id=made.pk, decision=answer, at=DECEMBER + DAY)
    assert told("assessment.decided") == {play.world.desk.user_id}
