"""Learning from labelled texts with scikit-learn; runs in the command and the worker, no Django.

What comes out is plain arrays (`model.Model`): pages never import scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from xinqiao.cases.suggesting.features import Hashes, Weights, pieces, plain
from xinqiao.cases.suggesting.metrics import (
    Apart,
    Metrics,
    calibration_error,
    label_metrics,
    threshold_for,
    top_three,
)
from xinqiao.cases.suggesting.model import Floats, softmax
from xinqiao.cases.suggesting.rows import LEAST_ROWS, Labelled
from xinqiao.cases.suggesting.trained import Trained

FOLDS: Final = 5
# Letters are long, reports from a phone are not: each text is learnt again by its beginning.
SHORT: Final = 40  # characters
_SEED: Final = 7
_STRICTNESS: Final = 1.0  # C of the support vector machine
_UNSEEN: Final = -3.0  # a score that is far on the other side of the plane
_COPY: Final = 0.5  # cosine of two texts from which on one is taken for a copy of the other
_FEWEST_TEXTS: Final = 3  # that a piece must stand in

Progress = Callable[[int, int], None]
Truth = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Texts as counts of pieces: whole, and only their beginnings, over the same columns."""

    keys: Hashes
    whole: sparse.csr_matrix
    short: sparse.csr_matrix
    truth: Truth
    importance: Weights


@dataclass(frozen=True, slots=True)
class _Fit:
    weights: Weights
    machine: LinearSVC

    @property
    def lines(self) -> Floats:
        """(pieces, labels)."""
        return _both_sides(self.machine.coef_).T.astype(np.float32)

    @property
    def heights(self) -> Floats:
        """One a label."""
        return _both_sides(np.atleast_1d(self.machine.intercept_)).astype(np.float32)

    def scores(self, counts: sparse.csr_matrix, labels: int) -> Floats:
        """(texts, labels); a label that no text of this fold has is never the likeliest."""
        table = _weighted(counts, self.weights)
        scores = np.full((table.shape[0], labels), _UNSEEN, np.float32)
        scores[:, self.machine.classes_] = table @ _both_sides(self.machine.coef_).T + self.heights
        return scores


def _both_sides(planes: Floats) -> Floats:
    """Two labels have one plane between them: one on each of its sides."""
    return np.concatenate([-planes, planes]) if len(planes) == 1 else planes


def train(
    found: Labelled,
    *,
    precision: float,
    progress: Progress | None = None,
) -> Trained:
    """Cross-validate twice (random folds, and near-duplicates together), then learn from all.

    found: as `rows.learnable` leaves it. precision: what answers must reach, in (0, 1].
    progress: called with (steps done, steps in all).
    """
    step = _steps(progress)
    names = tuple(sorted(set(found.labels)))
    corpus = _read(found, names)
    next(step)
    groups = np.array(found.groups, dtype=np.int64)
    random_folds = StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED)
    guesses, _short = _held_out(corpus, random_folds.split(groups, corpus.truth), step)
    together = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=_SEED)
    whole, short = _held_out(corpus, together.split(groups, corpus.truth, groups), step)
    sharpness = _sharpness(np.vstack([whole, short]), np.tile(corpus.truth, 2))
    sure, unsure = softmax(whole * sharpness), softmax(short * sharpness)
    threshold = threshold_for(precision, np.vstack([sure, unsure]), np.tile(corpus.truth, 2))
    final = _fit(corpus, np.arange(len(groups)))
    next(step)
    known = np.flatnonzero(final.weights)
    return Trained(
        labels=names,
        keys=corpus.keys[known],
        weights=final.weights[known],
        coefficients=final.lines[known],
        intercepts=final.heights,
        sharpness=sharpness,
        threshold=threshold,
        precision=precision,
        metrics=_metrics(names, corpus.truth, groups, guesses, sure, unsure, threshold),
        held_out=sure,
    )


def measure_apart(found: Labelled, apart: Labelled, trained: Trained) -> Apart | None:
    """How good on a table kept apart; None when none of its labels was learnt.

    Public data is often cut from one cloth: training rows that are nearly a row of `apart` are
    left out of a second training, and that one is measured.
    """
    names = trained.labels
    kept = [place for place, label in enumerate(apart.labels) if label in names]
    if not kept:
        return None
    corpus = _read(found, names)
    truth = np.array([names.index(apart.labels[place]) for place in kept], dtype=np.int64)
    cut = [pieces(apart.texts[place]) for place in kept]
    counts = _matrix([_known(corpus.keys, *one) for one in cut], corpus.keys)
    whole = _fit(corpus, np.arange(len(corpus.truth)))
    near = _weighted(counts, whole.weights) @ _weighted(corpus.whole, whole.weights).T >= _COPY
    unlike = np.flatnonzero(near.getnnz(axis=0) == 0)
    with_copies = whole.scores(counts, len(names)).argmax(axis=1) == truth
    measured = Apart(
        rows=len(kept),
        copies=int((near.getnnz(axis=1) > 0).sum()),
        accuracy_with_copies=round(float(with_copies.mean()), 4),
    )
    if len(unlike) < LEAST_ROWS or len(set(corpus.truth[unlike].tolist())) < 2:
        return measured
    scores = _fit(corpus, unlike).scores(counts, len(names))
    chances = softmax(scores * np.float32(trained.sharpness))
    right, said = chances.argmax(axis=1) == truth, chances.max(axis=1) >= trained.threshold
    return replace(
        measured,
        accuracy=round(float(right.mean()), 4),
        coverage=round(float(said.mean()), 4),
        answered_accuracy=round(float(right[said].mean()), 4) if said.any() else None,
    )


