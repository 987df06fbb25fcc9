"""G3 隆昌 观湖社区: people and dwellings recorded on phones, at the door, also without signal.

Four grid workers go from door to door; two of them are without signal for a day, lines break, and
everything is sent more than once. Later a worker and the leader of the same grid change the same
people apart from each other, and the leader's phone is lost. People are made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.field.selectors.commands import Figures, conflict_page, figures
from xinqiao.field.selectors.phones import my_phones, phones_in_use
from xinqiao.field.services.phones import end_phone
from xinqiao.field.services.settle import settle_conflict
from xinqiao.grid.models import PlaceKind
from xinqiao.grid.selectors.places import visible_places
from xinqiao.grid.services.posts import open_post
from xinqiao.registry.beginnings import seed_registry
from xinqiao.registry.selectors.scope import visible_dwellings, visible_people
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.g3_cast import Census, Handset, family, handset, walk
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage

PLAN = Plan(
    chain=(
        ("51", "四川省"),
        ("5110", "内江市"),
        ("511083", "隆昌市"),
        ("511083001", "古湖街道"),
    ),
    code="511083001201",
    name="观湖社区",
    west=105.2790,
    south=29.3350,
    grids=4,
    estate="观岭国际",
)
WORKERS = ("黄敏", "曾强", "郭丽", "周涛")
DOORS, FEW_DOORS = 24, 4
DESK, LEADER, SECURITY = "guanhu_desk", "guanhu_leader", "guanhu_security"


@dataclass(frozen=True, slots=True)
class Counted:
    """What the community's own pages say."""

    dwellings: int
    people: int
    sent: Figures

    @classmethod
    def by(cls, stage: Stage) -> Counted:
        desk = stage.actor(DESK)
        return cls(
            visible_dwellings(actor=desk).count(),
            visible_people(actor=desk).count(),
            figures(actor=desk, before=stage.now + timedelta(seconds=1)),
        )


def tell(stage: Stage, doors: int = DOORS) -> Sequence[Figure]:
    """Three days of collecting, and the figures of the community's page."""
    place = found(stage, PLAN)
    _cast(stage, place)
    before, census = Counted.by(stage), Census()
    stage.morning()
    phones = [handset(stage, f"guanhu_grid{number}") for number in range(1, len(WORKERS) + 1)]
    meant = _first_day(stage, phones, doors, census)
    _second_day(stage, phones, meant)
    leader = handset(stage, LEADER)
    phones.append(leader)
    shown = _third_day(stage, phones[0], leader)
    _lost_phone(stage, leader)
    return _figures(stage, before, phones, shown, doors)


def _cast(stage: Stage, place: Community) -> None:
    """A worker a grid, the leader of the first, the desk, who looks after phones."""
    seed_registry(actor=SYSTEM, at=stage.now - timedelta(days=400))
    for number, (name, post) in enumerate(zip(WORKERS, place.workers, strict=True), start=1):
        stage.staff(f"guanhu_grid{number}", name, post)
    stage.staff(LEADER, "观湖社区网格长李春", place.leaders[0])
    stage.staff(DESK, "观湖社区刘书记", place.desk)
    county = place.county_desk.area
    post = open_post(
        actor=SYSTEM, role=Role.SECURITY_ADMIN, area_id=county.pk, title="安全管理员", at=stage.now
    )
    stage.staff(SECURITY, "隆昌市安全管理员", post)


def _first_day(stage: Stage, phones: list[Handset], doors: int, census: Census) -> dict[str, Any]:
    """Everybody goes round. The first two have signal; one of them mistypes a citizen number.

    Returns the entry as it was meant.
    """
    for phone in phones:
        walk(phone, _building(stage, phone), doors, census, stage.now)
    careless = phones[1]
    home = {"dwelling": {"building": _building(stage, careless), "number": "底商1"}}
    head, *others = census.family()
    right = head["citizen_number"]
    wrong = head | {"citizen_number": right[:-1] + ("0" if right[-1] != "0" else "1")}
    family(careless, home, [wrong, *others], stage.now)
    stage.wait(hours=8)
    phones[0].send(stage)
    careless.send(stage, hears=False)  # the answer never came …
    careless.send(stage)  # … so all of it is sent again
    return {**home, "person": head}


