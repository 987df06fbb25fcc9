"""What the supervisors of 石景山区 have in hand, so that none of their pages is empty.

Begun some days before the end (`open_files`) and carried on at the end (`close_files`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from xinqiao.accounts.access import Actor
from xinqiao.assessment.errors import EmptyGroup, OutsideValidity
from xinqiao.assessment.models import Round, Scheme
from xinqiao.assessment.seed import JINNIU
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.rounds import (
    announce_round,
    compute_round,
    freeze_round,
    open_round,
)
from xinqiao.files.models import Purpose
from xinqiao.indicators.services.feed import follow
from xinqiao.issues.services.discover import discover
from xinqiao.kit.time import local_day
from xinqiao.publicity.models import Colour, SubjectKind
from xinqiao.publicity.services.approve import approve_listing
from xinqiao.publicity.services.draft import ListingDraft, draft_listing
from xinqiao.publicity.services.sweep import sweep_listings
from xinqiao.stories import c1
from xinqiao.stories.communities import Community, found
from xinqiao.stories.stage import Stage
from xinqiao.supervision.services.answer import accept_notice, begin_rectifying, report_back
from xinqiao.supervision.services.issue import NoticeDraft, issue_notice
from xinqiao.supervision.services.meetings import DecisionDraft, MeetingDraft, record_meeting
from xinqiao.supervision.services.remind import remind_owner
from xinqiao.supervision.services.settle import cancel_notice
from xinqiao.supervision.services.watch import watch_item
from xinqiao.workflow.colour import Colour as Clock
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

COUNTY, SECOND = "shijingshan", "shijingshan2"
UNIT = "water"


@dataclass(frozen=True, slots=True)
class Files:
    """What was begun: notices by their item, and the round of last month."""

    notices: tuple[int, ...]
    round_id: int | None


def open_files(stage: Stage) -> Files:
    """Watch, remind, give notices, meet, propose praise, assess last month."""
    place = found(stage, c1.PLAN)
    c1.cast(stage, place)
    stage.staff(SECOND, "区督办小尹", place.county_desk)
    county = stage.actor(COUNTY)
    late = _late(county, stage.now)
    for item in late[:3]:
        watch_item(actor=county, item_id=item.pk, at=stage.now)
    if late:
        remind_owner(actor=county, item_id=late[0].pk, at=stage.now)
    notices = _notices(stage, county)
    _meeting(stage, county, place, late)
    _praise(stage, place)
    return Files(notices, _assess(stage, place))


def close_files(stage: Stage, files: Files) -> None:
    """One notice is put right and cancelled, what was announced is published."""
    unit, second = stage.actor(UNIT), stage.actor(SECOND)
    done = files.notices[0]
    report_back(
        actor=unit,
        item_id=done,
        words="两处阀门井已换盖并加锁，巡检记录附后。",
        proof_tokens=stage.proof("井盖更换后", by=unit),
        at=stage.now,
    )
    cancel_notice(actor=second, item_id=done, words="现场复核属实，同意销号。", at=stage.now)
    sweep_listings(at=stage.now)
    follow(at=stage.now)
    discover(at=stage.now)
    if files.round_id is not None:
        publish_round(actor=stage.actor(COUNTY), round_id=files.round_id, at=stage.now)


def _late(county: Actor, at: datetime) -> list[Item]:
    wanted = WorkFilter(colour=Clock.RED)
    return [item for item in work_page(actor=county, filter=wanted, at=at) if item.flow == "case"]


def _notices(stage: Stage, county: Actor) -> tuple[int, ...]:
    unit = stage.actor(UNIT)
    target = Party(organisation_id=unit.organisation_ids[0])
    found_there = (
        ("巡查发现两处阀门井盖松动，行人踩上有响声。", "三日内更换并排查全线。"),
        ("西门外抢修回填后路面下沉，雨后积水。", "恢复路面，验收后报照片。"),
    )
    ids = []
    for finding, requirement in found_there:
        photo = stage.photo(finding[:10], by=county, purpose=Purpose.PROOF)
        draft = NoticeDraft(
            target=target,
            finding=finding,
            requirement=requirement,
            until=stage.now + timedelta(days=30),
            photo_tokens=(photo,),
        )
        ids.append(issue_notice(actor=county, draft=draft, at=stage.now).pk)
    accept_notice(actor=unit, item_id=ids[0], at=stage.now)
    begin_rectifying(actor=unit, item_id=ids[0], words="已备料，分两天更换。", at=stage.now)
    return tuple(ids)


def _meeting(stage: Stage, county: Actor, place: Community, late: list[Item]) -> None:
    target = Party(organisation_id=stage.actor(UNIT).organisation_ids[0])
    record_meeting(
        actor=county,
        draft=MeetingDraft(
            title="金五区供水末端水压问题协调会",
            held_at=stage.now - timedelta(hours=2),
            area_id=place.county_desk.area_id,
            place="金顶街街道二层会议室",
            units=("区督办", "金顶街街道", "金五区社区", "自来水公司"),
            words="低层由市政直供，末端压力不足；加压泵已装，需补做夜间测压，结果向居民公布。",
            item_ids=tuple(item.pk for item in late[:2]),
            decisions=(
                DecisionDraft(target, "连续七天夜间测压并公布", local_day(stage.now) + _WEEKS),
            ),
        ),
        at=stage.now,
    )


_WEEKS = timedelta(days=21)


def _praise(stage: Stage, place: Community) -> None:
    street, second = stage.actor("jinding_street"), stage.actor(SECOND)
    proof = stage.photo("加压泵机房", by=street, purpose=Purpose.PROOF)
    drafted = draft_listing(
        actor=street,
        draft=ListingDraft(
            colour=Colour.RED,
            subject_kind=SubjectKind.AREA,
            title="末端供水难题，街道社区一起解决",
            facts="社区吹哨，自来水公司当天到场，街道出资，五层以下居民用水恢复正常。",
            subject_area_id=place.area.pk,
            proof_tokens=(proof,),
        ),
        at=stage.now,
    )
    approve_listing(actor=second, listing_id=drafted.listing.pk, at=stage.now)


def _assess(stage: Stage, place: Community) -> int | None:
    """Last month by the published scheme; none where nobody had a request to answer then."""
    follow(at=stage.now)
    scheme = Scheme.objects.filter(name=JINNIU, area=None).order_by("-id").first()
    if scheme is None:
        return None
    county = stage.actor(COUNTY)
    last_month = local_day(stage.now).replace(day=1) - timedelta(days=1)
    try:
        opened = open_round(
            actor=county,
            scheme_id=scheme.pk,
            area_id=place.county_desk.area_id,
            day=last_month,
            at=stage.now,
        )
    except (OutsideValidity, EmptyGroup):
        return None
    return _announced(county, opened, stage.now).pk


def _announced(county: Actor, opened: Round, at: datetime) -> Round:
    compute_round(actor=county, round_id=opened.pk, at=at)
    freeze_round(actor=county, round_id=opened.pk, at=at)
    return announce_round(actor=county, round_id=opened.pk, at=at)
