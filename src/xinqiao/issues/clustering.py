"""Messages grouped into matters: neighbours, then average-link clusters that do not chain.

1. Likeness in blocks of rows; pairs over `edge` are kept (the graph).
2. Inside each connected part of the graph, average-link clusters: a message joins only what it is
   like on average, so a chain of neighbours does not become one matter.

Staff's word binds: `together` are never parted, `apart` never joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from xinqiao.issues.similarity import (
    STANDARD,
    Features,
    Floats,
    Recipe,
    likeness,
    metres_between,
)

ROWS = 512  # rows of likeness held in memory at once
LARGEST = 5000  # of a connected part that is clustered as one; above it the edge is raised


@dataclass(frozen=True, slots=True)
class Cluster:
    """Ids of messages that are one matter, the most central first, with how central each is."""

    members: tuple[int, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a message belongs to a matter. metres: to the middle-most message; None without points.

    nearest: id of the message it is most like.
    """

    score: float
    nearest: int
    places: tuple[str, ...]
    words: tuple[str, ...]
    days: int
    metres: int | None


def find_clusters(
    f: Features,
    *,
    recipe: Recipe = STANDARD,
    together: Iterable[Collection[int]] = (),
    apart: Collection[tuple[int, int]] = (),
) -> list[Cluster]:
    """Matters of at least two messages, largest first; members that fit nothing are left out."""
    if len(f) < 2:
        return []
    place = {message.id: row for row, message in enumerate(f.messages)}
    fixed = [[place[i] for i in group if i in place] for group in together]
    banned = {(place[a], place[b]) for a, b in apart if a in place and b in place}
    groups: list[list[int]] = []
    for part in _parts(f, recipe, fixed):
        groups += _average_link(f, part, recipe, fixed, banned)
    found = [_centred(f, group, recipe) for group in groups if len(group) > 1]
    return sorted(found, key=lambda cluster: (-len(cluster.members), cluster.members[0]))


def reasons(
    f: Features, members: Sequence[int], *, recipe: Recipe = STANDARD
) -> Mapping[int, Reason]:
    """Why each of `members` (ids; the most central first) belongs with the others."""
    place = {message.id: row for row, message in enumerate(f.messages)}
    rows = np.array([place[i] for i in members])
    alike = _square(f, rows, recipe)
    np.fill_diagonal(alike, 0.0)
    return {
        f.messages[row].id: _reason(f, int(row), int(rows[alike[n].argmax()]), rows, alike[n])
        for n, row in enumerate(rows)
    }


def _reason(f: Features, row: int, nearest: int, rows: NDArray[Any], alike: Floats) -> Reason:
    middle = int(rows[0]) if int(rows[0]) != row else nearest
    metres = metres_between(f, row, middle)
    return Reason(
        score=round(float(alike.sum() / max(len(rows) - 1, 1)), 3),
        nearest=f.messages[nearest].id,
        places=_shared_places(f, row, nearest),
        words=_shared_words(f, row, nearest),
        days=round(abs(float(f.days[row] - f.days[nearest]))),
        metres=None if metres is None else round(metres),
    )


def _shared_places(f: Features, one: int, other: int) -> tuple[str, ...]:
    """Names that both know, also when one of them knows only a part; the longest first."""
    shared = {
        min(mine, theirs, key=len)
        for mine in f.names[one]
        for theirs in f.names[other]
        if mine in theirs or theirs in mine
    }
    return tuple(sorted(shared, key=lambda name: (-len(name), name))[:3])


def _shared_words(f: Features, one: int, other: int) -> tuple[str, ...]:
    """The rarest strings of characters that both use, overlapping ones put together."""
    shared = f.full[one].multiply(f.full[other]).tocoo()
    best = [str(f.grams[column]) for column in shared.col[np.argsort(-shared.data)][:12]]
    text = f"{f.messages[one].title}\n{f.messages[one].words}".lower()
    words: list[str] = []
    for gram in best:
        if not any(gram in word for word in words):
            _add_gram(words, gram, text)
    return tuple(sorted(words, key=len, reverse=True)[:5])


def _add_gram(words: list[str], gram: str, text: str) -> None:
    """Lengthen a word by a pair that goes on from it in the text, else begin a new one."""
    for n, word in enumerate(words):
        for longer in (word + gram[1:], gram[:1] + word):
            if gram in longer and longer in text:
                words[n] = longer
                return
    words.append(gram)


