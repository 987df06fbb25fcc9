"""Rules propose a class, the community confirms it, and it is looked at again in time."""

from __future__ import annotations

from datetime import date

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.care.errors import ClassReason, NotYourElders
from xinqiao.care.models import Classification
from xinqiao.care.selectors.classes import (
    ElderFilter,
    class_of,
    counts_by_grid,
    elder_page,
    proposal_of,
    view_counts,
)
from xinqiao.care.services.classify import confirm_class, drop_proposal, propose_classes
from xinqiao.care.tests.support import Elders
from xinqiao.cases.tests.world import AT, DAY
from xinqiao.registry.errors import ConsentMissing, PersonNotFound
from xinqiao.registry.models import PersonTag


def propose(elders: Elders, *, days: int = 0) -> int:
    path = elders.world.community.path
    return propose_classes(actor=elders.world.desk, area_path=path, at=AT + days * DAY)


def test_rules_propose_by_age_and_category(elders: Elders) -> None:
    assert propose(elders) == 3
    found = {p.name: proposal_of(person_id=p.pk) for p in (elders.wang, elders.li, elders.zhao)}
    codes = {name: row.elder_class.code for name, row in found.items() if row}
    assert codes == {"王秀英": "A", "李大爷": "B", "赵阿姨": "D"}
    assert propose(elders) == 0


def test_the_confirmed_class_counts_and_comes_up_for_review(elders: Elders) -> None:
    propose(elders)
    made = confirm_class(actor=elders.world.desk, person_id=elders.wang.pk, code="A", at=AT)
    assert made.review_on == date(2027, 2, 23)
    classes, rows = counts_by_grid(actor=elders.world.desk, at=AT)
    assert [row.code for row in classes] == ["A", "B", "C", "D"]
    assert [(row.area, row.counts, row.proposed) for row in rows] == [
        (elders.world.grid, (1, 0, 0, 0), 2)
    ]
    assert view_counts(actor=elders.world.desk, at=AT + 100 * DAY)["review"] == 1
    again = confirm_class(
        actor=elders.world.desk, person_id=elders.wang.pk, code="A", at=AT + 100 * DAY
    )
    assert again.review_on is not None
    assert again.review_on > made.review_on
    assert Classification.objects.filter(person=elders.wang).count() == 3


def test_another_class_than_the_rules_say_needs_a_reason(elders: Elders) -> None:
    propose(elders)
    with pytest.raises(ClassReason):
        confirm_class(actor=elders.world.desk, person_id=elders.li.pk, code="D", at=AT)
    confirm_class(
        actor=elders.world.desk, person_id=elders.li.pk, code="D", reason="儿子搬回来住", at=AT
    )
    # The rules still say B, and somebody has said why they are wrong: nobody is asked again.
    assert propose(elders, days=1) == 0
    standing = class_of(person_id=elders.li.pk)
    assert standing is not None
    assert standing.elder_class.code == "D"


def test_a_proposal_that_is_not_taken_is_not_made_again(elders: Elders) -> None:
    propose(elders)
    drop_proposal(actor=elders.world.desk, person_id=elders.li.pk, at=AT + DAY)
    assert propose(elders, days=2) == 0


def test_a_change_of_category_is_proposed_anew(elders: Elders) -> None:
    propose(elders)
    confirm_class(actor=elders.world.desk, person_id=elders.li.pk, code="B", at=AT)
    PersonTag.objects.filter(person=elders.li).update(until=AT + DAY)
    assert propose(elders, days=2) == 1
    proposal = proposal_of(person_id=elders.li.pk)
    assert proposal is not None
    assert proposal.elder_class.code == "D"


def test_a_class_that_tells_of_health_needs_a_basis(elders: Elders) -> None:
    with pytest.raises(ConsentMissing):
        confirm_class(actor=elders.world.desk, person_id=elders.li.pk, code="A", at=AT)


def test_workers_read_and_strangers_see_nobody(elders: Elders) -> None:
    propose(elders)
    wanted = ElderFilter(view="proposed")
    assert len(elder_page(actor=elders.world.worker, wanted=wanted, at=AT)) == 3
    assert len(elder_page(actor=elders.world.stranger, wanted=wanted, at=AT)) == 0
    with pytest.raises(NotYourElders):
        confirm_class(actor=elders.world.worker, person_id=elders.li.pk, code="B", at=AT)
    with pytest.raises(PersonNotFound):
        confirm_class(actor=elders.world.other_desk, person_id=elders.li.pk, code="B", at=AT)


def test_the_dead_and_those_who_left_are_left_out(elders: Elders) -> None:
    elders.wang.died_on = AT.date()
    elders.wang.save()
    elders.li.left_on = AT.date()
    elders.li.save()
    path = elders.world.county.path
    assert propose_classes(actor=SYSTEM, area_path=path, at=AT) == 2  # 赵阿姨 and 远方老人
