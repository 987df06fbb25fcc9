"""The phone in the field, the person's page, a merger of two records."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.care.field import answer_call, carried_calls, carried_services, home_service
from xinqiao.care.models import Call, Grant, HomeService, ServiceKind
from xinqiao.care.panel import care_of
from xinqiao.care.sealed import code_of_day
from xinqiao.care.selectors.classes import class_of
from xinqiao.care.services.grants import grant_ware
from xinqiao.care.services.serving import PlanDraft, make_plan
from xinqiao.care.tests.support import Elders, offers
from xinqiao.cases.tests.world import AT, HOUR
from xinqiao.events.services.outbox import drain
from xinqiao.grid.services.redraw import merge_grids
from xinqiao.kit.errors import NotFound
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person
from xinqiao.registry.services.consent import withdraw_consent
from xinqiao.registry.services.merge import merge_people, unmerge_people
from xinqiao.workflow.models import Item


def test_a_helper_answers_from_the_phone(elders: Elders) -> None:
    call = elders.call()
    me = elders.accounts["near"]
    row = carried_calls(me, AT)[0]
    assert row["id"] == offers(call)[0].pk
    assert row["name"] == row["address"] == ""
    answer_call(me, {"offer": row["id"], "answer": "come"}, AT)
    assert "301" in str(carried_calls(me, AT)[0]["address"])
    answer_call(me, {"offer": row["id"], "answer": "finish", "words": "办好了"}, AT + HOUR)
    assert carried_calls(me, AT + HOUR) == []
    with pytest.raises(NotFound):
        answer_call(elders.accounts["away"], {"offer": row["id"], "answer": "come"}, AT)


def test_a_service_is_recorded_from_the_phone(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    draft = PlanDraft(
        person_id=elders.wang.pk,
        kind_id=ServiceKind.objects.get(code="bath").pk,
        helper_id=elders.helpers["near"].pk,
        weekdays=127,
        starts_on=local_day(AT),
    )
    make_plan(actor=elders.world.desk, draft=draft, at=AT)
    me = elders.accounts["near"]
    row = carried_services(me, AT)[0]
    assert row["name"] == "王秀英"
    code = code_of_day(elders.wang.pk, local_day(AT))
    home_service(me, {"service": row["id"], "manner": "code", "code": code, "minutes": 60}, AT)
    assert HomeService.objects.get(pk=row["id"]).state == "done"
    assert carried_services(elders.accounts["away"], AT) == []


def test_the_persons_page_shows_care_to_those_who_work_there(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    shown = care_of(elders.world.worker, elders.wang, AT)
    assert shown is not None
    assert shown["elder"].standing.elder_class.code == "A"
    assert care_of(elders.world.stranger, elders.wang, AT) is None
    assert care_of(elders.world.county_staff, elders.wang, AT) is None


def test_grants_and_calls_follow_a_person_into_the_kept_record_and_back(elders: Elders) -> None:
    elders.classified(elders.li, "B")
    grant = grant_ware(
        actor=elders.world.desk,
        person_id=elders.li.pk,
        ware_id=elders.ware("bracelet").pk,
        store_id=elders.store.pk,
        at=AT,
    )
    call = elders.call(person=elders.li)
    kept: Person = elders.zhao
    merge = merge_people(
        actor=elders.world.desk, kept_id=kept.pk, absorbed_id=elders.li.pk, reason="同一人", at=AT
    )
    assert Grant.objects.get(pk=grant.pk).person_id == kept.pk
    assert Call.objects.get(pk=call.pk).person_id == kept.pk
    unmerge_people(actor=elders.world.desk, merge_id=merge.pk, at=AT + HOUR)
    assert Grant.objects.get(pk=grant.pk).person_id == elders.li.pk


def test_a_class_that_tells_of_health_ends_with_the_consent(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    elders.classified(elders.li, "B")
    withdraw_consent(
        actor=elders.world.desk, person=elders.wang, purpose_code="sensitive_care", at=AT + HOUR
    )
    drain(limit=200, at=AT + HOUR)
    assert class_of(person_id=elders.wang.pk) is None
    assert class_of(person_id=elders.li.pk) is not None


def test_open_calls_fittings_and_helpers_follow_a_redraw(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    grant = grant_ware(
        actor=elders.world.desk,
        person_id=elders.wang.pk,
        ware_id=elders.ware("handrail").pk,
        store_id=elders.store.pk,
        at=AT,
    )
    call = elders.call()
    helper = elders.helpers["near"]
    helper.area = elders.world.grid
    helper.save()
    merge_grids(
        actor=SYSTEM,
        area_ids=[elders.world.grid.pk, elders.world.other_grid.pk],
        name="合并网格",
        reason="人手不足",
        at=AT + HOUR,
    )
    helper.refresh_from_db()
    items = {Item.objects.get(pk=call.pk).area_id, Item.objects.get(care_fitting=grant).area_id}
    assert len(items) == 1
    assert items == {helper.area_id}
    assert elders.world.grid.pk not in items
