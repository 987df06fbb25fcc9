"""How alike two messages are: what they say, which place they mean, how far apart they are.

Two messages belong together when they speak of the same matter AND the same place, so likeness is
the geometric mean of both. The matter is compared without the names of places: otherwise everything
about one estate would look alike. Plain rules on numpy and scikit-learn; nothing here knows Django.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from xinqiao.issues.matters import matters_in
from xinqiao.issues.places import find_names, learn_names, plain, stem, without

Matrix = Any  # scipy's sparse matrices carry no types
Floats = NDArray[np.float32]

BODY_CHARS = 300  # who complains says it in the first sentences
BACKGROUND = 5000  # messages that a small set is thought to stand among, for rarities
MEANINGS = 96  # dimensions of the smoothed vocabulary
ENOUGH = 400  # messages below which smoothing would only repeat what stands together by chance
EARTH_METRES = 6_371_008.8

_EMPTY_WORDS: Final = re.compile(
    "尊敬的|您好|你好|领导|请问|咨询|反映|投诉|关于|谢谢|感谢|希望|问题|建议|举报|如何|什么时候|何时|"
    "能否|市民|我们|我是|书记|市长|局长|小区|业主|部门|政府|请求|恳请|再次"
)
_SIGNS: Final = re.compile(r"\W+")
_NEVER: Final = "\uf8ff\uf8ff"  # a column that is always there, so that no matrix is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is known of a request. day: days since any fixed moment. area: dotted path or empty."""

    id: int
    title: str
    words: str
    day: float
    category: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The parameters of likeness and of clusters; shares between 0 and 1 where not said."""

    title_share: float = 0.4  # of the title beside title and text together
    meaning_share: float = 0.2  # of the smoothed vocabulary beside the exact one
    unknown_place: float = 0.25  # likeness of places when a message names none
    same_matter: float = 0.05  # added to the likeness of words: same category or matter
    near_metres: float = 150.0  # distance at which two points count 1/e
    same_community: float = 0.4  # likeness of places of two points in one community
    yearly_fading: float = 0.15  # lost when a year lies between
    join: float = 0.22  # least average likeness inside a cluster
    edge: float = 0.26  # each member is at least so like one other


STANDARD: Final = Recipe()


@dataclass(frozen=True, slots=True)
class Features:
    """Messages as rows of matrices. names: names in each message with where: 1 title, 0.5 text."""

    messages: tuple[Message, ...]
    title: Matrix
    full: Matrix
    meaning: Floats
    matter: Floats
    place: Matrix
    names: tuple[dict[str, float], ...]
    grams: NDArray[Any]  # column -> characters
    days: Floats
    points: NDArray[np.float64]  # radians, lon and lat, NaN when unknown
    categories: NDArray[Any]
    communities: NDArray[Any]

    def __len__(self) -> int:
        return len(self.messages)


def features_of(messages: Sequence[Message], *, known_names: Sequence[str] = ()) -> Features:
    """Read messages, one at least; some 3 s for 4,000. known_names: of places in the register."""
    titles = [plain(m.title) for m in messages]
    bodies = [plain(m.words)[:BODY_CHARS] for m in messages]
    names = learn_names(
        (f"{title}。{body}" for title, body in zip(titles, bodies, strict=True)), known=known_names
    )
    found: list[dict[str, float]] = []
    topics: list[tuple[str, str]] = []
    for title, body in zip(titles, bodies, strict=True):
        in_title, in_body = find_names(title, names), find_names(body, names)
        here = {stem(body[start:stop]): 0.5 for start, stop in in_body}
        here |= {stem(title[start:stop]): 1.0 for start, stop in in_title}
        found.append(here)
        topics.append((_topic(without(title, in_title)), _topic(without(body, in_body))))
    counter = CountVectorizer(analyzer="char", ngram_range=(2, 2), dtype=np.float32)
    counts = counter.fit_transform([*(f"{title} {body}" for title, body in topics), _NEVER])[:-1]
    keep = _worth_keeping(counts, counter.get_feature_names_out())
    rarity = _rarity(counts[:, keep])
    full = _weighted(counts[:, keep], rarity)
    title_counts = counter.transform(title for title, _ in topics)
    points = np.array(
        [(np.nan, np.nan) if m.lon is None or m.lat is None else (m.lon, m.lat) for m in messages]
    )
    return Features(
        messages=tuple(messages),
        title=_weighted(title_counts[:, keep], rarity),
        full=full,
        meaning=_meaning(full),
        matter=_matters(titles, bodies),
        place=_places(found),
        names=tuple(found),
        grams=counter.get_feature_names_out()[keep],
        days=np.array([m.day for m in messages], dtype=np.float32),
        points=np.radians(points.reshape(-1, 2)),
        categories=np.array([m.category for m in messages], dtype=object),
        communities=np.array([community_of(m.area) for m in messages], dtype=object),
    )


def community_of(area: str) -> str:
    """The path of the community (fifth level) that an area path lies in; empty above it."""
    parts = area.split(".")
    return ".".join(parts[:5]) if len(parts) > 5 else ""


def likeness(f: Features, rows: NDArray[Any], columns: NDArray[Any], recipe: Recipe) -> Floats:
    """Likeness of each of `rows` with each of `columns`, 0 to 1; dense."""
    words = _words(
        (f.title[rows], f.full[rows], f.meaning[rows]),
        (f.title[columns], f.full[columns], f.meaning[columns]),
        recipe,
    )
    same = f.categories[rows][:, None] == f.categories[columns][None, :]
    same &= (f.categories[rows] != "")[:, None]
    words += recipe.same_matter * np.maximum(same, f.matter[rows] @ f.matter[columns].T)
    places = _places_alike(f, rows, columns, recipe)
    gap = np.abs(f.days[rows][:, None] - f.days[columns][None, :]) / 365.0
    fading = 1.0 - recipe.yearly_fading * np.minimum(gap, 1.0)
    both: Floats = (np.sqrt(np.clip(places * words, 0.0, 1.0)) * fading).astype(np.float32)
    return both


def metres_between(f: Features, one: int, other: int) -> float | None:
    """Metres between two messages; None when one has no point."""
    found = _metres(f.points[[one]], f.points[[other]])[0, 0]
    return None if np.isnan(found) else float(found)


def _words(one: tuple[Any, ...], other: tuple[Any, ...], recipe: Recipe) -> Floats:
    title, full, meaning = ((a @ b.T) for a, b in zip(one, other, strict=True))
    exact = recipe.title_share * title.toarray() + (1 - recipe.title_share) * full.toarray()
    smooth = np.clip(meaning, 0.0, 1.0) if one[2].shape[1] > 1 else exact
    mixed: Floats = (1 - 2 * recipe.meaning_share) * exact + recipe.meaning_share * smooth
    return mixed


def _places_alike(f: Features, rows: NDArray[Any], columns: NDArray[Any], recipe: Recipe) -> Floats:
    """By names, by points where there are any; by neither, a message may mean any place."""
    one, other = f.place[rows], f.place[columns]
    named = np.outer(one.getnnz(axis=1) > 0, other.getnnz(axis=1) > 0)
    metres = _metres(f.points[rows], f.points[columns])
    pointed = ~np.isnan(metres)
    known = np.outer(f.communities[rows] != "", f.communities[columns] != "")
    same = f.communities[rows][:, None] == f.communities[columns][None, :]
    near = np.where(pointed, np.exp(-metres / recipe.near_metres), 0.0)
    near = np.where(known & same & pointed, np.maximum(near, recipe.same_community), near)
    open_place = ~pointed & ~(known & ~same)
    by_name = np.where(named, (one @ other.T).toarray(), recipe.unknown_place * open_place)
    alike: Floats = np.maximum(by_name, near)
    return alike


def _metres(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Flat-earth distance: exact enough below some ten kilometres, where it matters."""
    lat = (one[:, None, 1] + other[None, :, 1]) / 2
    east = (one[:, None, 0] - other[None, :, 0]) * np.cos(lat)
    north = one[:, None, 1] - other[None, :, 1]
    found: NDArray[np.float64] = EARTH_METRES * np.hypot(east, north)
    return found


