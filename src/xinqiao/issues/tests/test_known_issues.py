"""The large issues of a public file come out as one each; runs where that file is at hand."""

from __future__ import annotations

from typing import Any

import pytest
from bench import cluster

WHOLE = (
    "bundled_parking",  # 伊景园滨河苑: parking spaces bound to flats
    "mixing_plant",  # the mixing plant beside 丽发新城
    "talent",  # subsidies for talents who buy or rent
    "meili_smoke",  # 魅力之城: smoke and noise of restaurants
    "carloan58",  # 58车贷
    "huihuang_restaurant",  # 辉煌国际城: restaurants below flats
    "chachang",  # 茶场村五组: when it will be pulled down
    "college_internship",
    "yueliangdao_line",
)

pytestmark = pytest.mark.skipif(
    not cluster.FILE.is_file(), reason="needs ../shared/data/messages_hot_issues.csv.gz"
)


@pytest.fixture(scope="module")
def answer() -> Any:
    return cluster.measure(cluster.FILE)


@pytest.mark.parametrize("label", WHOLE)
def test_a_known_issue_comes_out_as_one(answer: Any, label: str) -> None:
    largest, *rest = answer["known_issues"][label]
    assert sum(rest) <= 0.05 * largest


def test_precision_and_recall_do_not_fall(answer: Any) -> None:
    assert answer["labelled"] >= 700
    for share, least in (
        ("pairwise_precision", 0.91),
        ("pairwise_recall", 0.96),
        ("bcubed_precision", 0.87),
        ("bcubed_recall", 0.95),
    ):
        assert answer[share] >= least, share
    for part in ("tuned_half", "other_half"):
        assert answer[part]["bcubed_f1"] >= 0.92
