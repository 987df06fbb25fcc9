"""How fresh the register of a unit grid is: visits, what residents declare, what they hand in.

Six people are entered and then forgotten for half a year. Two are visited, one says on the own
page that she still lives here, one hands in a request; the two whom nobody has heard of are put
on their grid worker's list.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.grid.models import Area, Level, PlaceKind
from xinqiao.grid.selectors.areas import get_area
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.places import add_place
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.models import Person
from xinqiao.registry.services.capture import capture_family
from xinqiao.registry.services.link import link_account
from xinqiao.stories.figures import Figure
from xinqiao.stories.stage import Stage
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.selectors.forms import form_in_use
from xinqiao.visits.selectors.freshness import shares, stale_people
from xinqiao.visits.selectors.today import todays_visits
from xinqiao.visits.services.ask import ask_for_visits
from xinqiao.visits.services.declare import declare
from xinqiao.visits.services.record import record_visit
from xinqiao.visits.services.signals import read_log

HALF_A_YEAR: Final = 200  # days
BORN: Final = date(1958, 5, 1)
NAMES: Final = ("蔡秀英", "王建国", "陈美玲", "林永福", "黄海峰", "吴丽华")


def freshness(stage: Stage, grid_code: str) -> list[Figure]:
    """Play half a year in one unit grid; figures from the product's own selectors."""
    grid = get_area(SYSTEM, grid_code)
    worker = _worker(stage, grid)
    people = _capture(stage, worker, grid)
    read_log(at=stage.now)
    stage.leap(days=HALF_A_YEAR)
    before = stale_people(actor=worker, at=stage.now).count()
    for person in people[:2]:
        _visit(stage, worker, person)
    _declare(stage, people[2], 1)
    _report(stage, people[3], 2)
    read_log(at=stage.now)
    (share,) = shares(actor=worker, at=stage.now, level=Level.GRID)
    asked = ask_for_visits(actor=worker, path=grid.path, at=stage.now)
    listed = todays_visits(actor=worker, at=stage.now)
    return [
        Figure("people of a grid gone stale in half a year", len(NAMES), before),
        Figure("fresh by visit, declaration and request", 4, share.fresh),
        Figure("stale people listed for a visit", 2, asked),
        Figure("visits on the grid worker's list", 2, len(listed.items)),
    ]


def _worker(stage: Stage, grid: Area) -> Actor:
    post = grid.posts.get(role="grid_worker")
    return actor_for(post.appointments.get().user, stage.now)


def _capture(stage: Stage, worker: Actor, grid: Area) -> list[Person]:
    building = add_place(
        actor=SYSTEM, kind=PlaceKind.BUILDING, name=f"{grid.name}1号楼", area_id=grid.pk,
        at=stage.now,
    )  # fmt: skip
    people: list[Person] = []
    for number, name in enumerate(NAMES, start=1):
        told = PersonDraft(name=name, phone=_phone(number), born_on=BORN)
        home = DwellingDraft(place_id=building.pk, unit="1", number=f"{number}01")
        family = FamilyDraft(dwelling=home, people=(told,))
        people += capture_family(actor=worker, family=family, at=stage.now)
    return people


def _phone(number: int) -> str:
    return f"1380002000{number}"


def _visit(stage: Stage, worker: Actor, person: Person) -> None:
    form = form_in_use(code="contact", at=stage.now, area_path=person.area_path)
    draft = VisitDraft(
        form_id=form.pk,
        key=f"story-g2-{person.pk}",
        started_at=stage.now,
        person_id=person.pk,
        answers={"met": [person.pk], "state": "good"},
    )
    record_visit(actor=worker, draft=draft, at=stage.now)


def _signed_in(stage: Stage, person: Person, number: int) -> Actor:
    """The resident on the own phone, whose account the register knows."""
    place = NAMES.index(person.name) + 1
    user = stage.person(
        f"shishi_resident{number}", person.name, phone=_phone(place), signs_in=False
    )
    actor = actor_for(user, stage.now)
    link_account(actor=actor, name=person.name, born_on=BORN, tail="", at=stage.now)
    return actor


def _declare(stage: Stage, person: Person, number: int) -> None:
    declare(actor=_signed_in(stage, person, number), lives_here=True, at=stage.now)


def _report(stage: Stage, person: Person, number: int) -> None:
    draft = ReportDraft(
        text="楼下路灯不亮，晚上看不清路。",
        category_code="facility.light.",
        source=Source.WEB,
        area_id=person.area_id,
    )
    stage.report(draft, by=_signed_in(stage, person, number))
