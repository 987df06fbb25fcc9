"""A visit can be put right by its visitor or the community; what it said before is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.cases.tests.world import AT, World
from xinqiao.kit.errors import BadInput
from xinqiao.registry.models import Household, Person
from xinqiao.visits.errors import VisitChanged, VisitNotFound, VisitNotYours
from xinqiao.visits.models import FourClear, Revision
from xinqiao.visits.services.answers import open_sealed
from xinqiao.visits.services.correct import Correction, correct_visit
from xinqiao.visits.services.redrawn import move_visits
from xinqiao.visits.tests.homes import Home, all_clear, visit
from xinqiao.workflow.models import Item

LATER = AT + timedelta(hours=2)
WIRE = {"text": "电线老化", "category": "safety.wire."}


def corrected(world: World, visit_id: int, actor: Any, **more: Any) -> Any:
    facts = {"version": 1, "reason": "看错了", **more}
    return correct_visit(
        actor=actor, visit_id=visit_id, correction=Correction(**facts), at=LATER
    ).visit


def test_the_old_answers_are_kept_and_what_follows_is_done_again(world: World, home: Home) -> None:
    first = visit(
        home, world.worker, answers=all_clear(home, looked=False, fuel=None, hardship="失业")
    ).visit

    now = corrected(world, first.pk, world.worker, answers=all_clear(home))

    assert now.version == 2
    assert now.answers["looked"] is True
    assert FourClear.objects.get(aspect="facilities").clear_at == first.started_at
    before = Revision.objects.get()
    assert (before.version, before.reason) == (1, "看错了")
    assert before.answers["looked"] is False
    assert open_sealed(before.answers_sealed) == {"hardship": "失业"}


def test_a_request_that_was_raised_stays_and_a_new_finding_is_raised(
    world: World, home: Home
) -> None:
    first = visit(home, world.worker, answers=all_clear(home, hazards=[WIRE])).visit
    more = [WIRE, {"text": "楼道堆物", "category": "safety.fire."}]

    now = corrected(world, first.pk, world.desk, answers=all_clear(home, hazards=more))

    assert now.findings.count() == 2
    assert Item.objects.count() == 2


def test_nobody_home_after_all(world: World, home: Home) -> None:
    first = visit(home, world.worker).visit

    now = corrected(world, first.pk, world.worker, outcome="absent")

    assert now.answers == {}
    assert not now.met.exists()
    assert not FourClear.objects.exists()


def test_a_colleague_may_look_but_not_correct(world: World, home: Home) -> None:
    first = visit(home, world.worker).visit
    answers = all_clear(home)

    with pytest.raises(VisitNotYours):
        corrected(world, first.pk, world.colleague, answers=answers)
    with pytest.raises(VisitNotFound):
        corrected(world, first.pk, world.stranger, answers=answers)
    with pytest.raises(BadInput):
        corrected(world, first.pk, world.worker, answers=answers, reason=" ")


def test_two_corrections_at_once_are_told(world: World, home: Home) -> None:
    first = visit(home, world.worker).visit
    corrected(world, first.pk, world.worker, answers=all_clear(home))

    with pytest.raises(VisitChanged):
        corrected(world, first.pk, world.desk, answers=all_clear(home))


def test_visits_follow_their_household_when_grids_are_redrawn(world: World, home: Home) -> None:
    first = visit(home, world.worker).visit
    new = {"area": world.other_grid, "area_path": world.other_grid.path}
    Household.objects.update(**new)
    Person.objects.update(**new)

    class Drawn:
        predecessors = (world.grid.pk,)

    moved = move_visits(Drawn(), AT)  # type: ignore[arg-type]

    first.refresh_from_db()
    assert moved == {world.other_grid.pk: 1}
    assert first.area_path == world.other_grid.path
    assert not move_visits(Drawn(), AT)  # type: ignore[arg-type]
