"""A1 石狮市: assessment by levels and peer groups, of work and of persons.

"坚持分级考评和分类考评相结合、工作考评和个人考核相结合，采取线上考核、量化统计为主，
线下工作抽查、实地考察为辅的方式": what the log counts weighs 80, what is found on site 20. The
ranked table is recounted from its own export by a program that knows nothing of the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.assessment.drafts import CriterionDraft, GroupDraft, PartDraft, SchemeDraft
from xinqiao.assessment.models import Round, UnitLevel
from xinqiao.assessment.selectors.checks import progress_of, samples_of
from xinqiao.assessment.selectors.export import export_round
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.items import counted_items
from xinqiao.assessment.selectors.public import public_corrections
from xinqiao.assessment.selectors.rounds import own_scores, visible_scores
from xinqiao.assessment.services.appeals import Decision, appeal, decide_appeal
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.draw import draw_samples
from xinqiao.assessment.services.inspect import record_inspection
from xinqiao.assessment.services.rounds import (
    announce_round,
    compute_round,
    freeze_round,
    open_round,
)
from xinqiao.assessment.services.schemes import save_scheme
from xinqiao.files.models import Purpose
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import local_day
from xinqiao.stories.a1_cast import (
    LATE,
    NEVER,
    PLACES,
    TOWN,
    VILLAGE,
    Cast,
    Matter,
    gather,
    live,
    month_before,
)
from xinqiao.stories.figures import Figure
from xinqiao.stories.recount import Weighed, drawn_differently, recount
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.workflow.services.working_calendar import fill_year

SEED: Final = "2026福彩双色球第001期"  # a public lottery, so that nobody could choose it
SAMPLES: Final = 2
WORK: Final = (
    ("handled_rate", Weighed(24)),
    ("on_time_rate", Weighed(16)),
    ("rework_rate", Weighed(16, is_inverted=True)),
    ("overdue_pending_rate", Weighed(16, is_inverted=True)),
    ("extension_rate", Weighed(8, is_inverted=True)),
)
ON_SITE: Final = Weighed(20, full=False)
PERSON: Final = (
    ("handled_rate", Weighed(40, full=False)),
    ("on_time_rate", Weighed(30, full=False)),
    ("rework_rate", Weighed(20, is_inverted=True, full=False)),
    ("satisfaction_rate", Weighed(10, full=False)),
)
CRITERIA: Final = (
    CriterionDraft(name="现场与办结照片一致", points=6),
    CriterionDraft(name="附近居民是否满意", points=4, is_pass_fail=False),
)


def tell(stage: Stage) -> Sequence[Figure]:
    """Play the month before, then assess it: about five weeks pass."""
    own = Stage(month_before(stage.now), people=stage.people)
    fill_year(actor=SYSTEM, year=own.now.year, at=own.now)
    cast = gather(own)
    work, person = _schemes(own, cast)
    matters = live(own, cast)
    _to_next_month(own)
    follow(at=own.now)
    rounds = [_computed(own, cast, scheme) for scheme in (work, person)]
    _check_on_site(own, rounds[0].pk, matters)
    announced = [_announced(own, round_) for round_ in rounds]
    _appeals(own, announced[0], matters)
    own.wait(days=announced[0].scheme.objection_days, hours=1)
    city = own.actor("a1_city")
    published = [publish_round(actor=city, round_id=one.pk, at=own.now) for one in announced]
    return _figures(announced[0], *published)


def _schemes(stage: Stage, cast: Cast) -> tuple[int, int]:
    """Work and person, of the same month."""
    city, at = stage.actor("a1_city"), stage.now
    first = local_day(at).replace(day=1)
    groups = tuple(GroupDraft(name=one, members=cast.area_ids(one)) for one in (TOWN, VILLAGE))
    common = {"flow": "case", "period": "month", "valid_from": first, "area_id": cast.city_id}
    work = SchemeDraft(
        name="石狮市网格化工作绩效考评（工作）",
        source="《石狮市基层社会治理网格化工作绩效考评办法》",
        unit_level=UnitLevel.COMMUNITY,
        parts=_parts(WORK),
        groups=groups,
        on_site_weight=Decimal(ON_SITE.weight),
        samples_per_unit=SAMPLES,
        criteria=CRITERIA,
        **common,  # type: ignore[arg-type]
    )
    person = SchemeDraft(
        name="石狮市网格化工作绩效考评（个人）",
        source=work.source,
        unit_level=UnitLevel.PERSON,
        parts=_parts(PERSON),
        groups=(GroupDraft(name="网格员", rules=("role:grid_worker",)),),
        **common,  # type: ignore[arg-type]
    )
    made = [save_scheme(actor=city, draft=draft, at=at) for draft in (work, person)]
    return made[0].pk, made[1].pk


def _parts(formula: Sequence[tuple[str, Weighed]]) -> tuple[PartDraft, ...]:
    return tuple(
        PartDraft(
            indicator_code=code,
            weight=Decimal(one.weight),
            is_inverted=one.is_inverted,
            empty="full" if one.full else "left_out",
        )
        for code, one in formula
    )


def _to_next_month(stage: Stage) -> None:
    month = local_day(stage.now).month
    while local_day(stage.now).month == month:
        stage.wait(days=1)


def _computed(stage: Stage, cast: Cast, scheme_id: int) -> Round:
    """Online quantities first (线上考核、量化统计为主)."""
    city = stage.actor("a1_city")
    day = local_day(stage.now) - timedelta(days=local_day(stage.now).day)
    opened = open_round(
        actor=city, scheme_id=scheme_id, area_id=cast.city_id, day=day, at=stage.now
    )
    return compute_round(actor=city, round_id=opened.pk, at=stage.now)


def _check_on_site(stage: Stage, round_id: int, matters: Sequence[Matter]) -> None:
    """Then the samples (线下抽查为辅): the towns' staff go and look; what was late is found so."""
    draw_samples(actor=stage.actor("a1_city"), round_id=round_id, seed=SEED, at=stage.now)
    by_item = {matter.said.case_id: matter for matter in matters}
    for sample in samples_of(actor=SYSTEM, round_id=round_id).order_by("id"):
        matter = by_item[sample.item_id]
        inspector = stage.actor(f"a1_street_{matter.place.street[0]}")
        shown, content = sample.round.scheme.criteria.all()
        record_inspection(
            actor=inspector,
            sample_id=sample.pk,
            points={shown.pk: shown.points, content.pk: 2 if matter.happens == LATE else 4},
            photo_tokens=[stage.photo("现场核查", by=inspector, purpose=Purpose.PROOF)],
            words="已到现场核对，并问了附近两户居民。",
            at=stage.now,
        )


