"""Elders and helpers of the tests, on the neighbourhood of the requests' tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.care.models import Call, Helper, HelpKind, Offer, Store, Ware
from xinqiao.care.seed import seed_care
from xinqiao.care.services.call import CallDraft, call_for_help
from xinqiao.care.services.classify import confirm_class
from xinqiao.care.services.helpers import HelperDraft, add_helper
from xinqiao.care.services.stock import move_stock, open_store
from xinqiao.cases.tests.world import AT, BEFORE, World, person
from xinqiao.events.models import Event
from xinqiao.grid.models import Area, Place
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.posts import open_post
from xinqiao.kit import crypto
from xinqiao.registry.models import Dwelling, Household, Membership, Person, PersonTag, Tag
from xinqiao.registry.services.consent import record_consent

NIGHT = datetime(2026, 11, 23, 19, tzinfo=UTC)  # three in the morning of Tuesday in Shanghai
PHONE = "13700137000"


@dataclass
class Elders:
    """What the tests name."""

    world: World
    wang: Person  # 85, disabled_elder, lives in 3栋
    li: Person  # 70, lives alone
    zhao: Person  # 62, nothing special
    stranger: Person  # of the other community
    store: Store
    leader: Actor
    helpers: dict[str, Helper] = field(default_factory=dict)
    accounts: dict[str, Actor] = field(default_factory=dict)

    def classified(self, who: Person, code: str, *, at: datetime = AT) -> Person:
        """Confirm a class as the community does; a reason, where the rules say another."""
        confirm_class(actor=self.world.desk, person_id=who.pk, code=code, reason="入户核实", at=at)
        return who

    def call(self, *, at: datetime = AT, **more: Any) -> Call:
        """王奶奶 presses the button."""
        facts: dict[str, Any] = {"kind_code": "repair", "source": "button", "person": self.wang}
        actor = more.pop("actor", Actor(None, ""))
        return call_for_help(actor=actor, draft=CallDraft(**(facts | more)), at=at)

    def ware(self, code: str) -> Ware:
        return Ware.objects.get(code=code)


def settle(world: World) -> Elders:
    """Elders, classes, a store with ten of everything, three helpers, a grid leader."""
    seed_care(actor=SYSTEM, at=BEFORE)
    wang = elder(world.grid, "王秀英", date(1941, 3, 5), "disabled_elder", phone=PHONE, door="301")
    li = elder(world.grid, "李大爷", date(1956, 5, 1), "living_alone", door="302")
    zhao = elder(world.grid, "赵阿姨", date(1964, 1, 1), door="303")
    far = elder(world.far_grid, "远方老人", date(1940, 1, 1), door="9")
    for one in (wang,):
        record_consent(
            actor=world.desk,
            person=one,
            purpose_code="sensitive_care",
            manner="spoken",
            witness="陈社区",
            at=BEFORE,
        )
    store = open_store(actor=world.desk, area=world.community, name="社区服务站", at=BEFORE)
    for ware in Ware.objects.all():
        move_stock(
            actor=world.desk, store_id=store.pk, ware_id=ware.pk, kind="in", pieces=10, at=BEFORE
        )
    elders = Elders(world, wang, li, zhao, far, store, _leader(world))
    near, away = (105.0051, 29.005), (105.009, 29.009)
    _helper(elders, "near", "近邻小周", near, ["水电"])
    _helper(elders, "away", "远些老郑", away, ["水电"])
    return elders


def elder(
    area: Area, name: str, born: date, *tags: str, phone: str = "", door: str = "1"
) -> Person:
    """Somebody with a home; rows as the register would write them."""
    index = crypto.blind_index(phone, context=crypto.PHONE) if phone else None
    made = Person.objects.create(
        name=name,
        born_on=born,
        area=area,
        area_path=area.path,
        phone_sealed=crypto.seal(phone, context="registry.phone") if phone else None,
        phone_index=index,
        created_at=BEFORE,
        updated_at=BEFORE,
    )
    place = Place.objects.filter(area=area).first()
    if place is not None:
        dwelling = Dwelling.objects.create(
            place=place,
            number=door,
            address=f"幸福小区{place.name}{door}",
            area=area,
            area_path=area.path,
            created_at=BEFORE,
        )
        household = Household.objects.create(
            dwelling=dwelling, area=area, area_path=area.path, started_at=BEFORE
        )
        Membership.objects.create(
            person=made, household=household, relation="head", started_at=BEFORE
        )
    for code in tags:
        tag, _new = Tag.objects.get_or_create(
            code=code, defaults={"name": code, "definition": code, "valid_from": BEFORE}
        )
        PersonTag.objects.create(person=made, tag=tag, source="visit", since=BEFORE)
    return made


def _leader(world: World) -> Actor:
    post = open_post(
        actor=SYSTEM, role=Role.GRID_LEADER, area_id=world.grid.pk, title="一网格网格长", at=BEFORE
    )
    user = person("grid-leader", "秦网格长")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=BEFORE)
    return actor_for(user, AT)


def _helper(
    elders: Elders, key: str, name: str, place: tuple[float, float], skills: list[str]
) -> None:
    user = person(f"helper-{key}", name)
    elders.accounts[key] = Actor(user.pk, user.display_name)
    elders.helpers[key] = add_helper(
        actor=elders.world.desk,
        draft=HelperDraft(
            name=name,
            area=elders.world.community,
            kind_codes=["repair", "shopping", "stretcher"],
            skills=skills,
            user_id=user.pk,
            lon=place[0],
            lat=place[1],
        ),
        at=BEFORE,
    )


def offers(call: Call) -> list[Offer]:
    return list(Offer.objects.filter(call=call).order_by("position"))


def kind(code: str) -> HelpKind:
    return HelpKind.objects.get(code=code)


def kinds_of_item(item_id: int) -> list[str]:
    events = Event.objects.filter(subject_kind="item", subject_id=item_id).order_by("id")
    return list(events.values_list("kind", flat=True))
