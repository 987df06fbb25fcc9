"""Whoever has the workbook recomputes every score from the items in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from xinqiao.assessment.models import Round, UnitScore
from xinqiao.assessment.selectors.export import export_round, sheet_names
from xinqiao.assessment.services.appeals import Decision, appeal, decide_appeal
from xinqiao.assessment.services.corrections import publish_round
from xinqiao.assessment.services.rounds import announce_round, freeze_round
from xinqiao.assessment.tests.recompute import recomputed
from xinqiao.assessment.tests.world import (
    DECEMBER,
    JINNIU,
    LATER,
    Play,
    score_of,
    with_on_site,
)
from xinqiao.cases.tests.world import DAY
from xinqiao.workflow.models import Item

pytestmark = pytest.mark.django_db


def figure(cell: object) -> Decimal | None:
    """A number of the file; None for the empty words of a part that is left out."""
    return None if cell in ("", None) else Decimal(str(cell))


def check(round_: Round, *, with_numbers: bool = True) -> None:
    """The recomputed figures, the figures of the file and those of the product are one."""
    book = export_round(round_, with_numbers=with_numbers)
    rows = {row["unit"]: row for row in recomputed(book)}
    scores = list(UnitScore.objects.filter(round=round_).prefetch_related("parts"))
    assert set(rows) == {score.unit_id for score in scores}
    for score in scores:
        row = rows[score.unit_id]
        assert (row["total"], row["rank"]) == (score.total, score.rank)
        parts = list(score.parts.all())
        assert row["points"] == [part.points for part in parts]
        assert row["counted"] == [n for part in parts for n in (part.numerator, part.denominator)]
        # A preview that does not compute shows the same.
        *_, weight, total, rank = row["cached"]
        assert Decimal(str(weight)) == score.weight
        assert (figure(total), rank or None) == (score.total, score.rank)
        for place, part in enumerate(parts):
            assert row["cached"][3 + 3 * place : 5 + 3 * place] == [
                part.numerator,
                part.denominator,
            ]
            assert figure(row["cached"][5 + 3 * place]) == part.points


def test_the_published_scheme_recomputes(play: Play) -> None:
    check(play.announced())


def test_spot_checks_recompute(play: Play) -> None:
    check(play.inspected(with_on_site(JINNIU, weight=25), points=(0, 3)))


def test_parts_that_are_left_out_recompute(play: Play) -> None:
    parts = tuple(replace(part, empty="left_out") for part in JINNIU.parts)
    check(play.computed(with_on_site(replace(JINNIU, parts=parts)), unit_level="grid"))


def test_corrections_recompute(play: Play) -> None:
    round_ = play.inspected(with_on_site(JINNIU), points=(6, 2))
    freeze_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    announce_round(actor=play.county, round_id=round_.pk, at=DECEMBER)
    score = score_of(round_, play.world.community.pk)
    never = Item.objects.get(pk=play.items["never"]).number
    decisions = (
        ("", Decision(accepted=True, reason="补分", position=1, points=Decimal("3.5"))),
        (never, Decision(accepted=True, reason="不归本社区")),
    )
    for number, decision in decisions:
        made = appeal(
            actor=play.world.desk,
            score_id=score.pk,
            number=number,
            reason="请核查",
            at=DECEMBER + DAY,
        )
        decide_appeal(actor=play.county, appeal_id=made.pk, decision=decision, at=DECEMBER + DAY)
    check(publish_round(actor=play.county, round_id=round_.pk, at=LATER))


def test_the_file_for_everybody_holds_no_numbers_and_recomputes_too(play: Play) -> None:
    round_ = play.announced()
    check(round_, with_numbers=False)
    items = load_workbook(BytesIO(export_round(round_, with_numbers=False)))[sheet_names()[1]]
    numbers = set(Item.objects.values_list("number", flat=True))
    ids = set(play.items.values())
    for row in items.iter_rows(min_row=2, values_only=True):
        assert row[1] not in ids
        assert row[2] not in numbers


def test_a_name_that_looks_like_a_formula_stays_a_name(play: Play) -> None:
    play.world.community.name = "=1+1社区"
    play.world.community.save(update_fields=["name"])
    book = load_workbook(BytesIO(export_round(play.computed(), with_numbers=True)))
    names = [book.worksheets[0].cell(row, 3) for row in (6, 7)]
    assert "=1+1社区" in [cell.value for cell in names]
    assert all(cell.data_type == "s" for cell in names)
