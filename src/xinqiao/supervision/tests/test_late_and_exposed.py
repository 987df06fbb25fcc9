"""Late notices climb to the county, are published with facts, and lead to a call to account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, kinds_of
from xinqiao.events.models import Event
from xinqiao.events.services.outbox import drain
from xinqiao.grid.services.redraw import merge_grids
from xinqiao.notifications.models import Notice as Told
from xinqiao.publicity.models import Listing
from xinqiao.supervision.errors import (
    AccountNotFound,
    ExposedAlready,
    IssuerDecides,
    NotAbove,
    NotYetDue,
    OutcomeKnown,
    TargetNeeded,
)
from xinqiao.supervision.models import AccountForm
from xinqiao.supervision.selectors.accounts import get_account, visible_accounts
from xinqiao.supervision.selectors.late import LateFilter, late_page
from xinqiao.supervision.services.accounts import AccountDraft, call_to_account, record_outcome
from xinqiao.supervision.services.expose import expose_notice
from xinqiao.supervision.services.settle import cancel_notice
from xinqiao.supervision.tests.support import about, finding, fresh, kinds, reported, to_desk
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Assignment, Part
from xinqiao.workflow.services.sweep import sweep

LATE = AT + timedelta(days=20)


def test_late_climbs_to_the_county_and_people_hear(world: World) -> None:
    notice = finding(world)
    sweep(at=LATE)
    levels = Event.objects.filter(kind="workflow.escalated", subject_id=notice.pk)
    assert max(event.data["rung"] for event in levels) == 2
    assert any(event.data["last"] for event in levels)
    watching = Assignment.objects.filter(item_id=notice.pk, part=Part.SUPERVISE)
    assert world.posts["county_staff"].pk in watching.values_list("post_id", flat=True)
    while drain(limit=200, at=LATE).taken:
        pass
    late = Told.objects.filter(template="supervision.late").values_list("recipient_id", flat=True)
    assert set(late) == {world.desk.user_id, world.second_desk.user_id}
    climbed = Told.objects.filter(template="supervision.climbed")
    assert world.county_staff.user_id in climbed.values_list("recipient_id", flat=True)


def test_why_it_is_late(world: World) -> None:
    case_id = world.handled()
    notice = about(world, case_id)
    page = late_page(actor=world.street_staff, filter=LateFilter(), at=LATE)
    found = {item.pk: item for item in page}
    assert set(found) == {case_id, notice.pk}
    assert found[notice.pk].clock == "accept"
    assert found[notice.pk].colour == "red"
    unit = LateFilter(unit=f"organisation:{world.water.pk}")
    assert [i.pk for i in late_page(actor=world.street_staff, filter=unit, at=LATE)] == [notice.pk]
    assert not list(late_page(actor=world.street_staff, filter=LateFilter(), at=AT))
    assert [i.pk for i in late_page(actor=world.water_staff, filter=LateFilter(), at=LATE)] == [
        notice.pk
    ]
    assert not list(late_page(actor=world.other_desk, filter=LateFilter(), at=LATE))


def test_the_most_late_comes_first_page_by_page(world: World) -> None:
    numbers = [world.handled(at=AT - n * DAY) for n in range(7)]
    seen, cursor = [], None
    while True:
        page = late_page(
            actor=world.county_staff, filter=LateFilter(), at=LATE, cursor=cursor, size=3
        )
        seen += [item.pk for item in page]
        cursor = page.next
        if cursor is None:
            break
    assert seen == numbers[::-1]


def test_only_what_was_not_done_in_time_is_published_and_once(world: World) -> None:
    case_id = world.handled()
    notice = about(world, case_id)
    with pytest.raises(NotYetDue):
        expose_notice(actor=world.street_staff, item_id=notice.pk, reason="拖延", at=AT + HOUR)
    expose_notice(actor=world.street_staff, item_id=notice.pk, reason="通报不整改", at=LATE)
    event = Event.objects.get(kind="supervision.exposed")
    assert event.data["organisation"] == world.water.pk
    assert event.data["unit"] == "自来水公司"
    assert event.data["late_seconds"] > 0
    assert event.data["about"] == case_id
    assert event.data["document"] == notice.document_number
    assert "通报不整改" not in str(event.data)
    assert kinds_of(case_id)[-1] == "supervision.matter_exposed"
    with pytest.raises(ExposedAlready):
        expose_notice(actor=world.street_staff, item_id=notice.pk, reason="再来", at=LATE)


def test_the_unit_does_not_publish_itself(world: World) -> None:
    notice = finding(world, actor=world.county_staff)
    with pytest.raises(IssuerDecides):
        expose_notice(actor=world.street_staff, item_id=notice.pk, reason="拖延", at=LATE)


def test_a_late_notice_stays_late_when_it_is_cancelled(world: World) -> None:
    notice = finding(world)
    reported(world, notice, world.desk, at=LATE)
    cancel_notice(actor=world.street_staff, item_id=notice.pk, words="已核验", at=LATE)
    assert fresh(notice).was_late
    last = Event.objects.filter(kind="supervision.cancelled").get()
    assert last.data["late"] is True


def test_called_to_account_by_those_above_and_seen_by_few(world: World) -> None:
    notice = finding(world)
    draft = AccountDraft(
        form=AccountForm.TALK, reason="逾期未整改，经通报仍未动。", notice_id=notice.pk
    )
    account = call_to_account(actor=world.street_staff, draft=draft, at=LATE)
    assert account.post_id == world.posts["desk"].pk
    assert kinds(notice.pk)[-1] == "supervision.called_to_account"
    for name in ("street_staff", "county_staff", "desk", "second_desk"):
        assert get_account(actor=getattr(world, name), account_id=account.pk)
    for name in ("other_desk", "worker", "water_staff", "resident", "audit_admin", "hotline"):
        with pytest.raises(AccountNotFound):
            get_account(actor=getattr(world, name), account_id=account.pk)
    with pytest.raises(NotAbove):
        record_outcome(actor=world.desk, account_id=account.pk, outcome="没事", at=LATE)
    record_outcome(actor=world.county_staff, account_id=account.pk, outcome="已整改", at=LATE)
    with pytest.raises(OutcomeKnown):
        record_outcome(actor=world.street_staff, account_id=account.pk, outcome="又", at=LATE)


def test_the_timeline_tells_of_a_call_to_account_to_few(world: World) -> None:
    notice = about(world, world.handled())  # of the water company, in the desk's community
    draft = AccountDraft(form=AccountForm.CIRCULAR, reason="拖延", notice_id=notice.pk)
    call_to_account(actor=world.street_staff, draft=draft, at=LATE)
    page = f"/supervision/notices/{notice.item.number}/"
    for name, shown in (("water_staff", True), ("street_staff", True), ("desk", False)):
        told = words_of(browser(getattr(world, name)).get(page))
        assert ("予以问责" in told) is shown, name


def test_who_did_not_sign_in_time_but_put_it_right_in_time_is_not_late(world: World) -> None:
    notice = finding(world)
    reported(world, notice, world.desk, at=AT + 3 * DAY)
    assert not fresh(notice).was_late
    assert not fresh(notice).item.is_late


def test_verifying_late_is_told_to_the_supervisors_alone(world: World) -> None:
    notice = finding(world)
    reported(world, notice, world.desk, at=AT + HOUR)
    while drain(limit=200, at=AT + HOUR).taken:
        pass
    Told.objects.all().delete()
    sweep(at=LATE)
    while drain(limit=200, at=LATE).taken:
        pass
    told = set(Told.objects.values_list("template", "recipient_id"))
    assert told
    assert {template for template, _who in told} == {"supervision.verify_late"}
    assert world.desk.user_id not in {who for _template, who in told}


def test_a_redraw_moves_notices_to_the_post_that_took_over(world: World) -> None:
    post = world.posts["worker"]
    notice = finding(world, target=Party(post_id=post.pk))
    merge_grids(
        actor=SYSTEM,
        area_ids=[world.grid.pk, world.other_grid.pk],
        reason="合并",
        at=AT + HOUR,
        name="一二网格",
    )
    due = fresh(notice).item.due_at
    while drain(limit=200, at=AT + HOUR).taken:
        pass
    moved = fresh(notice).item
    assert moved.area_id not in (world.grid.pk, world.other_grid.pk)
    assert moved.owner_post is not None
    assert moved.owner_post.closed_at is None
    assert moved.area_path.startswith(moved.owner_post.area.path)
    assert moved.due_at == due


def test_a_unit_is_not_called_to_account_from_below_or_beside(world: World) -> None:
    for name in ("desk", "other_desk", "worker"):
        draft = AccountDraft(form=AccountForm.ORDER, reason="不作为", target=to_desk(world))
        with pytest.raises(NotAbove):
            call_to_account(actor=getattr(world, name), draft=draft, at=AT)
    nobody = AccountDraft(form=AccountForm.ORDER, reason="不作为")
    with pytest.raises(TargetNeeded):
        call_to_account(actor=world.county_staff, draft=nobody, at=AT)
    assert not visible_accounts(actor=world.county_staff).exists()


def test_what_is_exposed_waits_as_a_draft_for_the_public_list(world: World) -> None:
    notice = about(world, world.handled())
    expose_notice(actor=world.street_staff, item_id=notice.pk, reason="通报不整改", at=LATE)
    while drain(limit=200, at=LATE).taken:
        pass
    draft = Listing.objects.get(source_item_id=notice.pk)
    assert draft.organisation_id == world.water.pk
    assert draft.approved_at is None
