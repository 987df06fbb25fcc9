"""The elders of 南内环街二社区 and those who help them, put on record as the community does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from xinqiao.accounts.access import Actor
from xinqiao.care.models import Helper, Store, Ware
from xinqiao.care.services.board import LineDraft, add_line
from xinqiao.care.services.helpers import HelperDraft, add_helper, add_shift
from xinqiao.care.services.stock import move_stock, open_store
from xinqiao.grid.models import Place
from xinqiao.kit.time import local_day
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Person
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.services.consent import record_consent
from xinqiao.registry.services.tagging import give_tag
from xinqiao.stories.communities import Community
from xinqiao.stories.stage import Stage

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("秀英", "桂兰", "玉珍", "凤英", "建国", "志强", "淑华", "德明", "桂英", "永福")
EVERY_DAY = 127
NIGHT = (time(20), time(7))


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many elders of each class: A disabled or half-disabled, B alone, C 80+, D others."""

    a: int
    b: int
    c: int
    d: int

    @property
    def fitted(self) -> int:
        """Whoever is entitled to a device or fitting beside a lamp."""
        return self.a + self.b + self.c

    @property
    def contacted(self) -> int:
        """Whoever is to be visited or called twice a week."""
        return self.a + self.b


FULL = Numbers(a=17, b=83, c=30, d=20)
SHORT = Numbers(a=3, b=6, c=3, d=2)


@dataclass(frozen=True, slots=True)
class Elders:
    """Who lives here, by class, in the order of the doors."""

    a: tuple[Person, ...]
    b: tuple[Person, ...]
    c: tuple[Person, ...]
    d: tuple[Person, ...]

    @property
    def all(self) -> tuple[Person, ...]:
        return (*self.a, *self.b, *self.c, *self.d)


def cast(stage: Stage, place: Community) -> None:
    """The desk, a leader and a worker a grid, two who serve at home."""
    names = ("张丽", "王慧", "刘洋", "赵敏", "任杰")
    for number, (name, leader, worker) in enumerate(
        zip(names, place.leaders, place.workers, strict=True), start=1
    ):
        stage.staff(f"nneihuan_leader{number}", f"{name}网格长", leader, signs_in=False)
        stage.staff(f"nneihuan_worker{number}", f"{name[0]}网格员", worker, signs_in=False)
    stage.staff("nneihuan_desk", "南内环街二社区庞书记", place.desk)
    stage.staff("yingze", "迎泽街道值班室", place.street_desk, signs_in=False)


def settle(stage: Stage, place: Community, numbers: Numbers) -> Elders:
    """Put the households on the register; sensitive categories only with consent."""
    desk = stage.actor("nneihuan_desk")
    buildings = list(Place.objects.filter(area__in=place.grids, kind="building").order_by("pk"))
    kinds = ["a"] * numbers.a + ["b"] * numbers.b + ["c"] * numbers.c + ["d"] * numbers.d
    families = [_family(n, kind, buildings) for n, kind in enumerate(kinds)]
    captured = capture_many(actor=desk, families=families, at=stage.now)
    found: dict[str, list[Person]] = {"a": [], "b": [], "c": [], "d": []}
    for kind, one in zip(kinds, captured, strict=True):
        found[kind].append(one.people[0])
    for number, person in enumerate(found["a"]):
        code = "disabled_elder" if number % 3 == 0 else "half_disabled"
        record_consent(
            actor=desk,
            person=person,
            purpose_code="sensitive_care",
            manner="spoken",
            witness="家属在场",
            at=stage.now,
        )
        give_tag(actor=desk, person_id=person.pk, code=code, source="visit", at=stage.now)
    return Elders(*(tuple(found[kind]) for kind in "abcd"))


