"""How well clusters agree with labels given by hand: pairwise and B-cubed precision and recall."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares between 0 and 1; `messages` is how many were compared."""

    messages: int
    pairwise_precision: float
    pairwise_recall: float
    bcubed_precision: float
    bcubed_recall: float

    @property
    def bcubed_f1(self) -> float:
        both = self.bcubed_precision + self.bcubed_recall
        return 2 * self.bcubed_precision * self.bcubed_recall / both if both else 0.0


def compare(labels: Mapping[int, str], clusters: Mapping[int, Hashable]) -> Agreement:
    """Compare by id. label "": belongs to nothing. Who is in no cluster stands alone."""
    told = {i: label or f"alone {i}" for i, label in labels.items()}
    put = {i: clusters.get(i, f"alone {i}") for i in labels}
    both = Counter((told[i], put[i]) for i in labels)
    by_label, by_cluster = Counter(told.values()), Counter(put.values())
    right = sum(map(_pairs, both.values()))
    total = max(len(labels), 1)
    return Agreement(
        messages=len(labels),
        pairwise_precision=right / max(sum(map(_pairs, by_cluster.values())), 1),
        pairwise_recall=right / max(sum(map(_pairs, by_label.values())), 1),
        bcubed_precision=sum(n * n / by_cluster[c] for (_, c), n in both.items()) / total,
        bcubed_recall=sum(n * n / by_label[t] for (t, _), n in both.items()) / total,
    )


def pieces(labels: Mapping[int, str], clusters: Mapping[int, Hashable]) -> dict[str, list[int]]:
    """For each label, how many of its messages lie in each cluster, largest piece first."""
    found: defaultdict[str, Counter[Hashable]] = defaultdict(Counter)
    for i, label in labels.items():
        if label:
            found[label][clusters.get(i, f"alone {i}")] += 1
    return {label: [n for _, n in counted.most_common()] for label, counted in found.items()}


def _pairs(size: int) -> int:
    return size * (size - 1) // 2
