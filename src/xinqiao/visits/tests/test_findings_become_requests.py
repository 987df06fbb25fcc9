"""A hazard found at a visit is a request or was settled; both ends know each other."""

from __future__ import annotations

import pytest

from xinqiao.cases.models import Case
from xinqiao.cases.tests.world import AT, World, photo
from xinqiao.files.models import Attachment
from xinqiao.visits.errors import BadAnswers
from xinqiao.visits.models import Finding, Visit
from xinqiao.visits.tests.homes import Home, all_clear, visit
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.steps import SUBJECT

WIRE = {"text": "入户电线老化，火线裸露。", "category": "safety.wire."}


def test_a_hazard_becomes_a_request_in_the_same_grid(world: World, home: Home) -> None:
    token = photo(AT)
    found = [{**WIRE, "photos": [token]}]
    made = visit(home, world.worker, answers=all_clear(home, hazards=found)).visit

    finding = made.findings.get()
    item = Item.objects.get(pk=finding.item_id or 0)
    assert finding.state == "raised"
    assert item.area_path == world.grid.path
    assert item.category_code == "safety.wire."
    case = Case.objects.get(pk=item.pk)
    assert case.address == "幸福小区3栋1单元301"
    owners = Attachment.objects.values_list("subject_kind", "subject_id")
    assert sorted(owners) == [(SUBJECT, item.pk), ("visit", made.pk)]


def test_a_conflict_is_the_residents_own_request(world: World, home: Home) -> None:
    found = [{"text": "和楼上为漏水争吵多次，愿意调解。"}]
    made = visit(home, world.worker, answers=all_clear(home, conflicts=found)).visit

    case = Case.objects.get(pk=made.findings.get().item_id or 0)
    assert case.item.category_code == "dispute.neighbour."
    assert case.on_behalf
    assert case.recorded_by_id == world.worker.user_id


def test_settled_on_the_spot_and_noted_raise_nothing(world: World, home: Home) -> None:
    found = [{**WIRE, "then": "settle"}, {"text": "楼道杂物，屋主答应清走", "then": "note"}]
    made = visit(home, world.worker, answers=all_clear(home, hazards=found)).visit

    assert list(made.findings.values_list("state", flat=True)) == ["settled", "noted"]
    assert not Item.objects.exists()


def test_the_same_visit_twice_raises_once(world: World, home: Home) -> None:
    answers = all_clear(home, hazards=[WIRE])
    visit(home, world.worker, answers=answers)
    visit(home, world.worker, answers=answers)

    assert (Finding.objects.count(), Item.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "told", [{**WIRE, "category": "no.such."}, {**WIRE, "text": "救命，着火了！快来人！"}]
)
def test_a_refused_request_leaves_no_half_visit(
    world: World, home: Home, told: dict[str, str]
) -> None:
    with pytest.raises(BadAnswers) as refused:
        visit(home, world.worker, answers=all_clear(home, hazards=[told]))

    assert set(refused.value.problems) == {"hazards"}
    assert not Visit.objects.exists()
    assert not Item.objects.exists()
