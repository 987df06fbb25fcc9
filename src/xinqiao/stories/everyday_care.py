"""Care in the demonstration: elders of 金五区社区 with classes, devices, helpers, calls."""

from __future__ import annotations

from datetime import time

from xinqiao.accounts.access import Actor
from xinqiao.care.models import (
    Classification,
    Helper,
    HelpKind,
    Offer,
    OfferAnswer,
    ServiceKind,
    Ware,
)
from xinqiao.care.services.answer import arrive, finish, take_call
from xinqiao.care.services.board import LineDraft, add_line
from xinqiao.care.services.call import CallDraft, call_for_help
from xinqiao.care.services.classify import confirm_class, propose_classes
from xinqiao.care.services.grants import Signature, grant_ware, hand_over
from xinqiao.care.services.helpers import HelperDraft, add_helper, add_shift, issue_bracelet
from xinqiao.care.services.rate import rate_call
from xinqiao.care.services.serving import PlanDraft, make_plan
from xinqiao.care.services.stock import move_stock, open_store
from xinqiao.grid.models import Area, Place
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person
from xinqiao.registry.services.consent import record_consent
from xinqiao.registry.services.tagging import give_tag
from xinqiao.stories import c1
from xinqiao.stories.stage import Stage

HELPERS = (
    ("repair", "物业维修李师傅", ("水电",)),
    ("escort", "社区医生小韩", ("急救",)),
    ("company", "热心居民宋阿姨", ()),
    ("stretcher", "助老志愿者老岳", ("搬抬",)),
)
STOCK = (("handrail", 12), ("bracelet", 10), ("night_light", 20), ("shower_chair", 3))
LEFT_TO_CONFIRM = 3
EVERY_DAY = 127


def begin_care(stage: Stage) -> None:
    """Some days ago: classes, a store, helpers by day and night, devices, a board."""
    desk, area = stage.actor("jinwu_desk"), Area.objects.get(code=c1.PLAN.code)
    weak = _weak_one(stage, area, desk)
    propose_classes(actor=desk, area_path=area.path, at=stage.now)
    proposed = list(
        Classification.objects.filter(person__area_path__startswith=area.path, until=None)
        .select_related("person", "elder_class")
        .order_by("elder_class__position", "person_id")
    )
    for row in proposed[:-LEFT_TO_CONFIRM]:
        confirm_class(actor=desk, person_id=row.person_id, code=row.elder_class.code, at=stage.now)
    _devices(stage, area, desk, [row for row in proposed if row.elder_class.code in "AB"][:6])
    _helpers(stage, area, desk)
    _plan(stage, desk, weak)
    estate = Place.objects.get(area=area, kind="estate")
    line = LineDraft(duty="物业维修", phone="01088700005", basis="office")
    add_line(actor=desk, place=estate, draft=line, at=stage.now)


def go_on_caring(stage: Stage) -> None:
    """Today: one call was answered this morning, somebody is on the way to another."""
    desk = stage.actor("jinwu_desk")
    zhang = Person.objects.get(user=stage.people["zhang"])
    issue_bracelet(actor=desk, person_id=zhang.pk, at=stage.now)
    over = _call(stage, zhang, "repair")
    helper = stage.actor("jinwu_repair")
    arrive(actor=helper, offer=over, at=stage.now)
    finish(actor=helper, offer=over, words="水龙头换好了。", at=stage.now)
    rate_call(actor=stage.actor("zhang"), call=over.call, score=5, at=stage.now)
    _call(stage, zhang, "company")


def _weak_one(stage: Stage, area: Area, desk: Actor) -> Person:
    """The oldest, who needs help at home and agreed that it is written down."""
    people = Person.objects.filter(area_path__startswith=area.path, born_on__isnull=False)
    person = people.order_by("born_on", "pk")[0]
    record_consent(
        actor=desk,
        person=person,
        purpose_code="sensitive_care",
        manner="spoken",
        witness="女儿在场",
        at=stage.now,
    )
    give_tag(actor=desk, person_id=person.pk, code="half_disabled", source="visit", at=stage.now)
    return person


def _devices(stage: Stage, area: Area, desk: Actor, rows: list[Classification]) -> None:
    """A store; some devices are handed over, the last ones wait to be fitted."""
    store = open_store(actor=desk, area=area, name="金五区助老服务站", at=stage.now)
    wares = {ware.code: ware.pk for ware in Ware.objects.all()}
    for code, pieces in STOCK:
        move_stock(
            actor=desk,
            store_id=store.pk,
            ware_id=wares[code],
            kind="in",
            pieces=pieces,
            at=stage.now,
        )
    for number, row in enumerate(rows):
        grant = grant_ware(
            actor=desk,
            person_id=row.person_id,
            ware_id=wares["handrail" if number % 2 else "bracelet"],
            store_id=store.pk,
            at=stage.now,
        )
        if number < len(rows) - 2:
            signature = Signature(by="elder", name=row.person.name)
            hand_over(actor=desk, grant_id=grant.pk, signature=signature, at=stage.now)


def _helpers(stage: Stage, area: Area, desk: Actor) -> None:
    for code, name, skills in HELPERS:
        user = stage.person(f"jinwu_{code}", name, signs_in=False)
        draft = HelperDraft(name=name, area=area, kind_codes=[code], skills=skills, user_id=user.pk)
        helper = add_helper(actor=desk, draft=draft, at=stage.now)
        if HelpKind.objects.get(code=code).duty_from is not None:
            add_shift(
                actor=desk,
                helper_id=helper.pk,
                weekdays=EVERY_DAY - 64,  # nobody on Sunday: the gap shows
                starts=time(20),
                ends=time(7),
                from_on=local_day(stage.now),
                at=stage.now,
            )


def _plan(stage: Stage, desk: Actor, person: Person) -> None:
    """Somebody comes every day, so that there is always a service to write down."""
    helper = Helper.objects.get(user=stage.people["jinwu_company"])
    draft = PlanDraft(
        person_id=person.pk,
        kind_id=ServiceKind.objects.get(code="company").pk,
        helper_id=helper.pk,
        weekdays=EVERY_DAY,
        starts_on=local_day(stage.now),
    )
    make_plan(actor=desk, draft=draft, at=stage.now)


def _call(stage: Stage, person: Person, kind: str) -> Offer:
    """The resident presses, whoever is rung comes."""
    draft = CallDraft(kind_code=kind, source="button", person=person)
    call = call_for_help(actor=stage.actor("zhang"), draft=draft, at=stage.now)
    offer = Offer.objects.get(call=call, answer=OfferAnswer.OPEN)
    return take_call(actor=stage.actor(f"jinwu_{kind}"), offer=offer, at=stage.now)
