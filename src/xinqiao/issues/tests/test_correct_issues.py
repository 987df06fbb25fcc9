"""Staff correct what the machine proposed, and the machine never undoes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xinqiao.cases.tests.world import AT, HOUR, World, item_of
from xinqiao.events.models import Event
from xinqiao.issues.errors import (
    AlreadyAMember,
    IssueClosed,
    IssueNotFound,
    NotAMember,
    NothingChosen,
    RequestUnknown,
    SameIssue,
    TitleNeeded,
    WrongState,
)
from xinqiao.issues.models import Issue, Member, State
from xinqiao.issues.selectors.board import hot_issues
from xinqiao.issues.selectors.issues import visible_issues
from xinqiao.issues.services.correct import (
    add_item,
    merge_issues,
    rename_issue,
    split_issue,
    take_out,
)
from xinqiao.issues.services.decide import decide_issue, draft_answer, name_lead, note_facts
from xinqiao.issues.services.discover import discover
from xinqiao.issues.services.support import record_joined, record_votes
from xinqiao.issues.tests.conftest import OTHER, PARKING
from xinqiao.kit.errors import DomainError

Hear = Callable[..., list[int]]
LATER = AT + HOUR


@pytest.fixture
def issue(hear: Hear) -> Issue:
    hear(PARKING)
    discover(at=AT)
    return Issue.objects.get()


def ids_of(issue: Issue) -> list[int]:
    rows = Member.objects.filter(issue=issue).order_by("-score", "item")
    return list(rows.values_list("item_id", flat=True))


def look_again(hear: Hear) -> None:
    """Another round over everything, with one more request of the kind."""
    hear([f"又是停车：{PARKING[0]}"], days=-1)
    discover(at=AT + 30 * HOUR, everything=True)


def test_what_is_taken_out_never_comes_back(world: World, hear: Hear, issue: Issue) -> None:
    out = ids_of(issue)[0]
    take_out(actor=world.desk, issue_id=issue.pk, item_ids=[out], at=LATER)
    look_again(hear)
    assert out not in ids_of(issue)
    assert len(ids_of(issue)) == len(PARKING)  # the new one has joined
    assert not Member.objects.filter(item_id=out).exists()


def test_what_is_added_stays(world: World, hear: Hear, issue: Issue) -> None:
    (light,) = hear([OTHER[0][0]], category=OTHER[0][1])
    add_item(actor=world.desk, issue_id=issue.pk, number=item_of(light).number, at=LATER)
    look_again(hear)
    assert light in ids_of(issue)
    row = Member.objects.get(item_id=light)
    assert row.is_fixed
    assert row.added_by_id == world.desk.user_id


def test_a_split_stays_split(world: World, hear: Hear, issue: Issue) -> None:
    chosen = ids_of(issue)[:2]
    new = split_issue(
        actor=world.desk, issue_id=issue.pk, item_ids=chosen, title="外来车辆", at=LATER
    )
    look_again(hear)
    assert set(chosen) <= set(ids_of(new))
    assert not set(chosen) & set(ids_of(issue))
    assert new.title == "外来车辆"


def test_merged_issues_stay_one(world: World, hear: Hear, issue: Issue) -> None:
    lights = hear(
        [f"{n}号楼的楼道灯坏了，晚上楼道灯不亮看不清。" for n in range(4)],
        category="facility.light.",
    )
    discover(at=LATER)
    other = Issue.objects.exclude(pk=issue.pk).get()
    merge_issues(actor=world.desk, issue_id=other.pk, into_id=issue.pk, at=LATER)
    look_again(hear)
    assert set(lights) <= set(ids_of(issue))
    other.refresh_from_db()
    assert (other.state, other.merged_into_id, other.size) == (State.DISMISSED, issue.pk, 0)


def test_a_dismissed_issue_is_not_proposed_again(world: World, hear: Hear, issue: Issue) -> None:
    decide_issue(actor=world.desk, issue_id=issue.pk, step="dismiss", at=LATER)
    look_again(hear)
    assert Issue.objects.count() == 1
    assert len(ids_of(issue)) == len(PARKING)
    assert hot_issues(actor=world.desk) == []


def test_after_it_was_solved_new_complaints_are_a_new_issue(
    world: World, hear: Hear, issue: Issue
) -> None:
    decide_issue(actor=world.desk, issue_id=issue.pk, step="confirm", at=LATER)
    decide_issue(actor=world.desk, issue_id=issue.pk, step="solve", at=LATER)
    again = hear([f"又来反映，{words}" for words in PARKING[:3]], days=-4)
    discover(at=AT + 5 * 24 * HOUR)
    new = Issue.objects.exclude(pk=issue.pk).get()
    assert set(ids_of(new)) == set(again)


def test_a_name_given_by_staff_is_kept_and_hides_telephones(
    world: World, hear: Hear, issue: Issue
) -> None:
    rename_issue(actor=world.desk, issue_id=issue.pk, title="停车难 13800138000", at=LATER)
    look_again(hear)
    issue.refresh_from_db()
    assert issue.title.startswith("停车难")
    assert "138" not in issue.title


def test_confirming_closes_no_request_and_offers_one_answer(world: World, issue: Issue) -> None:
    decide_issue(actor=world.desk, issue_id=issue.pk, step="confirm", at=LATER)
    name_lead(
        actor=world.desk,
        issue_id=issue.pk,
        organisation_id=world.property.pk,
        words="物业牵头",
        at=LATER,
    )
    note_facts(actor=world.desk, issue_id=issue.pk, words="车位691个", at=LATER)
    draft_answer(actor=world.desk, issue_id=issue.pk, words="正在规划新车位。", at=LATER)
    issue.refresh_from_db()
    assert (issue.state, issue.lead_unit) == (State.CONFIRMED, world.property)
    assert all(item_of(pk).is_open for pk in ids_of(issue))
    kinds = Event.objects.filter(subject_kind="issue").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [
        "issues.proposed",
        "issues.confirmed",
        "issues.led",
        "issues.noted",
        "issues.answer_drafted",
    ]


def test_who_sees_and_who_corrects(world: World, issue: Issue) -> None:
    for actor in (world.desk, world.second_desk, world.street_staff, world.county_staff):
        assert list(visible_issues(actor=actor)) == [issue]
    assert list(visible_issues(actor=world.worker)) == [issue]  # of the grid where it lies
    for actor in (world.other_desk, world.stranger, world.resident, world.water_staff):
        assert not visible_issues(actor=actor).exists()
        with pytest.raises(IssueNotFound):
            rename_issue(actor=actor, issue_id=issue.pk, title="我的", at=LATER)
    with pytest.raises(IssueNotFound):
        take_out(actor=world.worker, issue_id=issue.pk, item_ids=ids_of(issue)[:1], at=LATER)


def test_mistakes_get_a_sentence(world: World, issue: Issue) -> None:
    desk, pk, ids = world.desk, issue.pk, ids_of(issue)

    def refuses(error: type[DomainError], work: Callable[..., object], **more: object) -> None:
        with pytest.raises(error) as caught:
            work(actor=desk, issue_id=pk, at=LATER, **more)
        assert caught.value.sentence()

    refuses(AlreadyAMember, add_item, number=item_of(ids[0]).number)
    refuses(RequestUnknown, add_item, number="10000012")
    refuses(NothingChosen, take_out, item_ids=[])
    refuses(NothingChosen, split_issue, item_ids=ids, title="全部")
    refuses(NotAMember, take_out, item_ids=[10**9])
    refuses(SameIssue, merge_issues, into_id=pk)
    refuses(TitleNeeded, rename_issue, title=" ")
    refuses(WrongState, decide_issue, step="solve")
    decide_issue(actor=desk, issue_id=pk, step="dismiss", at=LATER)
    refuses(IssueClosed, rename_issue, title="停车")


def test_who_joined_and_votes_make_it_hotter(issue: Issue) -> None:
    before = issue.heat
    item_id = ids_of(issue)[0]
    record_votes(votes={item_id: 3, 10**9: 5})
    record_joined(item_id=item_id, count=4, at=AT)
    record_joined(item_id=item_id, count=2, at=AT)  # came late
    issue.refresh_from_db()
    assert issue.support == 7
    assert issue.heat > before
