"""Care in the town of the browser tests: an elder with a class, a fitting, a service, a call."""

from __future__ import annotations

from datetime import datetime

from xinqiao.accounts.access import ANONYMOUS, SYSTEM, Actor
from xinqiao.care.models import ServiceKind, Ware
from xinqiao.care.seed import seed_care
from xinqiao.care.selectors.calls import offers_of
from xinqiao.care.services.board import LineDraft, add_line
from xinqiao.care.services.call import CallDraft, call_for_help
from xinqiao.care.services.classify import confirm_class, propose_classes
from xinqiao.care.services.grants import grant_ware
from xinqiao.care.services.helpers import HelperDraft, add_helper, issue_bracelet
from xinqiao.care.services.serving import PlanDraft, make_plan
from xinqiao.care.services.stock import move_stock, open_store
from xinqiao.grid.models import Area, Place
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person

EVERY_DAY = 127


def care(*, desk: Actor, community: Area, person_id: int, at: datetime) -> dict[str, object]:
    """Ids and links by the placeholders of the pages that show them."""
    seed_care(actor=SYSTEM, at=at)
    propose_classes(actor=desk, area_path=community.path, at=at)
    confirm_class(actor=desk, person_id=person_id, code="A", reason="入户核实", at=at)
    store = open_store(actor=desk, area=community, name="助老服务站", at=at)
    ware = Ware.objects.get(code="handrail")
    move_stock(actor=desk, store_id=store.pk, ware_id=ware.pk, kind="in", pieces=3, at=at)
    grant = grant_ware(actor=desk, person_id=person_id, ware_id=ware.pk, store_id=store.pk, at=at)
    draft = HelperDraft(
        name="热心居民老岳", area=community, kind_codes=["repair"], phone="13800000046"
    )
    helper = add_helper(actor=desk, draft=draft, at=at)
    plan = make_plan(
        actor=desk,
        draft=PlanDraft(
            person_id=person_id,
            kind_id=ServiceKind.objects.get(code="bath").pk,
            helper_id=helper.pk,
            weekdays=EVERY_DAY,
            starts_on=local_day(at),
        ),
        at=at,
    )
    person = Person.objects.get(pk=person_id)
    call = call_for_help(
        actor=ANONYMOUS,
        draft=CallDraft(kind_code="escort", source="button", person=person),
        at=at,
    )
    estate = Place.objects.filter(kind="estate", area=community).order_by("pk")[0]
    line = LineDraft(duty="物业维修", phone="08323950000", basis="office")
    add_line(actor=desk, place=estate, draft=line, at=at)
    return {
        "elder": person_id,
        "elder_grant": grant.pk,
        "helper": helper.pk,
        "home_service": plan.services.earliest("due_on").pk,
        "help_call": call.item.number,
        "help_token": call.token,
        "help_offer": offers_of(call)[0].token,
        "bracelet": issue_bracelet(actor=desk, person_id=person_id, at=at).token,
        "estate": estate.pk,
    }
