"""Call a unit or post to account (问责): by those above it, on record, with its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor, HeldPost
from xinqiao.events.services.append import append
from xinqiao.grid.models import Organisation, Post
from xinqiao.kit.time import require_aware
from xinqiao.supervision.errors import (
    AccountNotFound,
    NotAbove,
    NoticeNotFound,
    OutcomeKnown,
    TargetNeeded,
)
from xinqiao.supervision.models import Account, AccountForm, Notice
from xinqiao.supervision.selectors.duty import belongs_to, posts_over
from xinqiao.supervision.selectors.notices import visible_notices
from xinqiao.supervision.services.common import clean_words
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import SUBJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """Whom, how and why. notice_id: the item of the notice it follows from."""

    form: AccountForm
    reason: str
    target: Party | None = None
    notice_id: int | None = None
    outcome: str = ""


@transaction.atomic
def call_to_account(*, actor: Actor, draft: AccountDraft, at: datetime) -> Account:
    """Enter a call to account; with a notice its unit is meant.

    Records `supervision.called_to_account` on the notice, else on the entry. Raises NotAbove
    (403), TargetNeeded, NoticeNotFound.
    """
    at = require_aware(at)
    reason = clean_words(draft.reason, field="reason")
    notice = _notice(actor, draft.notice_id)
    target = draft.target if notice is None else _owner(notice)
    if target is None:
        raise TargetNeeded(field="target")
    held = _above(actor, target, notice)
    area_id, area_path = (held.area_id, held.area_path) if held else _area_of(target)
    account = Account.objects.create(
        post_id=target.post_id,
        organisation_id=target.organisation_id,
        form=AccountForm(draft.form),
        reason=reason,
        notice=notice,
        area_id=area_id,
        area_path=area_path,
        called_by_id=actor.user_id,
        called_post_id=held.post_id if held else None,
        called_at=at,
    )
    _record(actor, account, "supervision.called_to_account", at)
    if draft.outcome.strip():
        record_outcome(actor=actor, account_id=account.pk, outcome=draft.outcome, at=at)
        account.refresh_from_db()
    return account


@transaction.atomic
def record_outcome(*, actor: Actor, account_id: int, outcome: str, at: datetime) -> Account:
    """Say what came of it, once. Records `supervision.account_settled`.

    Raises AccountNotFound (404), NotAbove (403), OutcomeKnown (409).
    """
    words = clean_words(outcome, field="outcome")
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise AccountNotFound
    if not (actor.is_system or posts_over(actor, account.area_path)):
        raise NotAbove
    if account.outcome_at is not None:
        raise OutcomeKnown
    account.outcome, account.outcome_at = words, require_aware(at)
    account.save(update_fields=["outcome", "outcome_at"])
    _record(actor, account, "supervision.account_settled", at)
    return account


def _notice(actor: Actor, item_id: int | None) -> Notice | None:
    if item_id is None:
        return None
    found = visible_notices(actor=actor).filter(pk=item_id)
    notice = found.select_related("item", "issued_area").first()
    if notice is None:
        raise NoticeNotFound
    return notice


def _owner(notice: Notice) -> Party:
    return Party(notice.item.owner_post_id, notice.item.owner_organisation_id)


def _above(actor: Actor, target: Party, notice: Notice | None) -> HeldPost | None:
    """The post that calls: over the unit's own area, or the one that issued the notice."""
    if actor.is_system:
        return None
    _area_id, path = _area_of(target)
    over = posts_over(actor, path)
    if target.post_id is not None:
        over = [post for post in over if post.area_path != path]
    elif notice is not None:
        # A street may call to account the company of the county that it gave a notice to.
        over = over or posts_over(actor, notice.issued_area.path)
    if belongs_to(actor, target) or not over:
        raise NotAbove(field="target")
    return max(over, key=lambda post: len(post.area_path))


def _area_of(target: Party) -> tuple[int, str]:
    model = Post if target.post_id is not None else Organisation
    row = (
        model._default_manager.filter(pk=target.post_id or target.organisation_id or 0)
        .values_list("area_id", "area__path")
        .first()
    )
    if row is None:
        raise TargetNeeded(field="target")
    area_id, path = row
    return area_id, path


def _record(actor: Actor, account: Account, kind: str, at: datetime) -> None:
    on_notice = account.notice_id is not None
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=SUBJECT if on_notice else "supervision_account",
        subject_id=account.notice_id if account.notice_id is not None else account.pk,
        area_path=account.area_path,
        data={
            "account": account.pk,
            "form": account.form,
            "post": account.post_id,
            "organisation": account.organisation_id,
        },
    )