def _topic(text: str) -> str:
    return _SIGNS.sub(" ", _EMPTY_WORDS.sub(" ", text))


def _worth_keeping(counts: Matrix, grams: NDArray[Any]) -> NDArray[Any]:
    """Columns that can tie two messages: in two at least, not in every sixth, without a blank."""
    times = counts.getnnz(axis=0)
    least = 2 if counts.shape[0] > 1 else 1
    solid = np.array([" " not in gram for gram in grams], dtype=bool)
    most = 0.15 * max(counts.shape[0], BACKGROUND)
    kept: NDArray[Any] = np.flatnonzero(
        ((times >= least) & (times <= most) & solid) | (grams == _NEVER)
    )
    return kept


def _rarity(counts: Matrix) -> Floats:
    times = counts.getnnz(axis=0)
    found: Floats = np.log(max(counts.shape[0], BACKGROUND) / (1.0 + times)).astype(np.float32)
    return found


def _weighted(counts: Matrix, rarity: Floats) -> Matrix:
    weighed = counts.tocsr(copy=True)
    weighed.data = 1.0 + np.log(weighed.data)
    return normalize(weighed @ sparse.diags(rarity)).astype(np.float32).tocsr()


def _meaning(full: Matrix) -> Floats:
    """The vocabulary smoothed by what stands together, so that `搅拌站` and `粉尘` are near."""
    common = full[:, np.flatnonzero(full.getnnz(axis=0) >= 4)]
    size = min(MEANINGS, *(side - 1 for side in common.shape))
    if full.shape[0] < ENOUGH or size < 2:
        return np.zeros((full.shape[0], 1), dtype=np.float32)
    # A fixed seed: the same messages give the same issues.
    found: Floats = normalize(TruncatedSVD(size, n_iter=2, random_state=7).fit_transform(common))
    return found.astype(np.float32)


def _matters(titles: Sequence[str], bodies: Sequence[str]) -> Floats:
    told = [matters_in(title, body) for title, body in zip(titles, bodies, strict=True)]
    found: Floats = normalize(np.sqrt(np.array(told, dtype=np.float32)))
    return found


def _places(found: Sequence[dict[str, float]]) -> Matrix:
    """Names as their pairs and triples of characters, so that parts of a name are alike too."""
    columns: dict[str, int] = {}
    rows: list[int] = []
    places: list[int] = []
    data: list[float] = []
    for row, names in enumerate(found):
        best: dict[str, float] = {}
        for name, weight in names.items():
            for size in (2, 3):
                for start in range(len(name) - size + 1):
                    gram = name[start : start + size]
                    best[gram] = max(best.get(gram, 0.0), weight)
        for gram, weight in best.items():
            rows.append(row)
            places.append(columns.setdefault(gram, len(columns)))
            data.append(weight)
    shape = (len(found), max(len(columns), 1))
    matrix = sparse.csr_matrix((data, (rows, places)), shape=shape, dtype=np.float32)
    times = Counter(places)
    total = max(len(found), BACKGROUND)
    rarity = [np.log(total / (1.0 + times[column])) ** 1.5 for column in range(shape[1])]
    return normalize(matrix @ sparse.diags(rarity)).astype(np.float32).tocsr()
