"""A month of requests in two communities, and the schemes that are played with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from xinqiao.accounts.access import Actor
from xinqiao.assessment.drafts import CriterionDraft, GroupDraft, SchemeDraft
from xinqiao.assessment.models import (
    Criterion,
    Period,
    Round,
    Sample,
    Scheme,
    UnitLevel,
    UnitScore,
)
from xinqiao.assessment.seed import PARTS
from xinqiao.assessment.services.draw import draw_samples
from xinqiao.assessment.services.inspect import record_inspection
from xinqiao.assessment.services.rounds import (
    announce_round,
    compute_round,
    freeze_round,
    open_round,
)
from xinqiao.assessment.services.schemes import save_scheme
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.tests.world import AT, BEFORE, DAY, HOUR, World, make_world, photo
from xinqiao.indicators.services.definitions import seed_definitions
from xinqiao.indicators.services.feed import follow

NOVEMBER = date(2026, 11, 1)
DECEMBER = datetime(2026, 12, 3, 2, tzinfo=UTC)
LATER = DECEMBER + timedelta(days=10)
FAR = (105.025, 29.005)
JINNIU = SchemeDraft(
    name="月度考评",
    flow="case",
    unit_level=UnitLevel.COMMUNITY,
    period=Period.MONTH,
    valid_from=NOVEMBER,
    parts=PARTS,
    groups=(GroupDraft(name="全部社区", rules=("rest",)),),
)
CRITERIA = (
    CriterionDraft(name="现场与照片一致", points=6),
    CriterionDraft(name="居民反映", points=4, is_pass_fail=False),
)


def with_on_site(draft: SchemeDraft, *, weight: int = 20) -> SchemeDraft:
    """The same scheme, its indicators at four fifths and two samples of each unit."""
    share = Decimal(100 - weight) / 100
    return replace(
        draft,
        parts=tuple(replace(part, weight=part.weight * share) for part in draft.parts),
        on_site_weight=Decimal(weight),
        samples_per_unit=2,
        criteria=CRITERIA,
    )


@dataclass
class Play:
    """world: the neighbourhood. items: what happened, by name."""

    world: World
    items: dict[str, int] = field(default_factory=dict)

    @property
    def county(self) -> Actor:
        return self.world.county_staff

    def scheme(self, draft: SchemeDraft = JINNIU, **changes: Any) -> Scheme:
        draft = replace(draft, area_id=self.world.county.pk, **changes)
        return save_scheme(actor=self.county, draft=draft, at=BEFORE)

    def open(self, scheme: Scheme) -> Round:
        return open_round(
            actor=self.county,
            scheme_id=scheme.pk,
            area_id=self.world.county.pk,
            day=NOVEMBER,
            at=DECEMBER,
        )

    def computed(self, draft: SchemeDraft = JINNIU, **changes: Any) -> Round:
        round_ = self.open(self.scheme(draft, **changes))
        return compute_round(actor=self.county, round_id=round_.pk, at=DECEMBER)

    def announced(self, draft: SchemeDraft = JINNIU, **changes: Any) -> Round:
        round_ = self.computed(draft, **changes)
        freeze_round(actor=self.county, round_id=round_.pk, at=DECEMBER)
        return announce_round(actor=self.county, round_id=round_.pk, at=DECEMBER)

    def inspected(self, draft: SchemeDraft, *, points: Sequence[int], seed: str = "s") -> Round:
        """Computed, drawn and checked: every sample earns `points` of the two criteria."""
        round_ = self.computed(draft)
        draw_samples(actor=self.county, round_id=round_.pk, seed=seed, at=DECEMBER)
        criteria = list(Criterion.objects.filter(scheme_id=round_.scheme_id))
        for sample in Sample.objects.filter(round=round_):
            record_inspection(
                actor=self.county,
                sample_id=sample.pk,
                points={one.pk: got for one, got in zip(criteria, points, strict=True)},
                photo_tokens=[photo(DECEMBER)],
                words="已到现场查看。",
                at=DECEMBER,
            )
        return compute_round(actor=self.county, round_id=round_.pk, at=DECEMBER)

    def case(self, name: str, *, at: datetime, by: str = "worker", at_spot: Any = None) -> int:
        """Report it and let `by` accept it."""
        spot = {"lon": at_spot[0], "lat": at_spot[1]} if at_spot else {}
        case_id = self.world.report(at=at, **spot).case_id
        accept_case(actor=self.world.actors[by], item_id=case_id, at=at + HOUR)
        self.items[name] = case_id
        return case_id


def make_play() -> Play:
    """In the first community: one in time, one late, one never done, one extended and done.
    In the second: two in time."""
    seed_definitions()
    play = Play(make_world())
    world = play.world
    first = AT - 20 * DAY  # 3 November, a Tuesday
    world.close(play.case("in_time", at=first), at=first + 2 * HOUR)
    world.close(play.case("late", at=first), at=first + 10 * DAY)
    play.case("never", at=first)
    extended = play.case("extended", at=first)
    extend_case(
        actor=world.worker,
        item_id=extended,
        amount=3,
        unit="working_days",
        reason="等配件",
        at=first + DAY,
    )
    world.close(extended, at=first + 2 * DAY)
    for name in ("far_one", "far_two"):
        case_id = play.case(name, at=first, by="stranger", at_spot=FAR)
        world.close(case_id, actor=world.stranger, at=first + HOUR)
    follow(at=DECEMBER)
    return play


def score_of(round_: Round, unit_id: int) -> UnitScore:
    return UnitScore.objects.get(round=round_, unit_id=unit_id)
