"""A scheme that makes no sense is refused with a sentence; one that was played stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.drafts import GroupDraft, PartDraft
from xinqiao.assessment.errors import (
    BadValidity,
    EmptyGroup,
    IndicatorTwice,
    IndicatorUnknown,
    NoCriteria,
    NothingToCount,
    SchemeOverlap,
    SchemePlayed,
    UnitInTwoGroups,
    UnknownRule,
    UnknownUnit,
    WeightsNot100,
)
from xinqiao.assessment.models import Round, Scheme
from xinqiao.assessment.seed import JINNIU as SHIPPED
from xinqiao.assessment.seed import PARTS, seed_assessment
from xinqiao.assessment.services.rounds import compute_round, open_round
from xinqiao.assessment.services.schemes import end_scheme, save_scheme
from xinqiao.assessment.tests.world import (
    DECEMBER,
    JINNIU,
    NOVEMBER,
    Play,
    score_of,
    with_on_site,
)
from xinqiao.cases.tests.world import BEFORE
from xinqiao.indicators.services.definitions import seed_definitions
from xinqiao.kit.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db
HALF = Decimal(50)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"parts": PARTS[:4]}, WeightsNot100),
        ({"parts": ()}, NothingToCount),
        (
            {"parts": (*PARTS[:4], PartDraft(indicator_code="made_up", weight=Decimal(10)))},
            IndicatorUnknown,
        ),
        (
            {"parts": (PartDraft(indicator_code="handled_rate", weight=HALF),) * 2},
            IndicatorTwice,
        ),
        ({"flow": "no-such-flow"}, IndicatorUnknown),
        ({"groups": ()}, EmptyGroup),
        ({"groups": (GroupDraft(name="没有人"),)}, EmptyGroup),
        ({"groups": (GroupDraft(name="别处的", members=(-1,)),)}, UnknownUnit),
        ({"groups": (GroupDraft(name="网格员", rules=("role:grid_worker",)),)}, UnknownRule),
        ({"valid_until": NOVEMBER}, BadValidity),
        ({"on_site_weight": Decimal(20)}, WeightsNot100),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(
    play: Play, changes: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error) as refused:
        play.scheme(**changes)
    assert "%(" not in refused.value.sentence()
    assert not Scheme.objects.exists()


def test_a_unit_belongs_to_one_group(play: Play) -> None:
    one = play.world.community.pk
    groups = (GroupDraft(name="甲", members=(one,)), GroupDraft(name="乙", members=(one,)))
    with pytest.raises(UnitInTwoGroups, match="金五区社区"):
        play.scheme(groups=groups)


def test_a_group_that_a_rule_leaves_empty_is_refused(play: Play) -> None:
    groups = (GroupDraft(name="全部", rules=("rest",)), GroupDraft(name="其余", rules=("rest",)))
    with pytest.raises(EmptyGroup, match="其余"):
        play.scheme(groups=groups)


def test_groups_can_be_made_of_areas(play: Play) -> None:
    path = play.world.community.path
    groups = (
        GroupDraft(name="本社区", rules=(f"area:{path}",)),
        GroupDraft(name="别的", rules=("rest",)),
    )
    round_ = play.computed(unit_level="grid", groups=groups)
    sizes = {group.name: 0 for group in round_.scheme.groups.all()}
    for score in round_.scores.select_related("group"):
        sizes[score.group.name] += 1
    assert sizes == {"本社区": 2, "别的": 1}


@pytest.mark.parametrize("missing", [{"criteria": ()}, {"samples_per_unit": 0}])
def test_spot_checks_are_complete_or_none(play: Play, missing: dict[str, Any]) -> None:
    with pytest.raises(NoCriteria):
        play.scheme(replace(with_on_site(JINNIU), **missing))


def test_two_versions_never_hold_at_once(play: Play) -> None:
    play.scheme()
    with pytest.raises(SchemeOverlap, match="月度考评"):
        play.scheme(valid_from=date(2027, 1, 1))


def test_what_was_not_played_is_changed_in_place(play: Play) -> None:
    scheme = play.scheme()
    draft = replace(JINNIU, area_id=play.world.county.pk, objection_days=7)
    again = save_scheme(actor=play.county, draft=draft, at=BEFORE, replaces=scheme.pk)
    assert (again.pk, again.version, again.objection_days) == (scheme.pk, 1, 7)
    assert again.parts.count() == len(PARTS)


def test_what_was_played_stays_and_gets_a_successor(play: Play) -> None:
    scheme = play.scheme()
    play.open(scheme)
    draft = replace(JINNIU, area_id=play.world.county.pk)
    with pytest.raises(SchemePlayed):
        save_scheme(actor=play.county, draft=draft, at=DECEMBER, replaces=scheme.pk)
    later = replace(draft, valid_from=date(2026, 12, 1))
    newer = save_scheme(actor=play.county, draft=later, at=DECEMBER, replaces=scheme.pk)
    scheme.refresh_from_db()
    assert (newer.version, scheme.valid_until) == (2, date(2026, 12, 1))


def test_a_scheme_does_not_end_in_the_middle_of_what_it_played(play: Play) -> None:
    scheme = play.scheme()
    play.open(scheme)
    with pytest.raises(SchemePlayed):
        end_scheme(actor=play.county, scheme_id=scheme.pk, last_day=date(2026, 11, 15), at=DECEMBER)
    ended = end_scheme(
        actor=play.county, scheme_id=scheme.pk, last_day=date(2026, 11, 30), at=DECEMBER
    )
    assert ended.valid_until == date(2026, 12, 1)


@pytest.mark.parametrize("who", ["desk", "street_staff", "security_admin", "resident"])
def test_only_keepers_save_schemes(play: Play, who: str) -> None:
    draft = replace(JINNIU, area_id=play.world.county.pk)
    with pytest.raises(NotAllowed):
        save_scheme(actor=play.world.actors[who], draft=draft, at=BEFORE)


def test_the_published_scheme_ships_and_is_played_by_any_county(play: Play) -> None:
    assert seed_assessment(actor=SYSTEM, at=BEFORE) == 1
    assert seed_assessment(actor=SYSTEM, at=BEFORE) == 0
    scheme = Scheme.objects.get(name=SHIPPED)
    assert sum(part.weight for part in scheme.parts.all()) == 100
    round_ = open_round(
        actor=play.county,
        scheme_id=scheme.pk,
        area_id=play.world.county.pk,
        day=NOVEMBER,
        at=DECEMBER,
    )
    compute_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    assert score_of(Round.objects.get(), play.world.community.pk).total == Decimal("75.00")


def test_a_county_cannot_save_a_scheme_for_everybody(play: Play) -> None:
    seed_definitions()
    with pytest.raises(NotAllowed):
        save_scheme(actor=play.county, draft=JINNIU, at=BEFORE)
