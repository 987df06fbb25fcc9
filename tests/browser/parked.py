"""A hot issue for the pages of the browser tests, led by the community."""

from __future__ import annotations

from datetime import datetime, timedelta

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.services.report import report_case
from xinqiao.issues.selectors.membership import issue_of
from xinqiao.issues.services.decide import decide_issue, draft_answer, note_facts
from xinqiao.issues.services.discover import discover

WORDS = (
    "下班回来小区里没有停车位，转了三圈只能停到外面马路上。",
    "停车位太少，每天晚上回来都要抢车位，希望增加停车位。",
    "私家车乱停，把楼门口堵了，小区停车位根本不够用。",
    "小区停车难，外来车辆占了停车位，业主没有地方停车。",
)


def park(*, desk: Actor, spot: tuple[float, float], at: datetime) -> int:
    """Residents speak of parking, the machine finds it, the desk confirms; the issue's key."""
    lon, lat = spot
    said = [
        report_case(
            actor=ANONYMOUS,
            draft=ReportDraft(
                text=text,
                category_code="traffic.parking.",
                lon=lon + number * 0.0003,
                lat=lat,
                source=Source.WEB,
            ),
            at=at - timedelta(days=number, hours=2),
        )
        for number, text in enumerate(WORDS)
    ]
    discover(at=at)
    issue = issue_of(actor=desk, item_id=said[0].case_id)
    if issue is None:
        raise AssertionError("The machine found no issue in the words about parking.")
    decide_issue(actor=desk, issue_id=issue.pk, step="confirm", at=at)
    note_facts(actor=desk, issue_id=issue.pk, words="登记车辆 2,587 辆，地面车位 691 个。", at=at)
    draft_answer(actor=desk, issue_id=issue.pk, words="正在征求意见，重新规划停车。", at=at)
    return issue.pk
