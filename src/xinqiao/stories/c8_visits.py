"""The visits of C8: three households of one lane tell the grid worker the same."""

from __future__ import annotations

from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.files.models import Purpose
from xinqiao.grid.models import Area, Place, PlaceKind
from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.selectors.scope import get_household
from xinqiao.registry.services.capture import capture_family
from xinqiao.stories.stage import Stage
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.models import Visit
from xinqiao.visits.selectors.forms import form_in_use
from xinqiao.visits.services.record import record_visit

WORDS: Final = (
    ("付金芳", "白家巷路面破损严重，坑坑洼洼，下雨天没法走。"),
    ("白建国", "巷子里路不平，老人出门摔过跤，希望把路修一修。"),
    ("李桂兰", "白家巷年久失修，电动车进不来，出行难。"),
)


def visit_the_lane(stage: Stage, worker: Actor, grid: Area) -> list[Visit]:
    """民声呼应·暖心走访: three households tell of the lane; each becomes a request at once."""
    building = Place.objects.get(area=grid, kind=PlaceKind.BUILDING)
    visits = []
    for number, (name, words) in enumerate(WORDS, start=1):
        home = FamilyDraft(
            dwelling=DwellingDraft(place_id=building.pk, unit="1", number=f"10{number}"),
            people=(PersonDraft(name=name),),
        )
        person = capture_family(actor=worker, family=home, at=stage.now)[0]
        household_id = person.memberships.get(ended_at=None).household_id
        visits.append(_record(stage, worker, household_id, person.pk, words))
        stage.wait(hours=1)
    return visits


def _record(stage: Stage, worker: Actor, household_id: int, person_id: int, words: str) -> Visit:
    household = get_household(actor=worker, household_id=household_id)
    form = form_in_use(code="four-clear", at=stage.now, area_path=household.area_path)
    photo = stage.photo("白家巷破损路面", by=worker, purpose=Purpose.REPORT)
    answers = {
        "met_people": [person_id],
        "residents": 1,
        "housing": "own",
        "categories_asked": True,
        "needs_care": False,
        "looked": True,
        "fuel": "pipe",
        "broken": [
            {"text": words, "category": "facility.road.", "then": "raise", "photos": [photo]}
        ],
        "hazards_asked": True,
        "conflicts_asked": True,
    }
    draft = VisitDraft(
        form_id=form.pk,
        key=f"story-c8-{household_id}",
        started_at=stage.now,
        household_id=household_id,
        answers=answers,
    )
    return record_visit(actor=worker, draft=draft, at=stage.now).visit
