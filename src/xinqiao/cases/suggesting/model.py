"""A trained model as plain arrays, and what it says about a text. Plain numpy; loads in no time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinqiao.cases.suggesting.features import Hashes, Weights, pieces

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Linear scores over weighted pieces, made probabilities by one temperature.

    keys: known pieces, rising. weights: their rarity (idf). coefficients: (pieces, labels).
    threshold: the least probability at which the model speaks; below it says nothing.
    codes: label -> categories (code prefixes) it may mean. history: category code -> how many
    requests of it there were at training, for choosing among the categories of one label.
    """

    version: int
    labels: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    keys: Hashes
    weights: Weights
    coefficients: Floats
    intercepts: Floats
    sharpness: float
    threshold: float
    precision: float
    history: Mapping[str, int]

    def probabilities(self, text: str) -> Floats:
        """One probability a label, summing to one; even when no piece is known, by how common."""
        found, counts = pieces(text)
        places = np.searchsorted(self.keys, found)
        places[places == len(self.keys)] = 0
        known = self.keys[places] == found if len(self.keys) else np.zeros(len(found), bool)
        rows, counts = places[known], counts[known]
        values = counts * self.weights[rows]
        length = float(np.sqrt(np.dot(values, values)))
        scores = self.intercepts
        if length > 0:
            scores = scores + (values / length) @ self.coefficients[rows]
        chances: Floats = softmax(scores[np.newaxis, :] * self.sharpness)[0]
        return chances

    def best(self, text: str) -> tuple[str, float]:
        """The likeliest label and its probability."""
        chances = self.probabilities(text)
        place = int(chances.argmax())
        return self.labels[place], float(chances[place])

    def is_sure(self, probability: float) -> bool:
        """Whether a label of this probability may be said."""
        return probability >= self.threshold


def softmax(scores: Floats) -> Floats:
    """Rows of scores as rows of probabilities."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Floats = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
    return chances


def fits(prefixes: Sequence[str], code: str) -> bool:
    """Whether a category lies in one of the prefixes; "" is everything."""
    return any(code.startswith(prefix) for prefix in prefixes)
