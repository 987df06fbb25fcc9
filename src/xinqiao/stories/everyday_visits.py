"""Visits of the demonstration: families of three buildings, plans, and who is due today."""

from __future__ import annotations

from datetime import date

from xinqiao.registry.drafts import DwellingDraft, FamilyDraft, PersonDraft
from xinqiao.registry.services.capture_many import capture_many
from xinqiao.registry.services.link import link_account
from xinqiao.stories import c1, g1
from xinqiao.stories.communities import found
from xinqiao.stories.rounds import walk
from xinqiao.stories.stage import Stage

BUILDINGS = (2, 3, 4)
DOORS = 4  # in each unit
SHOWN = 3  # the building of the grid worker whom the demonstration offers


def begin_visits(stage: Stage) -> None:
    """Some days ago: the families are entered, the plans begin, many are seen."""
    place = found(stage, c1.PLAN)
    c1.cast(stage, place)
    g1.seat_neighbours(stage, place)
    for number in BUILDINGS:
        g1.settle(stage, place, number, doors=DOORS)
    _settle_zhang(stage, g1.building_of(place.grids[SHOWN - 1]))
    g1.make_plans(stage, place)
    for number in BUILDINGS:
        walk(stage, stage.actor(f"jinwu_grid{number}"), households=7)


def go_on_visiting(stage: Stage) -> None:
    """Today: the neighbours have seen everybody, the shown grid worker is in the middle of it."""
    for number in BUILDINGS:
        few = number == SHOWN
        actor = stage.actor(f"jinwu_grid{number}")
        walk(stage, actor, households=0 if few else 5, people=3 if few else 100)


def _settle_zhang(stage: Stage, building: int) -> None:
    """The resident of the demonstration lives alone in the shown building, and has an account."""
    born_on = date(1948, 5, 12)
    zhang = PersonDraft(name="张大娘", sex="female", born_on=born_on, phone="13800000001")
    home = FamilyDraft(
        dwelling=DwellingDraft(place_id=building, unit="1", number="501"), people=(zhang,)
    )
    leader = stage.actor(f"jinwu_grid{SHOWN}")
    capture_many(actor=leader, families=[home], at=stage.now)
    actor = stage.actor("zhang")
    link_account(actor=actor, name="张大娘", born_on=born_on, tail="", at=stage.now)
