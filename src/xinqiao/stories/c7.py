"""C7 金川区: find - hand over - rectify - feed back, and what happens where nobody rectifies.

The district's office for civility looks at all 27 villages and finds something in each. What is
not put right in time is published; what is still not put right is called to account. Source: text
004, “发现问题—交办处理—整改落实—结果反馈”完整闭环的督查链条. The text names 27 villages but
no figures of findings; one finding a village, three late and two called to account are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.events.services.outbox import drain
from xinqiao.files.models import Purpose
from xinqiao.grid.models import Area, Organisation, OrganisationKind, Post
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.services.organisations import add_organisation
from xinqiao.grid.services.posts import desk_of, organisation_post
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.supervision.models import AccountForm
from xinqiao.supervision.selectors.outcomes import outcomes
from xinqiao.supervision.services.accounts import AccountDraft, call_to_account, record_outcome
from xinqiao.supervision.services.answer import accept_notice, begin_rectifying, report_back
from xinqiao.supervision.services.expose import expose_notice
from xinqiao.supervision.services.issue import NoticeDraft, issue_notice
from xinqiao.supervision.services.meetings import (
    DecisionDraft,
    MeetingDraft,
    issue_decision,
    record_meeting,
)
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.settle import cancel_notice, return_notice
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.selectors.items import get_item

CHAIN = (("62", "甘肃省"), ("6203", "金昌市"), ("620302", "金川区"))
TOWNS = (("620302100", "宁远堡镇", 13), ("620302101", "双湾镇", 14))
VILLAGES, SENT_BACK, LATE, CALLED = 27, 2, 3, 2
FINDINGS = (
    ("村口路边堆着建筑垃圾，和柴草混在一起。", "三日内清运干净，安排专人巡查。"),
    ("文化广场的健身器材坏了两件，没有警示标志。", "先围起来，再修好，防止伤人。"),
    ("农家书屋锁着门，村民说半个月没有开放。", "公布开放时间，落实管理员。"),
    ("红白理事会章程没有上墙，大操大办没人管。", "召开理事会，公示章程和标准。"),
    ("新时代文明实践站没有活动记录。", "补齐活动计划，本月至少开展一次活动。"),
    ("排水沟被杂物堵住，下雨路面积水。", "组织清淤，恢复排水。"),
    ("结对单位今年还没有到村开展过活动。", "联系结对单位，定下活动清单和时间。"),
)


@dataclass(frozen=True, slots=True)
class Village:
    """A village, its desk and the name its clerk signs in with."""

    area: Area
    desk: Post
    clerk: str


@dataclass(slots=True)
class District:
    """Who plays. inspector finds, checker verifies: two people of one office."""

    inspector: str
    checker: str
    county: Area
    villages: list[Village]
    bureau: Organisation


def tell(stage: Stage) -> Sequence[Figure]:
    """Play the round of inspection until every finding has an outcome; some three weeks pass."""
    district = cast(stage)
    stage.morning()
    began = stage.now
    found = [_find(stage, district, place, n) for n, place in enumerate(district.villages)]
    slow, back = found[-LATE:], found[:SENT_BACK]
    _rectify(stage, district, found[:-LATE])
    _look(stage, district, found[:-LATE], back)
    _rectify(stage, district, back)
    _look(stage, district, back, [])
    _press(stage, district, slow)
    while drain(limit=500, at=stage.now).taken:
        pass
    seen = outcomes(actor=stage.actor(district.inspector), since=began)
    return [
        Figure("findings", VILLAGES, seen.findings),
        Figure("findings and decisions without an outcome", 0, seen.still_open),
        Figure("put right and cancelled", VILLAGES + 1, seen.cancelled),
        Figure("sent back once", SENT_BACK, seen.sent_back),
        Figure("published", LATE, seen.published),
        Figure("called to account", CALLED, seen.called_to_account),
    ]


def cast(stage: Stage) -> District:
    """The district, its two towns, a clerk in each of the 27 villages, and one bureau."""
    areas = [_area(stage, code, name) for code, name in CHAIN]
    county = areas[-1]
    office = desk_of(area_id=county.pk, at=stage.now)
    stage.staff("jinchuan_inspector", "区创建办许主任", office)
    stage.staff("jinchuan_checker", "区创建办小安", office)
    villages = []
    for code, name, count in TOWNS:
        town = _area(stage, code, name)
        stage.staff(f"jinchuan_{code}", f"{name}督查员", desk_of(area_id=town.pk, at=stage.now))
        for number in range(1, count + 1):
            villages.append(_village(stage, code, name, number))
    bureau = _bureau(stage, county)
    return District("jinchuan_inspector", "jinchuan_checker", county, villages, bureau)


def _village(stage: Stage, town: str, name: str, number: int) -> Village:
    area = _area(stage, f"{town}{200 + number}", f"{name}第{number}行政村")
    desk = desk_of(area_id=area.pk, at=stage.now)
    clerk = f"jinchuan_{area.code}"
    stage.staff(clerk, f"{area.name}文书", desk)
    return Village(area, desk, clerk)


def _bureau(stage: Stage, county: Area) -> Organisation:
    name = "区农业农村局"
    unit = Organisation.objects.filter(area=county, name=name).first() or add_organisation(
        actor=SYSTEM,
        name=name,
        kind=OrganisationKind.DEPARTMENT,
        area_id=county.pk,
        at=stage.now,
    )
    post = organisation_post(organisation_id=unit.pk, at=stage.now)
    stage.staff("jinchuan_bureau", "区农业农村局联络员", post)
    return unit


def _area(stage: Stage, code: str, name: str) -> Area:
    known = Area.objects.filter(code=code).first()
    return known or add_area(actor=SYSTEM, code=code, name=name, at=stage.now)


@dataclass(slots=True)
class Given:
    """A notice and the one who must put it right."""

    notice_id: int
    clerk: str


def _find(stage: Stage, district: District, place: Village, number: int) -> Given:
    """发现问题、交办处理: a photo on the spot, a notice on the same day."""
    inspector = stage.actor(district.inspector)
    finding, requirement = FINDINGS[number % len(FINDINGS)]
    photo = stage.photo(finding[:10], by=inspector, purpose=Purpose.PROOF)
    draft = NoticeDraft(
        target=Party(post_id=place.desk.pk),
        finding=finding,
        requirement=requirement,
        photo_tokens=(photo,),
    )
    notice = issue_notice(actor=inspector, draft=draft, at=stage.now)
    stage.wait(minutes=20)
    return Given(notice.pk, place.clerk)


def _rectify(stage: Stage, district: District, given: Sequence[Given]) -> None:
    """整改落实: sign, say how, put it right, report back with a photo."""
    stage.morning()
    for one in given:
        clerk = stage.actor(one.clerk)
        _sign(stage, clerk, one)
        report_back(
            actor=clerk,
            item_id=one.notice_id,
            words="已按要求整改到位，落实了专人管理。",
            proof_tokens=stage.proof("整改后现场", by=clerk),
            at=stage.now,
        )


def _sign(stage: Stage, clerk: Actor, one: Given) -> None:
    if _state(one) == "issued":
        accept_notice(actor=clerk, item_id=one.notice_id, at=stage.now)
    if _state(one) == "signed":
        begin_rectifying(
            actor=clerk,
            item_id=one.notice_id,
            words="当天组织人员整改，村干部包干。",
            at=stage.now,
        )


def _state(one: Given) -> str:
    return get_item(actor=SYSTEM, item_id=one.notice_id).state


def _look(stage: Stage, district: District, given: Sequence[Given], bad: Sequence[Given]) -> None:
    """结果反馈: another person of the office goes there; what is not right is sent back."""
    stage.morning()
    checker = stage.actor(district.checker)
    for one in given:
        if one in bad:
            return_notice(
                actor=checker,
                item_id=one.notice_id,
                reason="回头看发现只清了一半，请继续整改。",
                at=stage.now,
            )
        else:
            cancel_notice(
                actor=checker, item_id=one.notice_id, words="实地回头看，整改属实。", at=stage.now
            )


def _press(stage: Stage, district: District, slow: Sequence[Given]) -> None:
    """对工作不落实、通报不整改的坚决曝光、查实问责."""
    inspector = stage.actor(district.inspector)
    for one in slow:
        remind_owner(actor=inspector, item_id=one.notice_id, words="快到期，请抓紧。", at=stage.now)
    for _day in range(6):
        stage.morning()
    for one in slow:
        expose_notice(
            actor=inspector, item_id=one.notice_id, reason="逾期未整改，予以曝光。", at=stage.now
        )
    _meet(stage, district, slow)
    _rectify(stage, district, slow[CALLED:])
    _look(stage, district, slow[CALLED:], [])
    stage.morning()
    forms = (AccountForm.TALK, AccountForm.CIRCULAR)
    entries = [
        call_to_account(
            actor=inspector,
            draft=AccountDraft(form=form, reason="通报后仍不整改。", notice_id=one.notice_id),
            at=stage.now,
        )
        for one, form in zip(slow, forms, strict=False)
    ]
    _rectify(stage, district, slow[:CALLED])
    _look(stage, district, slow[:CALLED], [])
    for entry in entries:
        record_outcome(
            actor=inspector, account_id=entry.pk, outcome="已整改到位，作出检讨。", at=stage.now
        )


def _meet(stage: Stage, district: District, slow: Sequence[Given]) -> None:
    """联席会议: units meet about what is stuck; what is decided becomes a notice."""
    inspector = stage.actor(district.inspector)
    draft = MeetingDraft(
        title="城乡文明创建联席会议",
        held_at=stage.now,
        area_id=district.county.pk,
        place="区创建办会议室",
        units=("区创建办", "区农业农村局", "宁远堡镇", "双湾镇"),
        words="研究三个村长期未整改的问题，由区农业农村局派工作组帮助整治。",
        item_ids=tuple(one.notice_id for one in slow),
        decisions=(
            DecisionDraft(
                Party(organisation_id=district.bureau.pk),
                "派工作组到村，帮助清理并建立长效机制。",
                (stage.now + timedelta(days=10)).date(),
            ),
        ),
    )
    meeting = record_meeting(actor=inspector, draft=draft, at=stage.now)
    decision = meeting.decisions.get()
    notice = issue_decision(
        actor=inspector, meeting_id=meeting.pk, decision_id=decision.pk, at=stage.now
    )
    given = [Given(notice.pk, "jinchuan_bureau")]
    _rectify(stage, district, given)
    _look(stage, district, given, [])


STORY = Story("C7", "金川区：发现、交办、整改、反馈的督查闭环", "004", tell)