def _family(number: int, kind: str, buildings: Sequence[Place]) -> FamilyDraft:
    """An elder alone, or with a child of the middle age."""
    place = buildings[number % len(buildings)]
    door = number // len(buildings)
    born = {"a": 1944, "b": 1951, "c": 1938, "d": 1958}[kind] + number % 5
    name = f"{SURNAMES[number % len(SURNAMES)]}{GIVEN[number // 2 % len(GIVEN)]}"
    elder = PersonDraft(
        name=name, born_on=date(born, 1 + number % 12, 1 + number % 28), is_somebody_else=True
    )
    child = PersonDraft(
        name=f"{name[0]}小{GIVEN[number % len(GIVEN)][0]}",
        born_on=date(1975 + number % 9, 3, 1 + number % 28),
        relation="child",
        is_somebody_else=True,
    )
    return FamilyDraft(
        dwelling=DwellingDraft(
            place_id=place.pk, unit=str(1 + door % 3), number=f"{1 + door // 12}{door % 12 + 1:02}"
        ),
        people=(elder,) if kind == "b" else (elder, child),
    )


def open_stores(stage: Stage, place: Community, numbers: Numbers) -> Store:
    """A store with enough of everything."""
    desk = stage.actor("nneihuan_desk")
    store = open_store(actor=desk, area=place.area, name="助老服务站", at=stage.now)
    for code in ("handrail", "grab_bar", "shower_chair", "bracelet"):
        ware = Ware.objects.get(code=code)
        move_stock(
            actor=desk,
            store_id=store.pk,
            ware_id=ware.pk,
            kind="in",
            pieces=numbers.fitted,
            note="民政部门配发",
            at=stage.now,
        )
    return store


def enlist(stage: Stage, place: Community) -> dict[str, Helper]:
    """Helpers by day and night. Two of the night crew, so that a stretcher has two ends."""
    desk = stage.actor("nneihuan_desk")
    rows = (
        ("carer", "护理员小常", ("company",), ("护理",), ""),
        ("nurse", "社区医院韩护士", ("escort",), ("急救",), ""),
        ("plumber", "物业田师傅", ("repair",), ("水电",), ""),
        ("handy", "热心居民老岳", ("repair", "shopping"), (), ""),
        ("night1", "助老志愿者冯强", ("stretcher",), ("搬抬",), "night"),
        ("night2", "助老志愿者裴军", ("stretcher",), ("搬抬", "急救"), "night"),
    )
    found: dict[str, Helper] = {}
    for number, (key, name, kinds, skills, turn) in enumerate(rows, start=1):
        user = stage.person(f"nneihuan_{key}", name, signs_in=False)
        lon, lat = place.spot(1 + number % len(place.grids))
        draft = HelperDraft(
            name=name,
            area=place.area,
            kind_codes=kinds,
            skills=skills,
            user_id=user.pk,
            lon=lon,
            lat=lat,
        )
        found[key] = add_helper(actor=desk, draft=draft, at=stage.now)
        if turn:
            _night(desk, found[key], stage)
    return found


def _night(desk: Actor, helper: Helper, stage: Stage) -> None:
    add_shift(
        actor=desk,
        helper_id=helper.pk,
        weekdays=EVERY_DAY,
        starts=NIGHT[0],
        ends=NIGHT[1],
        from_on=local_day(stage.now),
        at=stage.now,
    )


def hang_board(stage: Stage, place: Community) -> Place:
    """The lines that staff add to the board of the estate: office numbers, and one who agreed."""
    desk = stage.actor("nneihuan_desk")
    estate = Place.objects.get(area=place.area, kind="estate")
    lines = (
        LineDraft(duty="社区值班", phone="03514180000", basis="office"),
        LineDraft(duty="物业维修", name="田师傅", phone="03514180001", basis="office"),
        LineDraft(
            duty="家庭医生",
            name="孙医生",
            phone="13800000045",
            basis="agreed",
            agreed_on=local_day(stage.now),
        ),
    )
    for line in lines:
        add_line(actor=desk, place=estate, draft=line, at=stage.now)
    return estate