def _announced(stage: Stage, round_: Round) -> Round:
    city = stage.actor("a1_city")
    freeze_round(actor=city, round_id=round_.pk, at=stage.now)
    return announce_round(actor=city, round_id=round_.pk, at=stage.now)


def _appeals(stage: Stage, round_: Round, matters: Sequence[Matter]) -> None:
    """铺锦村 appeals twice: one item lay on the province's road, the other was simply late."""
    desk: Actor = stage.actor(f"a1_desk{len(PLACES)}")
    score = own_scores(actor=desk).get(round=round_)
    mine = {one.happens: one.said.number for one in matters if one.place is PLACES[-1]}
    stage.wait(days=1)
    answers = (
        (NEVER, "这处车棚在省道红线内，由公路中心管养，不归村里。", True, "核实属实，剔除该件。"),
        (LATE, "配件晚到，请不计逾期。", False, "未按规定申请延期，维持原分。"),
    )
    for happens, reason, accepted, words in answers:
        made = appeal(
            actor=desk, score_id=score.pk, number=mine[happens], reason=reason, at=stage.now,
            document_tokens=[stage.photo("情况说明", by=desk, purpose=Purpose.DOCUMENT)],
        )  # fmt: skip
        decide_appeal(
            actor=stage.actor("a1_city"),
            appeal_id=made.pk,
            decision=Decision(accepted=accepted, reason=words),
            at=stage.now,
        )


def _figures(announced: Round, work: Round, person: Round) -> list[Figure]:
    lines = lines_of(work.scheme)
    online = sum(line.weight for line in lines if not line.is_on_site)
    scores = visible_scores(actor=SYSTEM, round_=work)
    placed = {score.name: (score.group.name, score.rank) for score in scores}
    done = progress_of(work)
    last = scores.get(name=PLACES[-1].name)
    items = counted_items(actor=SYSTEM, score=last)
    out = counted_items(actor=SYSTEM, score=last, side="left_out")
    return [
        Figure("weights of the work scheme", 100, int(sum(line.weight for line in lines))),
        Figure("online, on site", "80, 20", f"{int(online)}, {int(lines[-1].weight)}"),
        Figure("weights of the person scheme", 100, sum(one.weight for _c, one in PERSON)),
        Figure("communities ranked", len(PLACES), scores.filter(rank__isnull=False).count()),
        Figure("peer groups", 2, len({group for group, _rank in placed.values()})),
        Figure("first of the town communities", f"{TOWN} 1", _told(placed, "玉湖社区")),
        Figure("first of the villages, a tie", f"{VILLAGE} 1", _told(placed, "彭田村")),
        Figure("last of the villages", f"{VILLAGE} 3", _told(placed, "铺锦村")),
        Figure("grid workers ranked", 12, visible_scores(actor=SYSTEM, round_=person).count()),
        Figure("samples drawn, left undone", f"{2 * len(PLACES)}, 0", f"{done.drawn}, {done.left}"),
        Figure("samples drawn otherwise by hand", 0, _drawn(announced)),
        Figure("appeals accepted", 1, public_corrections(round_=work).count()),
        Figure("version published", 2, work.version),
        Figure("items of the last that count, left out", "4, 1", f"{items.count()}, {out.count()}"),
        Figure("differences when recounted, announced", 0, _differences(announced, WORK, ON_SITE)),
        Figure("differences when recounted, published", 0, _differences(work, WORK, ON_SITE)),
        Figure("differences when recounted, persons", 0, _differences(person, PERSON, None)),
    ]


def _told(placed: dict[str, tuple[str, int | None]], name: str) -> str:
    group, rank = placed[name]
    return f"{group} {rank}"


def _drawn(round_: Round) -> int:
    book = export_round(round_, with_numbers=True)
    # The first part asks for what was due, and counts above the line what was handled of it.
    return drawn_differently(book, seed=round_.seed, per_unit=SAMPLES, done_column=5)


def _differences(
    round_: Round, formula: Sequence[tuple[str, Weighed]], on_site: Weighed | None
) -> int:
    """Units whose total or rank somebody with the export alone would see otherwise."""
    book = export_round(round_, with_numbers=True)
    by_hand = recount(book, [one for _code, one in formula], on_site=on_site)
    shown = {
        score.unit_id: (score.total, score.rank)
        for score in visible_scores(actor=SYSTEM, round_=round_)
    }
    same = {one.unit for one in by_hand if shown.get(one.unit) == (one.total, one.rank)}
    return len(set(shown) ^ same)


STORY = Story("A1", "石狮市：分级分类考评，谁都能重算", "002", tell)
