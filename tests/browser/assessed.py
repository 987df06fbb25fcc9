"""Assessments of last month for the browser tests: one computed, one announced, one published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.assessment.drafts import CriterionDraft, GroupDraft, SchemeDraft
from xinqiao.assessment.models import Period, Round, Sample, UnitLevel, UnitScore
from xinqiao.assessment.periods import PeriodKind, before
from xinqiao.assessment.seed import PARTS
from xinqiao.assessment.services.appeals import Decision, appeal, decide_appeal
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.draw import draw_samples
from xinqiao.assessment.services.rounds import (
    announce_round,
    compute_round,
    freeze_round,
    open_round,
)
from xinqiao.assessment.services.schemes import save_scheme
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.report import report_case
from xinqiao.files.models import Purpose
from xinqiao.files.services.upload import store_upload
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import day_start, local_day
from xinqiao.stories.pictures import picture

SAID = ("楼道灯坏了一直不亮", "小区垃圾桶没盖子", "花坛边上地砖翘起来了", "单元门关不上")


def assess(
    *, county: Actor, desk: Actor, worker: Actor, spot: tuple[float, float], at: datetime
) -> dict[str, int]:
    """Play last month; ids for the addresses of pages."""
    first, _last = before(PeriodKind.MONTH, local_day(at))
    _requests(worker, spot, day_start(first) + timedelta(days=4, hours=10))
    follow(at=at)
    groups = (GroupDraft(name="全部社区", rules=("rest",)),)
    draft = SchemeDraft(
        name="社区工作考评",
        source="县网格化工作考评办法",
        flow="case",
        unit_level=UnitLevel.COMMUNITY,
        period=Period.MONTH,
        valid_from=first,
        parts=PARTS,
        groups=groups,
        area_id=county.posts[0].area_id,
        objection_days=5,
    )
    checked = replace(
        draft,
        name="社区考评（带现场抽查）",
        parts=tuple(replace(part, weight=part.weight * Decimal("0.8")) for part in PARTS),
        on_site_weight=Decimal(20),
        samples_per_unit=1,
        criteria=(
            CriterionDraft(name="现场与照片一致", points=6),
            CriterionDraft(name="居民满意程度", points=4, is_pass_fail=False),
        ),
    )
    person = replace(
        draft,
        name="网格员个人考评",
        unit_level=UnitLevel.PERSON,
        groups=(GroupDraft(name="网格员", rules=("role:grid_worker",)),),
    )
    computed = _computed(county, checked, at)
    draw_samples(actor=county, round_id=computed.pk, seed="2026001", at=at)
    announced = _announced(county, draft, at)
    score = UnitScore.objects.get(round=announced, area_path=desk.posts[0].area_path)
    made = appeal(actor=desk, score_id=score.pk, reason="这件不归我们社区管。", at=at)
    return {
        "scheme": announced.scheme_id,
        "computed": computed.pk,
        "sample": Sample.objects.filter(round=computed)[0].pk,
        "announced": announced.pk,
        "score": score.pk,
        "appeal": made.pk,
        "person": _announced(county, person, at).pk,
        "published": _published(county, desk, replace(draft, name="社区考评（已公布）"), at).pk,
    }


def _requests(worker: Actor, spot: tuple[float, float], at: datetime) -> None:
    for step, text in enumerate(SAID):
        lon, lat = spot[0] + step * 0.0003, spot[1]
        draft = ReportDraft(
            text=text, category_code="facility.", lon=lon, lat=lat, source=Source.WEB
        )
        said = report_case(actor=ANONYMOUS, draft=draft, at=at).case_id
        accept_case(actor=worker, item_id=said, at=at + timedelta(hours=1))
        if step < len(SAID) - 1:
            done = at + timedelta(hours=2, days=9 * (step == 1))
            proof = store_upload(
                actor=worker, file=picture("已修好"), purpose=Purpose.PROOF, at=done
            ).token
            close_case(
                actor=worker, item_id=said, words="已经修好。", proof_tokens=[proof], at=done
            )


def _computed(county: Actor, draft: SchemeDraft, at: datetime) -> Round:
    scheme = save_scheme(actor=county, draft=draft, at=at)
    opened = open_round(
        actor=county,
        scheme_id=scheme.pk,
        area_id=county.posts[0].area_id,
        day=draft.valid_from,
        at=at,
    )
    return compute_round(actor=county, round_id=opened.pk, at=at)


def _announced(county: Actor, draft: SchemeDraft, at: datetime) -> Round:
    round_ = _computed(county, draft, at)
    freeze_round(actor=county, round_id=round_.pk, at=at)
    return announce_round(actor=county, round_id=round_.pk, at=at)


def _published(county: Actor, desk: Actor, draft: SchemeDraft, at: datetime) -> Round:
    round_ = _announced(county, draft, at)
    score = UnitScore.objects.get(round=round_, area_path=desk.posts[0].area_path)
    number = score.items.filter(is_done=False)[0].number
    made = appeal(actor=desk, score_id=score.pk, number=number, reason="属于省道。", at=at)
    answer = Decision(accepted=True, reason="属实，剔除。")
    decide_appeal(actor=county, appeal_id=made.pk, decision=answer, at=at)
    return publish_round(actor=county, round_id=round_.pk, at=at + timedelta(days=6))
