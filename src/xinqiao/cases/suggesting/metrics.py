"""How good a model is, as measured on rows it had not seen; kept beside it and shown to staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinqiao.cases.suggesting.model import Floats

NEVER: Final = 1.01  # a threshold that no probability reaches
_FEWEST_ANSWERS: Final = 20  # fewer answered rows say nothing about a precision


@dataclass(frozen=True, slots=True)
class LabelMetrics:
    """One label: rows that have it, precision and recall in [0, 1] (None: never said)."""

    label: str
    rows: int
    precision: float | None
    recall: float


@dataclass(frozen=True, slots=True)
class Apart:
    """A file kept apart. copies: its rows that the training file holds too, or nearly so.

    accuracy, coverage, answered_accuracy: by a machine that learnt without those copies; None where
    hardly anything but copies is left to learn from.
    accuracy_with_copies: by the model as it is used; it has seen them, so it proves nothing.
    """

    rows: int
    copies: int
    accuracy_with_copies: float
    accuracy: float | None = None
    coverage: float | None = None
    answered_accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Metrics:
    """Shares in [0, 1], each over rows that were held out.

    accuracy: folds drawn at random. grouped_accuracy: near-duplicates kept in one fold; all that
    follows is from these folds. short_accuracy: only the beginning of each text is shown.
    coverage, short_coverage: share of texts (of beginnings) the model speaks about;
    answered_accuracy: how often it is then right. calibration_error: mean gap between stated and
    true certainty over ten classes. apart: on a file kept apart, if there was one.
    """

    rows: int
    duplicates: int
    folds: int
    accuracy: float
    grouped_accuracy: float
    top_three: float
    short_accuracy: float
    coverage: float
    short_coverage: float
    answered_accuracy: float
    calibration_error: float
    labels: tuple[LabelMetrics, ...]
    apart: Apart | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Metrics:
        labels = tuple(LabelMetrics(**one) for one in kept["labels"])
        apart = Apart(**kept["apart"]) if kept.get("apart") else None
        return cls(**{**kept, "labels": labels, "apart": apart})


def threshold_for(precision: float, chances: Floats, truth: NDArray[np.int64]) -> float:
    """The least top probability at which answers were right at `precision` or better.

    chances: (rows, labels). NEVER when no threshold gets there.
    """
    top = chances.max(axis=1)
    order = np.argsort(-top, kind="stable")
    right = np.cumsum(chances.argmax(axis=1)[order] == truth[order])
    answered = np.arange(1, len(order) + 1)
    # Rows of equal certainty are answered together or not at all.
    last = np.append(top[order][1:] < top[order][:-1], True)
    good = np.flatnonzero((right / answered >= precision) & last & (answered >= _FEWEST_ANSWERS))
    return float(top[order][good[-1]]) if good.size else NEVER


def label_metrics(
    labels: Sequence[str], guessed: NDArray[np.int64], truth: NDArray[np.int64]
) -> tuple[LabelMetrics, ...]:
    """Precision and recall of each label."""
    found = []
    for place, label in enumerate(labels):
        said, is_so = guessed == place, truth == place
        right = int((said & is_so).sum())
        precision = round(right / int(said.sum()), 4) if said.any() else None
        recall = round(right / max(int(is_so.sum()), 1), 4)
        found.append(LabelMetrics(label, int(is_so.sum()), precision, recall))
    return tuple(found)


def calibration_error(chances: Floats, truth: NDArray[np.int64], *, classes: int = 10) -> float:
    """Expected calibration error of the top label, in [0, 1]."""
    top, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    places = np.minimum((top * classes).astype(int), classes - 1)
    gap = 0.0
    for place in np.unique(places):
        held = places == place
        gap += float(held.mean()) * abs(float(right[held].mean() - top[held].mean()))
    return round(gap, 4)


def top_three(chances: Floats, truth: NDArray[np.int64]) -> float:
    """How often the truth is among the three likeliest."""
    best = np.argsort(-chances, axis=1)[:, :3]
    return float((best == truth[:, np.newaxis]).any(axis=1).mean())
