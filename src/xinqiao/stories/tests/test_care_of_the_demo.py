"""The demonstration's care: something to do today, somebody on the way, a resident who can call."""

from __future__ import annotations

import pytest

from xinqiao.care.models import Call
from xinqiao.care.selectors.calls import coming, open_call_of
from xinqiao.care.selectors.overview import today
from xinqiao.care.selectors.own import own_person
from xinqiao.care.services.serving import plan_services
from xinqiao.stories import registry
from xinqiao.stories.everyday_care import begin_care, go_on_caring
from xinqiao.stories.everyday_visits import begin_visits
from xinqiao.stories.stage import Stage


@pytest.mark.django_db
def test_the_desk_has_care_to_do_today_and_zhang_sees_who_comes() -> None:
    stage = Stage(registry.BEGIN)
    registry.lay_rules(stage.now)
    begin_visits(stage)
    begin_care(stage)
    stage.wait(days=3)
    plan_services(at=stage.now)
    go_on_caring(stage)
    seen = today(actor=stage.actor("jinwu_desk"), at=stage.now)
    assert seen.classes["confirmed"] > 5
    assert seen.classes["proposed"] >= 1
    assert seen.fittings["waiting"] == 2
    assert seen.services["today"] == 1
    assert seen.low
    assert {gap.kind.code for _area, gap in seen.gaps} == {"stretcher"}
    zhang = own_person(actor=stage.actor("zhang"))
    assert zhang is not None
    call = open_call_of(person_id=zhang.pk)
    assert call is not None
    found = coming(call, stage.now)
    assert found is not None
    assert found.name == "热心居民宋阿姨"
    assert Call.objects.filter(person=zhang, score=5).count() == 1
