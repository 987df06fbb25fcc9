"""A round from its opening to its publication, and what it counts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from xinqiao.accounts.access import SYSTEM
from xinqiao.assessment.drafts import GroupDraft
from xinqiao.assessment.errors import (
    ObjectionsRun,
    OutsideValidity,
    PeriodRuns,
    RoundExists,
    WrongStep,
)
from xinqiao.assessment.models import CountedItem, PartScore, Round, State, UnitLevel, UnitScore
from xinqiao.assessment.selectors.digest import digest_of
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.rounds import (
    announce_round,
    compute_round,
    freeze_round,
    open_round,
)
from xinqiao.assessment.tests.world import DECEMBER, LATER, NOVEMBER, Play, score_of
from xinqiao.cases.tests.world import AT, DAY
from xinqiao.events.models import Event
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.exact import exact_readings_by
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.errors import NotAllowed
from xinqiao.workflow.models import Item

pytestmark = pytest.mark.django_db


def test_the_published_formula_counts_what_happened(play: Play) -> None:
    round_ = play.computed()
    here = score_of(round_, play.world.community.pk)
    told = [(part.numerator, part.denominator) for part in here.parts.all()]
    # Handled 3 of 4, on time 2, none reworked, 1 overdue pending, 1 extended.
    assert told == [(3, 4), (2, 4), (0, 3), (1, 4), (1, 4)]
    # 30 x 3/4 + 20 x 2/4 + 20 x 1 + 20 x 3/4 + 10 x 3/4
    assert here.total == Decimal("75.00")
    there = score_of(round_, play.world.other_community.pk)
    assert (there.total, there.rank, here.rank) == (Decimal("100.00"), 1, 2)


def test_a_round_counts_what_the_indicators_count(play: Play) -> None:
    round_ = play.computed()
    codes = [part.indicator_code for part in round_.scheme.parts.all()]
    read = exact_readings_by(
        actor=SYSTEM,
        by="area",
        codes=codes,
        scope=Scope(area_path=round_.area_path),
        period=Period(round_.first, round_.last),
        at=DECEMBER,
        level=5,
    )
    for score in UnitScore.objects.filter(round=round_):
        for code, part in zip(codes, score.parts.all(), strict=True):
            reading = read[score.area_path][code]
            assert (part.numerator, part.denominator) == (reading.numerator, reading.denominator)


def test_frozen_figures_stay_when_items_change_later(play: Play) -> None:
    round_ = play.computed()
    freeze_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    before = digest_of(Round.objects.get(pk=round_.pk))
    play.world.close(play.items["never"], at=LATER)
    follow(at=LATER)
    round_ = Round.objects.get(pk=round_.pk)
    assert (digest_of(round_), round_.digest) == (before, before)
    with pytest.raises(WrongStep):
        compute_round(actor=play.county, round_id=round_.pk, at=LATER)


def test_the_database_refuses_to_change_what_is_frozen(play: Play) -> None:
    round_ = play.announced()
    for rows in (UnitScore, PartScore, CountedItem):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.filter(round=round_).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitScore.objects.filter(round=round_).update(total=100)


def test_computing_again_takes_in_what_has_happened_since(play: Play) -> None:
    round_ = play.computed()
    play.world.close(play.items["never"], at=DECEMBER)
    follow(at=DECEMBER)
    compute_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    # Handled 4 of 4 and none pending any more: 7.5 and 5 points better.
    assert score_of(round_, play.world.community.pk).total == Decimal("87.50")


def test_every_score_keeps_the_items_it_counts(play: Play) -> None:
    round_ = play.announced()
    items = CountedItem.objects.filter(score__unit_id=play.world.community.pk, round=round_)
    numbers = dict(Item.objects.values_list("pk", "number"))
    names = ("in_time", "late", "never", "extended")
    assert {row.item_id for row in items} == {play.items[name] for name in names}
    assert all(row.number == numbers[row.item_id] for row in items)
    late = items.get(item_id=play.items["late"])
    # In all five denominators; handled, but not on time, reworked, pending or extended.
    assert (late.counted, late.met) == (0b11111, 0b00001)


def test_units_are_compared_with_their_peers_only(play: Play) -> None:
    one, two = play.world.community.pk, play.world.other_community.pk
    groups = (GroupDraft(name="老城", members=(one,)), GroupDraft(name="新区", rules=("rest",)))
    round_ = play.computed(groups=groups)
    assert [score_of(round_, unit).rank for unit in (one, two)] == [1, 1]


def test_posts_and_persons_are_scored_by_who_answers_for_the_items(play: Play) -> None:
    workers = (GroupDraft(name="网格员", rules=("role:grid_worker",)),)
    persons = play.computed(name="个人", unit_level=UnitLevel.PERSON, groups=workers)
    worker, stranger = play.world.worker.user_id, play.world.stranger.user_id
    assert worker is not None
    assert stranger is not None
    told = [(p.numerator, p.denominator) for p in score_of(persons, worker).parts.all()]
    # What nobody has handled counts for who holds the post.
    assert told[0] == (3, 4)
    assert score_of(persons, stranger).total == Decimal("100.00")
    posts = play.computed(name="岗位", unit_level=UnitLevel.POST, groups=workers)
    assert score_of(posts, play.world.posts["worker"].pk).parts.all()[0].denominator == 4


def test_the_life_of_a_round_is_recorded_and_has_no_short_cut(play: Play) -> None:
    round_ = play.open(play.scheme())
    with pytest.raises(WrongStep):
        freeze_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    compute_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    with pytest.raises(WrongStep):
        announce_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    freeze_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    announce_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    with pytest.raises(ObjectionsRun):
        publish_round(actor=play.county, round_id=round_.pk, at=DECEMBER + DAY)
    published = publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    assert (published.pk, published.state) == (round_.pk, State.PUBLISHED)
    kinds = Event.objects.filter(subject_kind="assessment_round").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        "assessment.opened",
        "assessment.computed",
        "assessment.frozen",
        "assessment.announced",
        "assessment.published",
    ]


def test_a_period_is_frozen_only_when_it_is_over(play: Play) -> None:
    round_ = play.open(play.scheme())
    compute_round(actor=play.county, round_id=round_.pk, at=AT)
    with pytest.raises(PeriodRuns):
        freeze_round(actor=play.county, round_id=round_.pk, at=AT)


def test_a_period_is_assessed_once_and_only_while_the_scheme_holds(play: Play) -> None:
    scheme = play.scheme()
    play.open(scheme)
    with pytest.raises(RoundExists):
        play.open(scheme)
    with pytest.raises(OutsideValidity):
        open_round(
            actor=play.county,
            scheme_id=scheme.pk,
            area_id=play.world.county.pk,
            day=NOVEMBER - DAY,
            at=DECEMBER,
        )


@pytest.mark.parametrize("who", ["desk", "street_staff", "worker", "audit_admin", "resident"])
def test_only_the_county_runs_a_round(play: Play, who: str) -> None:
    round_ = play.computed()
    with pytest.raises(NotAllowed):
        freeze_round(actor=play.world.actors[who], round_id=round_.pk, at=DECEMBER)
    with pytest.raises(NotAllowed):
        open_round(
            actor=play.world.actors[who],
            scheme_id=round_.scheme_id,
            area_id=play.world.county.pk,
            day=NOVEMBER,
            at=DECEMBER,
        )
