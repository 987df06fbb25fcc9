"""Samples are drawn once, by a recorded seed; what inspectors find counts in the score."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

import pytest

from xinqiao.accounts.access import Actor
from xinqiao.assessment.errors import (
    BadPoints,
    DrawnAlready,
    NothingToDraw,
    PhotoNeeded,
    SampleDone,
    WrongStep,
)
from xinqiao.assessment.models import CountedItem, Criterion, Round, Sample
from xinqiao.assessment.selectors.checks import progress_of
from xinqiao.assessment.services.draw import draw_samples
from xinqiao.assessment.services.inspect import record_inspection
from xinqiao.assessment.services.rounds import compute_round, freeze_round
from xinqiao.assessment.tests.world import DECEMBER, JINNIU, Play, score_of, with_on_site
from xinqiao.cases.tests.world import photo
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
CHECKED = with_on_site(JINNIU)


def drawn(play: Play, seed: str = "2026-11") -> Round:
    round_ = play.computed(CHECKED)
    return draw_samples(actor=play.county, round_id=round_.pk, seed=seed, at=DECEMBER)


def check(play: Play, sample: Sample, *, actor: Actor | None = None, points: int = 4) -> Sample:
    passing, free = Criterion.objects.filter(scheme_id=sample.round.scheme_id)
    return record_inspection(
        actor=actor or play.county,
        sample_id=sample.pk,
        points={passing.pk: 6, free.pk: points},
        photo_tokens=[photo(DECEMBER)],
        at=DECEMBER,
    )


def test_anybody_recomputes_the_draw_from_seed_and_items(play: Play) -> None:
    round_ = drawn(play)
    for unit in (play.world.community.pk, play.world.other_community.pk):
        done = CountedItem.objects.filter(round=round_, score__unit_id=unit, is_done=True)
        ids = sorted(
            done.values_list("item_id", flat=True),
            key=lambda item: sha256(f"2026-11:{unit}:{item}".encode()).hexdigest(),
        )
        mine = Sample.objects.filter(round=round_, unit_id=unit).order_by("place")
        assert [sample.item_id for sample in mine] == ids[:2]
    event = Event.objects.get(kind="assessment.drawn")
    assert event.data["seed"] == "2026-11"


def test_the_product_throws_the_dice_when_nobody_brings_a_seed(play: Play) -> None:
    round_ = drawn(play, seed="")
    assert len(round_.seed) == 32


def test_a_draw_is_made_once(play: Play) -> None:
    round_ = drawn(play)
    with pytest.raises(DrawnAlready):
        draw_samples(actor=play.county, round_id=round_.pk, at=DECEMBER)


def test_a_scheme_without_spot_checks_draws_nothing(play: Play) -> None:
    with pytest.raises(NothingToDraw):
        draw_samples(actor=play.county, round_id=play.computed().pk, at=DECEMBER)


def test_what_is_found_counts_with_its_weight(play: Play) -> None:
    round_ = play.inspected(CHECKED, points=(6, 1))
    score = score_of(round_, play.world.community.pk)
    on_site = score.parts.last()
    assert on_site is not None
    # Two samples of ten points each, seven earned: 14 / 20 of 20 points.
    assert (on_site.numerator, on_site.denominator, on_site.points) == (14, 20, Decimal(14))
    # 75 x 0.8 + 14
    assert score.total == Decimal("74.00")


def test_a_unit_nobody_has_checked_is_weighed_without_it_and_shown(play: Play) -> None:
    round_ = drawn(play)
    compute_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    score = score_of(round_, play.world.community.pk)
    assert (score.weight, score.total) == (Decimal(80), Decimal("75.00"))
    assert progress_of(round_).left == 4


def test_the_units_own_staff_never_check_themselves(play: Play) -> None:
    sample = Sample.objects.filter(round=drawn(play), unit_id=play.world.community.pk).first()
    assert sample is not None
    for who in ("desk", "worker", "other_desk", "water_staff", "resident"):
        with pytest.raises(NotAllowed):
            check(play, sample, actor=play.world.actors[who])
    assert check(play, sample, actor=play.world.street_staff).done_by_label.startswith("郑街道")


def test_a_check_is_made_once_with_a_photo_and_possible_points(play: Play) -> None:
    sample = Sample.objects.filter(round=drawn(play)).first()
    assert sample is not None
    with pytest.raises(BadPoints):
        check(play, sample, points=5)
    passing, free = Criterion.objects.all()
    with pytest.raises(BadPoints):
        record_inspection(
            actor=play.county,
            sample_id=sample.pk,
            points={passing.pk: 3, free.pk: 1},
            photo_tokens=[photo(DECEMBER)],
            at=DECEMBER,
        )
    with pytest.raises(PhotoNeeded):
        record_inspection(
            actor=play.county,
            sample_id=sample.pk,
            points={passing.pk: 6, free.pk: 1},
            photo_tokens=[],
            at=DECEMBER,
        )
    check(play, sample)
    with pytest.raises(SampleDone):
        check(play, sample)


def test_nothing_is_checked_after_the_freeze(play: Play) -> None:
    round_ = drawn(play)
    sample = Sample.objects.filter(round=round_).first()
    assert sample is not None
    freeze_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    with pytest.raises(WrongStep):
        check(play, sample)
