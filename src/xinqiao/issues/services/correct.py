"""Corrections by staff: add, take out, merge, split, rename. The machine never undoes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.issues.errors import (
    AlreadyAMember,
    NotAMember,
    NothingChosen,
    RequestUnknown,
    SameIssue,
)
from xinqiao.issues.models import Apart, Issue, Member, State
from xinqiao.issues.services.common import checked_title, locked, public_title, record
from xinqiao.issues.services.counting import recount
from xinqiao.kit.numbers import parse_number, spoken
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items


@transaction.atomic
def add_item(*, actor: Actor, issue_id: int, number: str, at: datetime) -> Issue:
    """Say that a request belongs to an issue; it leaves the one it was in. `issues.added`.

    Raises RequestUnknown (422), AlreadyAMember (409), IssueNotFound, IssueClosed.
    """
    issue = locked(actor=actor, issue_id=issue_id)
    item = visible_items(actor=actor).filter(number=parse_number(number)).first()
    if item is None:
        raise RequestUnknown(field="number", number=number)
    held = Member.objects.select_for_update().filter(item=item).first()
    if held is not None and held.issue_id == issue.pk:
        raise AlreadyAMember(number=spoken(item.number))
    Apart.objects.filter(item=item, issue=issue).delete()
    _put(actor, [item.pk], issue, at)
    _led(issue, at)
    if held is not None:
        _keep_apart([item.pk], held.issue_id, at)
    recount(issue_ids={issue.pk} | ({held.issue_id} if held else set()), at=at)
    record(kind="issues.added", actor=actor, issue=issue, at=at, data={"item": item.pk})
    return issue


@transaction.atomic
def take_out(*, actor: Actor, issue_id: int, item_ids: Sequence[int], at: datetime) -> Issue:
    """Say that requests do not belong to an issue; remembered for good. `issues.removed`."""
    issue = locked(actor=actor, issue_id=issue_id)
    inside = _members(issue, item_ids)
    Member.objects.filter(item_id__in=inside).delete()
    _keep_apart(inside, issue.pk, at)
    _led(issue, at)
    recount(issue_ids=[issue.pk], at=at)
    record(kind="issues.removed", actor=actor, issue=issue, at=at, data={"items": inside})
    return issue


@transaction.atomic
def merge_issues(*, actor: Actor, issue_id: int, into_id: int, at: datetime) -> Issue:
    """Let an issue live on in another one: all its requests move there. `issues.merged`."""
    if issue_id == into_id:
        raise SameIssue(field="into")
    # In the order of their keys, so that two merges cannot wait for each other.
    rows = {pk: locked(actor=actor, issue_id=pk) for pk in sorted((issue_id, into_id))}
    gone, kept = rows[issue_id], rows[into_id]
    ids = list(Member.objects.filter(issue=gone).values_list("item_id", flat=True))
    Apart.objects.filter(issue=kept, item_id__in=ids).delete()
    _inherit(gone, kept, at)
    Member.objects.filter(issue=gone).update(issue=kept)
    Member.objects.filter(issue=kept).update(is_fixed=True)
    gone.state, gone.merged_into, gone.is_led, gone.changed_at = State.DISMISSED, kept, True, at
    gone.save(update_fields=["state", "merged_into", "is_led", "changed_at"])
    _led(kept, at)
    recount(issue_ids=[gone.pk, kept.pk], at=at)
    record(
        kind="issues.merged",
        actor=actor,
        issue=kept,
        at=at,
        data={"from": gone.pk, "count": len(ids)},
    )
    return kept


@transaction.atomic
def split_issue(
    *, actor: Actor, issue_id: int, item_ids: Sequence[int], title: str, at: datetime
) -> Issue:
    """Make an issue of its own from chosen members; returns the new one. `issues.split`."""
    issue = locked(actor=actor, issue_id=issue_id)
    inside = _members(issue, item_ids)
    if len(inside) == Member.objects.filter(issue=issue).count():
        raise NothingChosen(field="item")
    first = Item.objects.get(pk=inside[0])
    new = Issue.objects.create(
        title=checked_title(title) if title.strip() else public_title(first.title),
        is_led=True,
        area_path=issue.area_path,
        first_at=first.opened_at,
        last_at=first.opened_at,
        counted_at=at,
        created_at=at,
        changed_at=at,
    )
    rest = list(
        Member.objects.filter(issue=issue)
        .exclude(item_id__in=inside)
        .values_list("item", flat=True)
    )
    _put(actor, inside, new, at)
    _keep_apart(inside, issue.pk, at)
    _keep_apart(rest, new.pk, at)
    _led(issue, at)
    recount(issue_ids=[issue.pk, new.pk], at=at)
    data = {"into": new.pk, "count": len(inside)}
    record(kind="issues.split", actor=actor, issue=issue, at=at, data=data)
    return new


@transaction.atomic
def rename_issue(*, actor: Actor, issue_id: int, title: str, at: datetime) -> Issue:
    """Give an issue a better title; personal data in it is hidden. `issues.renamed`."""
    issue = locked(actor=actor, issue_id=issue_id)
    issue.title = checked_title(title)
    issue.save(update_fields=["title"])
    _led(issue, at)
    record(kind="issues.renamed", actor=actor, issue=issue, at=at)
    return issue


def _members(issue: Issue, item_ids: Sequence[int]) -> list[int]:
    """Those of `item_ids` that belong to the issue, locked. Raises NothingChosen, NotAMember."""
    if not item_ids:
        raise NothingChosen(field="item")
    rows = Member.objects.select_for_update().filter(issue=issue, item_id__in=item_ids)
    inside = list(rows.order_by("-score", "item").values_list("item_id", flat=True))
    if len(inside) < len(set(item_ids)):
        raise NotAMember
    return inside


def _put(actor: Actor, item_ids: Sequence[int], issue: Issue, at: datetime) -> None:
    for item_id in item_ids:
        Member.objects.update_or_create(
            item_id=item_id,
            defaults={
                "issue": issue,
                "is_fixed": True,
                "added_at": at,
                "added_by_id": actor.user_id,
            },
        )


def _keep_apart(item_ids: Sequence[int], issue_id: int, at: datetime) -> None:
    Apart.objects.bulk_create(
        [Apart(item_id=item_id, issue_id=issue_id, said_at=at) for item_id in item_ids],
        ignore_conflicts=True,
    )


def _inherit(gone: Issue, kept: Issue, at: datetime) -> None:
    """What did not belong to the one does not belong to the other, unless it is in it already."""
    inside = set(Member.objects.filter(issue=kept).values_list("item_id", flat=True))
    out = Apart.objects.filter(issue=gone).values_list("item_id", flat=True)
    _keep_apart([item_id for item_id in out if item_id not in inside], kept.pk, at)


def _led(issue: Issue, at: datetime) -> None:
    """From now on people lead this issue: its members stay, the machine only adds."""
    issue.is_led, issue.changed_at = True, at
    issue.save(update_fields=["is_led", "changed_at"])
