"""What is offered: three at most, sensible shares, silence when nobody knows."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.cases.selectors.categories import CategoryFacts
from xinqiao.cases.suggesting.combine import combine
from xinqiao.cases.suggesting.features import pieces, plain
from xinqiao.cases.suggesting.metrics import NEVER, Metrics, threshold_for
from xinqiao.cases.suggesting.model import Model
from xinqiao.cases.suggesting.rows import Labelled, learnable
from xinqiao.cases.suggesting.tests.support import letters
from xinqiao.cases.suggesting.trained import Origin, Record, Verdict, as_model
from xinqiao.cases.suggesting.training import train

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
CODES = {"垃圾": ("env.",), "停车": ("traffic.parking.",), "养老": ("care.",)}
LABELS = {"env.garbage.": "垃圾", "traffic.parking.": "停车", "care.elder.": "养老"}


def facts(code: str, *keywords: str) -> CategoryFacts:
    return CategoryFacts(
        id=0, parent_id=None, code=code, name=code, description="", keywords=keywords,
        needs_contact=False, is_urgent=False, is_public=True, valid_from=AT, valid_until=None,
    )  # fmt: skip


CATEGORIES = (
    facts("env."),
    facts("env.garbage.", "垃圾", "清运"),
    facts("env.drain.", "下水道"),
    facts("traffic."),
    facts("traffic.parking.", "停车", "车位"),
    facts("care."),
    facts("care.elder.", "老人", "送餐"),
    facts("care.child.", "幼儿园"),
    facts("safety.dog.", "狗"),
)


def learn() -> Model:
    texts, codes = zip(*letters(), strict=True)
    found = learnable(Labelled(texts, tuple(LABELS[code] for code in codes)))
    trained = train(found, precision=0.95)
    record = Record(
        created_at=AT, origin=Origin.FILE, name="letters", sha256="", precision=0.95,
        threshold=trained.threshold, metrics=trained.metrics, verdict=Verdict.ORDERED, codes=CODES,
        history={"env.garbage.": 9, "env.drain.": 1},
    )  # fmt: skip
    return as_model(trained, record, version=1)


@pytest.fixture(scope="module")
def model() -> Model:
    return learn()


def test_the_one_that_words_and_model_agree_on_may_be_taken(model: Model) -> None:
    found = combine("楼下的垃圾桶满了没有人清运", CATEGORIES, model)
    assert (found.is_sure, found.best and found.best.code) == (True, "env.garbage.")
    assert found.untold == found.best


def test_the_past_chooses_among_the_categories_of_one_label(model: Model) -> None:
    text = "满了没有人清理，堆了三天味道很大"
    best = combine(text, CATEGORIES, model)
    assert [one.code for one in best.choices[:2]] == ["env.garbage.", "env.drain."]
    assert best.choices[0].score > 4 * best.choices[1].score


def test_a_keyword_counts_where_no_letter_spoke_of_the_thing(model: Model) -> None:
    found = combine("有狗", CATEGORIES, model)
    assert "safety.dog." in [one.code for one in found.choices]
    assert not found.is_sure


def test_it_says_nothing_when_nobody_knows(model: Model) -> None:
    for text in ("", "  ", "你好", "qwertz"):
        found = combine(text, CATEGORIES, model)
        assert (found.choices, found.is_sure, found.untold) == ((), False, None)


def test_without_a_model_keywords_answer() -> None:
    found = combine("幼儿园门口", CATEGORIES, None)
    assert not found.by_model
    assert found.best is not None
    assert found.best.code == "care.child."
    assert combine("你好", CATEGORIES, None).untold is None


@given(st.text(max_size=300) | st.text("垃圾停车老人狗送餐满了，。 ", max_size=80))
def test_shares_add_up_to_at_most_one(text: str) -> None:
    found = combine(text, CATEGORIES, MODEL)
    chances = MODEL.probabilities(text)
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    assert (chances >= 0).all()
    assert len(found.choices) <= 3
    assert len({one.code for one in found.choices}) == len(found.choices)
    assert sum(one.score for one in found.choices) <= 1.001
    scores = [one.score for one in found.choices]
    assert scores == sorted(scores, reverse=True)
    sure = MODEL.is_sure(float(chances.max()))
    assert not found.is_sure or sure
    assert sure or not found.choices or any(
        word in text.lower() for one in CATEGORIES for word in (*one.keywords, one.name)
    )  # fmt: skip


@given(st.text(max_size=60), st.integers(0, 60))
def test_blanks_change_nothing(text: str, place: int) -> None:
    found, counts = pieces(text)
    spaced, spaced_counts = pieces(f"{text[:place]} \n{text[place:]}")
    if plain(text) == plain(f"{text[:place]} {text[place:]}"):
        assert found.tolist() == spaced.tolist()
        assert counts.tolist() == spaced_counts.tolist()


@given(
    st.lists(st.tuples(st.integers(50, 99), st.booleans()), min_size=1, max_size=120),
    st.sampled_from([0.6, 0.8, 0.95]),
)
def test_the_threshold_keeps_its_promise(rows: list[tuple[int, bool]], precision: float) -> None:
    top = np.array([certainty / 100 for certainty, _right in rows], np.float32)
    chances = np.column_stack([top, 1 - top])
    truth = np.array([0 if right else 1 for _certainty, right in rows])
    threshold = threshold_for(precision, chances, truth)
    said = top >= threshold
    if threshold == NEVER:
        assert not said.any()
    else:
        assert said.sum() >= 20
        assert (truth[said] == 0).mean() >= precision


def test_a_guess_takes_less_than_five_milliseconds(model: Model) -> None:
    text = "楼下的垃圾桶满了没有人清运，邻居的车又占了我的车位。" * 40
    best = min(_seconds(model, text) for _ in range(5))
    assert best < 0.005


def _seconds(model: Model, text: str) -> float:
    begun = time.perf_counter()
    combine(text, CATEGORIES, model)
    return time.perf_counter() - begun


def test_metrics_come_back_as_they_were_written() -> None:
    texts, codes = zip(*letters(), strict=True)
    metrics = train(learnable(Labelled(texts, codes)), precision=0.9).metrics
    assert Metrics.from_json(metrics.as_json() | {"labels": [
        {"label": one.label, "rows": one.rows, "precision": one.precision, "recall": one.recall}
        for one in metrics.labels
    ]}) == metrics  # fmt: skip


MODEL = learn()
