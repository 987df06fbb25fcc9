"""A unit contradicts, the county decides, and the published score says what was corrected."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xinqiao.accounts.access import Actor
from xinqiao.assessment.errors import (
    AppealDecided,
    AppealsClosed,
    AppealsOpen,
    AppealTwice,
    BadPoints,
    ItemNotCounted,
)
from xinqiao.assessment.models import Appeal, AppealState, Correction, Round, State
from xinqiao.assessment.selectors.checks import get_appeal
from xinqiao.assessment.services.appeals import Decision, appeal, decide_appeal
from xinqiao.assessment.services.corrections import Change, correct_round, publish_round
from xinqiao.assessment.tests.world import DECEMBER, LATER, Play, score_of
from xinqiao.cases.tests.world import DAY, photo
from xinqiao.events.models import Event
from xinqiao.files.models import Purpose
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.errors import NotAllowed, NotFound
from xinqiao.workflow.models import Item

pytestmark = pytest.mark.django_db


def number_of(play: Play, name: str) -> str:
    return str(Item.objects.get(pk=play.items[name]).number)


def object_to(play: Play, round_: Round, *, actor: Actor | None = None, name: str = "") -> Appeal:
    return appeal(
        actor=actor or play.world.desk,
        score_id=score_of(round_, play.world.community.pk).pk,
        number=number_of(play, name) if name else "",
        reason="这件是省道上的事，不归我们社区管。",
        at=DECEMBER + DAY,
    )


def decide(play: Play, made: Appeal, *, accepted: bool = True, **more: object) -> Appeal:
    decision = Decision(accepted=accepted, reason="情况属实。", **more)  # type: ignore[arg-type]
    return decide_appeal(
        actor=play.county, appeal_id=made.pk, decision=decision, at=DECEMBER + 2 * DAY
    )


def test_an_item_that_is_left_out_corrects_the_published_score(play: Play) -> None:
    round_ = play.announced()
    decide(play, object_to(play, round_, name="never"))
    published = publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    assert (published.version, published.replaces_id) == (2, round_.pk)
    # Three items are left: handled 3/3, on time 2/3, rework 0/3, pending 0/3, extended 1/3.
    score = score_of(published, play.world.community.pk)
    assert [(p.numerator, p.denominator) for p in score.parts.all()] == [
        (3, 3),
        (2, 3),
        (0, 3),
        (0, 3),
        (1, 3),
    ]
    assert score.total == Decimal("90.00")
    left_out = score.items.get(is_left_out=True)
    assert left_out.item_id == play.items["never"]
    # The first version stays as it was.
    round_.refresh_from_db()
    assert round_.state == State.CORRECTED
    assert score_of(round_, play.world.community.pk).total == Decimal("75.00")
    assert Event.objects.filter(kind="assessment.corrected", subject_id=round_.pk).exists()


def test_points_can_be_corrected_for_the_score_as_a_whole(play: Play) -> None:
    round_ = play.announced()
    decide(play, object_to(play, round_), position=1, points=Decimal(20))
    published = publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    score = score_of(published, play.world.community.pk)
    part = score.parts.get(position=1)
    assert (part.points, part.is_corrected) == (Decimal(20), True)
    assert score.total == Decimal("85.00")


def test_what_is_rejected_changes_nothing_but_is_answered(play: Play) -> None:
    round_ = play.announced()
    made = decide(play, object_to(play, round_, name="never"), accepted=False)
    assert (made.state, made.decision) == (AppealState.REJECTED, "情况属实。")
    published = publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    assert (published.pk, published.version) == (round_.pk, 1)
    assert not Correction.objects.exists()


def test_nothing_is_published_over_an_open_appeal(play: Play) -> None:
    round_ = play.announced()
    object_to(play, round_)
    with pytest.raises(AppealsOpen, match="1"):
        publish_round(actor=play.county, round_id=round_.pk, at=LATER)


@pytest.mark.parametrize("who", ["other_desk", "county_staff", "water_staff", "resident"])
def test_only_the_units_own_staff_appeal(play: Play, who: str) -> None:
    round_ = play.announced()
    with pytest.raises(NotAllowed):
        object_to(play, round_, actor=play.world.actors[who])


@pytest.mark.parametrize("who", ["desk", "second_desk", "street_staff", "system_admin"])
def test_only_the_county_decides(play: Play, who: str) -> None:
    made = object_to(play, play.announced())
    with pytest.raises(NotAllowed):
        decide_appeal(
            actor=play.world.actors[who],
            appeal_id=made.pk,
            decision=Decision(accepted=False, reason="不同意"),
            at=DECEMBER + DAY,
        )


def test_strangers_do_not_read_an_appeal(play: Play) -> None:
    made = object_to(play, play.announced())
    for who in ("desk", "second_desk", "county_staff"):
        assert get_appeal(actor=play.world.actors[who], appeal_id=made.pk) == made
    for who in ("other_desk", "resident"):
        with pytest.raises(NotFound):
            get_appeal(actor=play.world.actors[who], appeal_id=made.pk)


def test_appeals_are_made_while_announced_and_once(play: Play) -> None:
    round_ = play.announced()
    object_to(play, round_, name="never")
    with pytest.raises(AppealTwice):
        object_to(play, round_, name="never")
    score = score_of(round_, play.world.community.pk)
    with pytest.raises(ItemNotCounted):
        appeal(
            actor=play.world.desk,
            score_id=score.pk,
            number=number_of(play, "far_one"),
            reason="不是我们的",
            at=DECEMBER + DAY,
        )
    with pytest.raises(AppealsClosed):
        appeal(actor=play.world.desk, score_id=score.pk, reason="晚了", at=LATER)


def test_an_appeal_is_decided_once_and_within_the_weight(play: Play) -> None:
    made = object_to(play, play.announced())
    with pytest.raises(BadPoints, match="20"):
        decide(play, made, position=1, points=Decimal(21))
    decide(play, made, position=1, points=Decimal(15))
    with pytest.raises(AppealDecided):
        decide(play, made, accepted=False)


def test_documents_come_with_an_appeal(play: Play) -> None:
    round_ = play.announced()
    made = appeal(
        actor=play.world.desk,
        score_id=score_of(round_, play.world.community.pk).pk,
        reason="见附件",
        document_tokens=[photo(DECEMBER + DAY, purpose=Purpose.DOCUMENT)],
        at=DECEMBER + DAY,
    )
    assert len(attachments_of("assessment_appeal", [made.pk])[made.pk]) == 1


def test_what_is_published_is_corrected_by_another_version(play: Play) -> None:
    round_ = play.announced()
    first = publish_round(actor=play.county, round_id=round_.pk, at=LATER)
    for position, points in ((0, 30), (1, 20)):
        change = Change(reason="漏算", position=position, points=Decimal(points))
        first = correct_round(
            actor=play.county,
            round_id=first.pk,
            unit_id=play.world.community.pk,
            change=change,
            at=LATER,
        )
    # Earlier corrections stay in force: 30 + 20 + 20 + 15 + 7.5.
    assert first.version == 3
    assert score_of(first, play.world.community.pk).total == Decimal("92.50")
    states = Round.objects.order_by("version").values_list("state", flat=True)
    assert list(states) == [State.CORRECTED, State.CORRECTED, State.PUBLISHED]