def _second_day(stage: Stage, phones: list[Handset], meant: dict[str, Any]) -> None:
    """Signal again: what waited for a day arrives, some of it three times; one entry is put right.

    The correction has the id of the refused entry, so the two of the family that waited for it
    follow by themselves.
    """
    stage.morning()
    careless = phones[1]
    [refused] = [one for one in careless.answers.values() if one.fate == "refused"]
    for phone in phones[2:]:
        phone.send(stage, hears=False)
        phone.send(stage, hears=False)
        phone.send(stage)
    careless.correct(refused.id, meant, stage.now)
    careless.send(stage)
    for phone in phones:
        phone.sync(stage)


def _third_day(stage: Stage, worker: Handset, leader: Handset) -> int:
    """Two people, one grid, no signal: the same people are changed on both phones.

    Returns how many conflicts the community's page shows.
    """
    leader.sync(stage)
    ids = sorted(int(key) for key in worker.carried["people"])
    stage.morning()
    at = stage.now
    for phone, words in ((worker, "县医院"), (leader, "第二小学")):
        phone.change(ids[0], at, employer=words)  # differently: a conflict
        phone.change(ids[1], at, note="想要上门办证")  # alike: no conflict
        phone.change(ids[3], at, name=f"黄{words[-1]}")  # differently: a conflict
    worker.change(ids[2], at, employer="观岭国际物业")  # other fields of one person: both stay
    leader.change(ids[2], at, note="腿脚不便")
    stage.wait(hours=6)
    worker.send(stage)
    leader.send(stage, hears=False)
    leader.send(stage)
    return len(conflict_page(actor=stage.actor(DESK)))


def _lost_phone(stage: Stage, leader: Handset) -> None:
    """The leader's phone falls into the lake; nothing rested on it alone."""
    stage.morning()
    security, desk = stage.actor(SECURITY), stage.actor(DESK)
    lost = next(one for one in phones_in_use(actor=security) if one.pk == leader.phone.pk)
    end_phone(actor=security, phone_id=lost.pk, at=stage.now)
    first, second = conflict_page(actor=desk)
    for command, choice in ((first, "mine"), (second, "theirs")):
        choices: Any = dict.fromkeys(("employer", "name"), choice)
        shown = {clash.field for clash in leader.answers[command.pk].clashes}
        chosen = {name: choices[name] for name in shown}
        settle_conflict(actor=desk, command_id=command.pk, choices=chosen, at=stage.now)


def _building(stage: Stage, phone: Handset) -> int:
    places = visible_places(stage.actor(phone.username)).filter(kind=PlaceKind.BUILDING)
    return int(places.get().pk)


def _figures(
    stage: Stage, before: Counted, phones: Sequence[Handset], shown: int, doors: int
) -> list[Figure]:
    after = Counted.by(stage)
    entered = sum(len(phone.entered) for phone in phones)
    now, then = after.sent, before.sent
    received = now.received - then.received
    flats = len(WORKERS) * doors + 1
    return [
        Figure("entries lost", 0, entered - received + now.lost),
        Figure("entries that arrived", entered, received),
        Figure("dwellings on record", flats, after.dwellings - before.dwellings),
        Figure("people on record", 3 * flats, after.people - before.people),
        Figure("conflicts shown", 2, shown),
        Figure(
            "conflicts settled by the community", 2, now.conflicts_settled - then.conflicts_settled
        ),
        Figure("changes kept beside each other", 2, now.merged - then.merged),
        Figure("conflicts left open", 0, now.conflicts_open),
        Figure("entries refused or waiting in the end", 0, now.refused + now.waiting),
        Figure("entries still on a phone", 0, sum(len(phone.queue) for phone in phones)),
        Figure("phones left with the leader", 0, len(my_phones(actor=stage.actor(LEADER)))),
    ]


STORY = Story(
    name="G3",
    title="隆昌 观湖社区: recorded at the door, with and without signal",
    source="003",
    tell=tell,
    rehearse=partial(tell, doors=FEW_DOORS),
)
