"""Which texts are nearly the same: a copy in another fold would be answered by heart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinqiao.cases.suggesting.features import pieces

_SIZE: Final = 6  # characters: so long a run is rarely shared by chance
_RARE: Final = 20  # texts; a run in more of them is a figure of speech
_SHARED: Final = 0.5  # of the shorter one's runs
_FEWEST: Final = 4  # runs, nine characters in a row: less is shared by any two short reports


def groups_of(texts: Sequence[str]) -> NDArray[np.int64]:
    """A group number a text; texts of one group share much of what they say word for word."""
    # The pages import this room too, and start without the libraries of learning.
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    cut = [pieces(text, (_SIZE,))[0] for text in texts]
    known, columns = np.unique(np.concatenate(cut), return_inverse=True)
    ends = np.cumsum([0, *(len(one) for one in cut)])
    marks = np.ones(len(columns), np.int32)
    runs = sparse.csr_matrix((marks, columns, ends), shape=(len(texts), len(known)))
    common = np.bincount(columns, minlength=len(known))
    runs = runs[:, np.flatnonzero((common > 1) & (common <= _RARE))]
    shared = sparse.triu(runs @ runs.T, k=1).tocoo()
    lengths = np.array([len(one) for one in cut])
    shorter = np.minimum(lengths[shared.row], lengths[shared.col])
    near = (shared.data >= _SHARED * shorter) & (shared.data >= _FEWEST)
    links = sparse.coo_matrix(
        (shared.data[near], (shared.row[near], shared.col[near])), shape=(len(texts), len(texts))
    )
    _count, groups = connected_components(links, directed=False)
    same = dict(zip(texts, groups, strict=True))
    return np.array([same[text] for text in texts], dtype=np.int64)
