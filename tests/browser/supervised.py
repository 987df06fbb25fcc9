"""What supervisors of the town have done: a late notice that is exposed, a meeting, an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.services.whistle import whistle_case
from xinqiao.grid.models import OrganisationKind
from xinqiao.grid.services.organisations import add_organisation
from xinqiao.supervision.models import AccountForm
from xinqiao.supervision.seed import seed_supervision
from xinqiao.supervision.services.accounts import AccountDraft, call_to_account
from xinqiao.supervision.services.expose import expose_notice
from xinqiao.supervision.services.issue import NoticeDraft, issue_notice
from xinqiao.supervision.services.meetings import DecisionDraft, MeetingDraft, record_meeting
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.watch import watch_item
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Item


def supervise(world: Any, *, county: Actor, desk: Party, at: datetime) -> None:
    """Fill every list of supervision and remember the numbers in `world`."""
    seed_supervision(actor=SYSTEM, at=at - timedelta(days=400))
    item = Item.objects.get(number=world.numbers[5])
    remind_owner(actor=county, item_id=item.pk, at=at)
    watch_item(actor=county, item_id=item.pk, at=at)
    unit = add_organisation(
        actor=SYSTEM,
        name="自来水公司",
        kind=OrganisationKind.UTILITY,
        area_id=county.posts[0].area_id,
        at=at,
    )
    whistle_case(actor=county, item_id=item.pk, co=(unit.pk,), reason="请到场", at=at)
    notice = issue_notice(
        actor=county,
        draft=NoticeDraft(target=desk, requirement="立即整改并报告。", about_id=item.pk),
        at=at - timedelta(days=14),
    )
    expose_notice(actor=county, item_id=notice.pk, reason="逾期未整改。", at=at)
    issue_notice(
        actor=county,
        draft=NoticeDraft(target=desk, finding="消防通道堆物。", requirement="当天清理。"),
        at=at,
    )
    account = call_to_account(
        actor=county,
        draft=AccountDraft(form=AccountForm.TALK, reason="通报后仍不整改。", notice_id=notice.pk),
        at=at,
    )
    meeting = record_meeting(
        actor=county,
        draft=MeetingDraft(
            title="电动车乱停联席会议",
            held_at=at,
            area_id=county.posts[0].area_id,
            words="社区划线，物业加装停车架。",
            units=("观湖社区", "安居物业"),
            item_ids=(item.pk,),
            decisions=(DecisionDraft(desk, "划定停车位", (at + timedelta(days=7)).date()),),
        ),
        at=at,
    )
    world.notice, world.meeting, world.account = notice.item.number, meeting.pk, account.pk