def _known(keys: Hashes, found: Hashes, counts: Weights) -> tuple[Hashes, Weights]:
    is_known = np.isin(found, keys, assume_unique=True)
    return found[is_known], counts[is_known]


def _steps(progress: Progress | None) -> Iterator[None]:
    total = 2 * FOLDS + 2
    for done in range(1, total + 1):
        if progress is not None:
            progress(done, total)
        yield


def _read(found: Labelled, names: tuple[str, ...]) -> _Corpus:
    cut = [pieces(text) for text in found.texts]
    beginnings = [pieces(plain(text)[:SHORT]) for text in found.texts]
    keys = np.unique(np.concatenate([known for known, _counts in cut]))
    places = {name: place for place, name in enumerate(names)}
    return _Corpus(
        keys=keys,
        whole=_matrix(cut, keys),
        short=_matrix(beginnings, keys),
        truth=np.array([places[label] for label in found.labels], dtype=np.int64),
        importance=np.array(found.importance or [1.0] * len(cut), dtype=np.float32),
    )


def _matrix(cut: Sequence[tuple[Hashes, Weights]], keys: Hashes) -> sparse.csr_matrix:
    ends = np.cumsum([0, *(len(found) for found, _counts in cut)])
    columns = np.searchsorted(keys, np.concatenate([found for found, _counts in cut]))
    values = np.concatenate([counts for _found, counts in cut])
    return sparse.csr_matrix((values, columns, ends), shape=(len(cut), len(keys)))


def _weighted(counts: sparse.csr_matrix, weights: Weights) -> sparse.csr_matrix:
    table: sparse.csr_matrix = (counts @ sparse.diags(weights)).tocsr()
    table.eliminate_zeros()
    normalize(table, copy=False)
    return table


def _fit(corpus: _Corpus, rows: Truth) -> _Fit:
    """Learn from some rows; rare pieces are left out."""
    part = corpus.whole[rows]
    texts_with = np.bincount(part.indices, minlength=part.shape[1])
    rarity = np.log((1 + len(rows)) / (1 + texts_with)) + 1
    weights = np.where(texts_with >= _FEWEST_TEXTS, rarity, 0).astype(np.float32)
    table = sparse.vstack([_weighted(part, weights), _weighted(corpus.short[rows], weights)])
    machine = LinearSVC(C=_STRICTNESS, random_state=_SEED)
    machine.fit(table.tocsr(), np.tile(corpus.truth[rows], 2), np.tile(corpus.importance[rows], 2))
    return _Fit(weights, machine)


def _held_out(
    corpus: _Corpus, folds: Iterator[tuple[Truth, Truth]], step: Iterator[None]
) -> tuple[Floats, Floats]:
    """Scores of each text, whole and short, by a machine that has not seen it."""
    labels = int(corpus.truth.max()) + 1
    whole = np.zeros((len(corpus.truth), labels), np.float32)
    short = np.zeros_like(whole)
    for seen, unseen in folds:
        fit = _fit(corpus, seen)
        whole[unseen] = fit.scores(corpus.whole[unseen], labels)
        short[unseen] = fit.scores(corpus.short[unseen], labels)
        next(step)
    return whole, short


def _sharpness(scores: Floats, truth: Truth) -> float:
    """The factor by which scores become the most truthful probabilities (temperature scaling)."""

    def surprise(logarithm: float) -> float:
        chances = softmax(scores * np.float32(np.exp(logarithm)))
        return float(-np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-9)).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-3, 5), method="bounded").x))


def _metrics(
    names: tuple[str, ...],
    truth: Truth,
    groups: Truth,
    random_scores: Floats,
    whole: Floats,
    short: Floats,
    threshold: float,
) -> Metrics:
    guessed = whole.argmax(axis=1)
    spoken, spoken_short = whole.max(axis=1) >= threshold, short.max(axis=1) >= threshold
    both = np.concatenate([guessed == truth, short.argmax(axis=1) == truth])
    said = np.concatenate([spoken, spoken_short])
    return Metrics(
        rows=len(truth),
        duplicates=len(truth) - len(set(groups.tolist())),
        folds=FOLDS,
        accuracy=round(float((random_scores.argmax(axis=1) == truth).mean()), 4),
        grouped_accuracy=round(float((guessed == truth).mean()), 4),
        top_three=round(top_three(whole, truth), 4),
        short_accuracy=round(float((short.argmax(axis=1) == truth).mean()), 4),
        coverage=round(float(spoken.mean()), 4),
        short_coverage=round(float(spoken_short.mean()), 4),
        answered_accuracy=round(float(both[said].mean()), 4) if said.any() else 0.0,
        calibration_error=calibration_error(np.vstack([whole, short]), np.tile(truth, 2)),
        labels=label_metrics(names, guessed, truth),
    )