def _parts(f: Features, recipe: Recipe, fixed: Sequence[Sequence[int]]) -> Iterator[NDArray[Any]]:
    """Connected parts of the graph of pairs over the edge, none larger than LARGEST."""
    one, other, weight = _edges(f, recipe)
    for group in fixed:
        one += [group[0]] * (len(group) - 1)
        other += list(group[1:])
        weight += [1.0] * (len(group) - 1)
    graph = sparse.csr_matrix((weight, (one, other)), shape=(len(f), len(f)))
    waiting = [(np.arange(len(f)), recipe.edge)]
    while waiting:
        rows, edge = waiting.pop()
        here = graph[rows][:, rows]
        here.data[here.data < edge] = 0.0
        here.eliminate_zeros()
        count, label = connected_components(here, directed=False)
        for part in range(count):
            inside = rows[label == part]
            if len(inside) > LARGEST:
                waiting.append((inside, edge + 0.04))
            elif len(inside):
                yield inside


def _edges(f: Features, recipe: Recipe) -> tuple[list[int], list[int], list[float]]:
    one: list[int] = []
    other: list[int] = []
    weight: list[float] = []
    everybody = np.arange(len(f))
    for start in range(0, len(f), ROWS):
        rows = everybody[start : start + ROWS]
        alike = likeness(f, rows, everybody, recipe)
        near, far = np.nonzero(alike >= recipe.edge)
        later = rows[near] < far
        one += rows[near[later]].tolist()
        other += far[later].tolist()
        weight += alike[near[later], far[later]].tolist()
    return one, other, weight


def _average_link(
    f: Features,
    part: NDArray[Any],
    recipe: Recipe,
    fixed: Sequence[Sequence[int]],
    banned: Collection[tuple[int, int]],
) -> list[list[int]]:
    if len(part) == 1:
        return [[int(part[0])]]
    alike = _square(f, part, recipe)
    labels = _cut(alike, recipe.join)
    groups = _grouped(part.tolist(), labels)
    return _obey(groups, fixed, banned, dict(zip(part.tolist(), alike, strict=True)), part)


def _square(f: Features, rows: NDArray[Any], recipe: Recipe) -> Floats:
    """Likeness of all `rows` with each other, worked out piece by piece to spare memory."""
    alike = np.empty((len(rows), len(rows)), dtype=np.float32)
    for start in range(0, len(rows), ROWS):
        alike[start : start + ROWS] = likeness(f, rows[start : start + ROWS], rows, recipe)
    return alike


def _cut(alike: Floats, threshold: float) -> NDArray[Any]:
    apart = 1.0 - np.clip((alike + alike.T) / 2, 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    labels: NDArray[Any] = fcluster(
        linkage(squareform(apart, checks=False), "average"), 1.0 - threshold, "distance"
    )
    return labels


def _grouped(rows: Sequence[int], labels: Sequence[int] | NDArray[Any]) -> list[list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row, label in zip(rows, labels, strict=True):
        groups[int(label)].append(row)
    return list(groups.values())


def _obey(
    groups: list[list[int]],
    fixed: Sequence[Sequence[int]],
    banned: Collection[tuple[int, int]],
    alike: Mapping[int, Floats],
    part: NDArray[Any],
) -> list[list[int]]:
    """Put together and part what staff have said, against the machine where needed."""
    for bound in fixed:
        inside = set(bound) & set(part.tolist())
        if len(inside) > 1:
            meant = [group for group in groups if inside & set(group)]
            home = max(meant, key=lambda group: len(inside & set(group)))
            for group in meant:
                if group is not home:
                    home.extend(row for row in group if row in inside)
                    group[:] = [row for row in group if row not in inside]
    where = {int(row): n for n, row in enumerate(part)}
    held = {row for bound in fixed for row in bound}
    return [
        piece
        for group in groups
        for piece in _without_banned(group, banned, held, alike, where)
        if piece
    ]


def _without_banned(
    group: list[int],
    banned: Collection[tuple[int, int]],
    held: Collection[int],
    alike: Mapping[int, Floats],
    where: Mapping[int, int],
) -> list[list[int]]:
    """Take out of a group the less bound one of each pair that may not be together."""
    inside, alone = set(group), []
    for one, other in banned:
        if one in inside and other in inside:
            columns = [where[row] for row in inside]
            out = min((one, other), key=lambda row: (row in held, float(alike[row][columns].sum())))
            inside.discard(out)
            alone.append([out])
    return [[row for row in group if row in inside], *alone]


def _centred(f: Features, group: Sequence[int], recipe: Recipe) -> Cluster:
    rows = np.array(sorted(group))
    alike = _square(f, rows, recipe)
    np.fill_diagonal(alike, 0.0)
    scores = alike.sum(axis=1) / (len(rows) - 1)
    order = np.argsort(-scores, kind="stable")
    return Cluster(
        members=tuple(f.messages[row].id for row in rows[order]),
        scores=tuple(round(float(score), 3) for score in scores[order]),
    )
