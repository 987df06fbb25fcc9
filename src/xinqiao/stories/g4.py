"""G4 营口站前区: every small street and lane has a named steward and recurring upkeep.

Planting, road patching, fittings, dead corners and overhead wires fall due by themselves for four
weeks; stewards prove each turn with a photo, a broken lamp becomes a request, and one turn that a
steward on leave lets slip is handed to the next one. At the end nothing is late.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from xinqiao.accounts.models import User
from xinqiao.grid.models import Area, Post
from xinqiao.grid.selectors.posts import holders
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Facility
from xinqiao.registry.services.facilities import FacilityDraft, add_facility, set_steward
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.upkeep.models import Task
from xinqiao.upkeep.rhythm import Every
from xinqiao.upkeep.selectors.upkeep import due_tasks, figures
from xinqiao.upkeep.services.check import Checked, check_task
from xinqiao.upkeep.services.plans import PlanDraft, start_plan
from xinqiao.upkeep.services.rounds import let_fall_due
from xinqiao.upkeep.services.settle import settle_task

PLAN = Plan(
    chain=(
        ("21", "辽宁省"),
        ("2108", "营口市"),
        ("210802", "站前区"),
        ("210802001", "八田地街道"),
    ),
    code="210802001901",
    name="民丰社区",
    west=122.2550,
    south=40.6700,
    grids=6,
    estate="格林新居",
)
LANES: Final = ("学府巷", "育才巷", "民丰巷", "站前里", "东升巷", "花园巷", "新建里", "和平巷")
WEEKS: Final = 4
# Kind of upkeep, rhythm, days allowed: the five of the text.
WORK: Final = (
    ("planting", Every.MONTH, (10,), 5),
    ("road", Every.MONTH, (15,), 7),
    ("fittings", Every.DAYS, (14,), 3),
    ("corners", Every.WEEK, (1, 4), 2),
    ("wires", Every.DAYS, (14,), 5),
)


def tell(stage: Stage) -> Sequence[Figure]:
    """Eight lanes, four weeks."""
    return _told(stage, LANES)


def rehearse(stage: Stage) -> Sequence[Figure]:
    """Two lanes, the same weeks."""
    return _told(stage, LANES[:2])


def _told(stage: Stage, names: Sequence[str]) -> Sequence[Figure]:
    place = found(stage, PLAN)
    _cast(stage, place)
    lanes = [_lane(stage, place, number, name) for number, name in enumerate(names)]
    before = figures(actor=stage.actor("minfeng"), at=stage.now)
    for number, lane in enumerate(lanes):
        set_steward(
            actor=stage.actor("minfeng"),
            facility_id=lane.pk,
            post_id=_steward(place, number).pk,
            at=stage.now,
        )
        _plan(stage, lane)
    for day in range(7 * WEEKS):
        _day(stage, place, lanes, day)
    return _figures(stage, before.without_steward, lanes)


def _cast(stage: Stage, place: Community) -> None:
    for number, post in enumerate(place.workers, start=1):
        stage.staff(f"minfeng_{number}", f"街巷长{number}号", post, signs_in=number == 1)
    stage.staff("minfeng_leader", "民丰二网格长", place.leaders[1])
    stage.staff("minfeng", "民丰社区王书记", place.desk)
    stage.staff("batian", "八田地街道于科长", place.street_desk)


def _steward(place: Community, number: int) -> Post:
    return place.workers[number % len(place.workers)]


def _lane(stage: Stage, place: Community, number: int, name: str) -> Facility:
    area: Area = place.grids[number % len(place.grids)]
    lon, lat = place.spot(number % len(place.grids) + 1)
    lat = round(lat + 0.0001 * (number // len(place.grids)), 6)
    line = [[round(lon - 0.0004, 6), lat], [round(lon + 0.0004, 6), lat]]
    draft = FacilityDraft(
        kind="lane",
        name=name,
        area_id=area.pk,
        geometry={"type": "LineString", "coordinates": line},
    )
    return add_facility(actor=stage.actor("minfeng"), draft=draft, at=stage.now)


def _plan(stage: Stage, lane: Facility) -> None:
    for kind, every, days, allowed in WORK:
        draft = PlanDraft(
            facility_id=lane.pk,
            kind=kind,
            every=every,
            interval=days[0] if every is Every.DAYS else 1,
            days=() if every is Every.DAYS else days,
            days_allowed=allowed,
            starts_on=local_day(stage.now),
        )
        start_plan(actor=stage.actor("minfeng"), draft=draft, at=stage.now)


def _day(stage: Stage, place: Community, lanes: Sequence[Facility], day: int) -> None:
    """The worker lets turns fall due, stewards do theirs, the community looks twice a week."""
    stage.leap(days=1)
    let_fall_due(at=stage.now)
    away = place.workers[1].pk if 7 <= day < 10 else 0
    for task in due_tasks(actor=stage.actor("minfeng")):
        if task.item.owner_post_id != away:
            _check(stage, task, defect=day == 0 and task.plan.kind.code == "fittings")
    if day == 10:  # the steward stays away: somebody else takes the lane
        set_steward(
            actor=stage.actor("minfeng"),
            facility_id=lanes[1].pk,
            post_id=place.leaders[1].pk,
            at=stage.now,
        )
    if day % 3 == 2:
        _confirm(stage)


def _check(stage: Stage, task: Task, *, defect: bool) -> None:
    post = task.item.owner_post
    seated = holders(post_ids=[post.pk], at=stage.now)[post.pk] if post else []
    user = User.objects.get(pk=seated[0][0])
    worker = next(name for name, known in stage.people.items() if known.pk == user.pk)
    actor = stage.actor(worker)
    first = task.plan.facility.name == LANES[0]
    checked = Checked(
        proof_tokens=stage.proof(task.item.title, by=actor),
        words="已完成。",
        defect="巷口路灯不亮，晚上看不清路。" if defect and first else "",
    )
    check_task(actor=actor, item_id=task.pk, checked=checked, at=stage.now)


def _confirm(stage: Stage) -> None:
    desk = stage.actor("minfeng")
    for task in Task.objects.filter(item__state="checked").order_by("pk"):
        settle_task(actor=desk, item_id=task.pk, action="confirm", at=stage.now)


def _figures(stage: Stage, unstewarded: int, lanes: Sequence[Facility]) -> Sequence[Figure]:
    stage.leap(days=4)  # what nobody looked at counts as confirmed after three days
    now = figures(actor=stage.actor("minfeng"), at=stage.now)
    requests = Task.objects.filter(request_item__isnull=False).count()
    turns = len(lanes) * _turns(stage)
    return [
        Figure("lanes without a steward at first", len(lanes), unstewarded),
        Figure("lanes with a steward", len(lanes), now.stewarded),
        Figure("lanes with recurring upkeep", len(lanes), now.planned),
        Figure("upkeep overdue", 0, now.overdue),
        Figure("turns done and confirmed", turns, now.done),
        Figure("defects that became requests", 1, requests),
    ]


def _turns(stage: Stage) -> int:
    """How many turns the calendar asks of one lane in these weeks, counted on its own."""
    last = local_day(stage.now) - timedelta(days=4)
    first = last - timedelta(days=7 * WEEKS)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    monthly = sum(day.day in (10, 15) for day in days)
    weekly = sum(day.isoweekday() in (1, 4) for day in days)
    return monthly + weekly + 2 * len(days[::14])


STORY = Story("G4", "站前区：小街小巷专人维护、专项管理", "000", tell, rehearse)
