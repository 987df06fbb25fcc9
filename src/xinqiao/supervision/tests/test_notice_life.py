"""A notice from its issue to the cancellation of its number: who may do what, and which clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.cases.tests.world import AT, DAY, HOUR, World, item_of, photo
from xinqiao.kit.errors import DomainError, NotAllowed
from xinqiao.supervision.errors import (
    IssuerDecides,
    NothingToSupervise,
    NotYourArea,
    OwnWork,
    SamePerson,
    TargetNeeded,
    TooEarly,
    TooFar,
)
from xinqiao.supervision.models import Remark
from xinqiao.supervision.selectors.notices import visible_notices
from xinqiao.supervision.services.answer import (
    accept_notice,
    add_note,
    begin_rectifying,
    report_back,
)
from xinqiao.supervision.services.settle import (
    cancel_notice,
    extend_notice,
    return_notice,
    revoke_notice,
)
from xinqiao.supervision.tests.support import about, finding, fresh, kinds, reported, to_desk
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import ActionNotPossible, Missing
from xinqiao.workflow.models import Assignment, Deadline, Part


def test_find_hand_over_rectify_feed_back(world: World) -> None:
    notice = finding(world)
    assert fresh(notice).item.state == "issued"
    accept_notice(actor=world.desk, item_id=notice.pk, at=AT + HOUR)
    begin_rectifying(actor=world.desk, item_id=notice.pk, words="明早清理。", at=AT + HOUR)
    report_back(
        actor=world.desk,
        item_id=notice.pk,
        words="已清理。",
        proof_tokens=[photo(AT)],
        at=AT + 2 * HOUR,
    )
    item = fresh(notice).item
    assert (item.state, item.done_at, item.is_late) == ("reported", AT + 2 * HOUR, False)
    cancel_notice(actor=world.street_staff, item_id=notice.pk, words="现场核实。", at=AT + DAY)
    item = fresh(notice).item
    assert (item.state, item.is_open) == ("cancelled", False)
    assert not Deadline.objects.filter(
        item=item, met_at__isnull=True, cancelled_at__isnull=True
    ).exists()
    assert kinds(notice.pk) == [
        "supervision.issued",
        "supervision.accepted",
        "supervision.rectifying",
        "supervision.reported",
        "supervision.cancelled",
    ]
    assert list(Remark.objects.filter(notice=notice).values_list("kind", flat=True)) == [
        "plan",
        "report",
        "verdict",
    ]


def test_the_clock_of_the_matter_is_never_touched(world: World) -> None:
    case_id = world.handled()
    before = list(Deadline.objects.filter(item_id=case_id).order_by("id").values())
    due = item_of(case_id).due_at
    notice = about(world, case_id, at=AT + HOUR)
    reported(world, notice, world.water_staff, at=AT + 2 * HOUR)
    return_notice(actor=world.street_staff, item_id=notice.pk, reason="还在漏。", at=AT + 3 * HOUR)
    assert list(Deadline.objects.filter(item_id=case_id).order_by("id").values()) == before
    assert item_of(case_id).due_at == due
    assert "supervision.matter_taken_up" in kinds(case_id)


def test_who_sees_a_notice(world: World) -> None:
    case_id = world.handled()
    to_unit, to_post = about(world, case_id), finding(world)

    def seen(name: str) -> set[int]:
        return set(visible_notices(actor=getattr(world, name)).values_list("pk", flat=True))

    both = {to_unit.pk, to_post.pk}
    assert seen("street_staff") == seen("county_staff") == both
    assert seen("desk") == seen("second_desk") == both  # the place is in their community
    assert seen("water_staff") == {to_unit.pk}
    for stranger in ("other_desk", "property_staff", "worker", "resident", "system_admin"):
        assert seen(stranger) == set(), stranger


@pytest.mark.parametrize("name", ["worker", "desk", "water_staff", "resident", "hotline"])
def test_only_supervisors_issue(world: World, name: str) -> None:
    with pytest.raises(DomainError):
        finding(world, actor=getattr(world, name), target=Party(organisation_id=world.property.pk))


def test_a_street_does_not_supervise_itself(world: World) -> None:
    target = Party(post_id=world.posts["street_staff"].pk)
    with pytest.raises(OwnWork):
        finding(world, target=target)
    notice = finding(world, actor=world.county_staff, target=target)
    reported(world, notice, world.street_staff)
    # It is over the area of the notice, but the notice was given to it.
    with pytest.raises(OwnWork):
        cancel_notice(actor=world.street_staff, item_id=notice.pk, words="好了", at=AT)
    cancel_notice(actor=world.county_staff, item_id=notice.pk, words="核验属实", at=AT)


def test_a_lower_level_does_not_cancel_what_the_county_issued(world: World) -> None:
    notice = finding(world, actor=world.county_staff)
    reported(world, notice, world.desk)
    with pytest.raises(IssuerDecides):
        cancel_notice(actor=world.street_staff, item_id=notice.pk, words="好了", at=AT)
    with pytest.raises(NotAllowed):
        cancel_notice(actor=world.second_desk, item_id=notice.pk, words="好了", at=AT)


def test_nobody_cancels_what_they_reported_themselves(world: World) -> None:
    notice = finding(world)
    reported(world, notice, world.desk)
    row = fresh(notice)
    row.reported_by_id = world.street_staff.user_id
    row.save(update_fields=["reported_by"])
    with pytest.raises(SamePerson):
        cancel_notice(actor=world.street_staff, item_id=notice.pk, words="好了", at=AT)


def test_a_report_needs_proof(world: World) -> None:
    notice = finding(world)
    with pytest.raises(Missing) as refused:
        report_back(actor=world.desk, item_id=notice.pk, words="好了", proof_tokens=(), at=AT)
    assert refused.value.field == "proof"


def test_a_returned_notice_gets_a_short_clock_and_not_the_whole_limit(world: World) -> None:
    notice = finding(world)
    first = Deadline.objects.get(item_id=notice.pk, clock="rectify").due_at
    reported(world, notice, world.desk, at=AT + HOUR)
    return_notice(actor=world.street_staff, item_id=notice.pk, reason="没清完。", at=AT + 2 * HOUR)
    again = fresh(notice)
    assert (again.item.state, again.times_returned, again.item.done_at) == ("rectifying", 1, None)
    redo = Deadline.objects.get(item_id=notice.pk, clock="redo")
    assert again.item.due_at == redo.due_at < first
    assert Deadline.objects.filter(item_id=notice.pk, clock="rectify").count() == 1


def test_the_deadline_is_the_day_the_supervisor_sets(world: World) -> None:
    until = AT + timedelta(days=3, hours=4)
    notice = finding(world, until=until)
    rectify = Deadline.objects.get(item_id=notice.pk, clock="rectify")
    assert rectify.due_at == until
    assert rectify.yellow_at == until - timedelta(days=3, hours=4) / 4
    extend_notice(
        actor=world.street_staff,
        item_id=notice.pk,
        amount=1,
        unit="natural_days",
        reason="材料在路上",
        at=AT + HOUR,
    )
    rectify.refresh_from_db()
    assert rectify.due_at == until + DAY


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"until": AT - HOUR}, TooEarly),
        ({"until": AT + timedelta(days=400)}, TooFar),
        ({"finding": " "}, NothingToSupervise),
        ({"target": None}, TargetNeeded),
    ],
)
def test_bad_input_gets_a_sentence(
    world: World, wrong: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal) as refused:
        finding(world, **wrong)
    assert refused.value.sentence()


def test_a_supervisor_of_another_street_is_refused(world: World) -> None:
    with pytest.raises(NotYourArea):
        finding(world, target=Party(post_id=world.posts["county_staff"].pk))


def test_a_revoked_notice_is_over(world: World) -> None:
    notice = finding(world)
    revoke_notice(actor=world.street_staff, item_id=notice.pk, reason="发错了单位", at=AT)
    assert fresh(notice).item.state == "revoked"
    with pytest.raises(ActionNotPossible):
        accept_notice(actor=world.desk, item_id=notice.pk, at=AT)


def test_documents_are_numbered_by_office_and_year(world: World) -> None:
    numbers = [finding(world).document_number, finding(world).document_number]
    county = finding(world, actor=world.county_staff).document_number
    next_year = finding(world, at=AT + timedelta(days=60)).document_number
    assert numbers == ["〔2026〕1号", "〔2026〕2号"]
    assert (county, next_year) == ("〔2026〕1号", "〔2027〕1号")


def test_the_issuer_watches_from_the_start(world: World) -> None:
    notice = finding(world)
    watching = Assignment.objects.get(item_id=notice.pk, part=Part.SUPERVISE)
    assert watching.post_id == world.posts["street_staff"].pk
    add_note(actor=world.street_staff, item_id=notice.pk, words="已电话沟通。", at=AT)
    assert to_desk(world).post_id == fresh(notice).item.owner_post_id
