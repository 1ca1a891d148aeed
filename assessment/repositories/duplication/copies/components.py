"""Which documents hang together through similar pairs, and which are the neighbours of each?

Reads pairs; returns the connected components, and for a large one its pairs looked up from both sides. Millions of pairs are read a part
at a time and never copied with weights, which is what a sparse matrix would do.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

AT_ONCE = 1 << 18  # pairs looked at together; bounds memory


def slices(size: int) -> Iterator[slice]:
    """All rows, a part at a time."""
    for start in range(0, size, AT_ONCE):
        yield slice(start, start + AT_ONCE)


def components(documents: int, pairs: pd.DataFrame) -> list[np.ndarray]:
    """Documents that hang together, ascending, the component with the smallest document first; those without a pair alone."""
    label: np.ndarray = np.arange(documents)
    for part in slices(len(pairs)):
        left, right = (label[pairs[side].to_numpy()[part]] for side in ("left", "right"))
        graph = sparse.coo_array((np.ones(len(left), bool), (left, right)), shape=(documents, documents))
        label = sparse.csgraph.connected_components(graph, directed=False)[1][label]
    label = pd.factorize(label)[0]
    order = np.argsort(label, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if documents else []


class Neighbours(NamedTuple):
    """Pairs of places in a component: those of place i are `after[starts[i]:starts[i + 1]]`, and as many again in `before`."""

    after: np.ndarray
    starts: np.ndarray
    before: np.ndarray
    ends: np.ndarray

    @classmethod
    def within(cls, members: np.ndarray, pairs: pd.DataFrame) -> "Neighbours":
        """Of the documents of one component; no pair leads out of it."""
        place = np.full(int(members.max()) + 1, -1, np.int32)
        place[members] = np.arange(len(members))
        ours = [np.flatnonzero(np.isin(pairs["left"].to_numpy()[part], members)) + part.start for part in slices(len(pairs))]
        rows = np.concatenate([np.zeros(0, np.int64), *ours])
        left, right = (place[pairs[side].to_numpy()[rows]] for side in ("left", "right"))
        del ours, rows
        graph = sparse.coo_array((np.ones(len(left), bool), (left, right)), shape=(len(members), len(members)))
        after, before = graph.tocsr(), graph.tocsc()
        return cls(after.indices, after.indptr, before.indices, before.indptr)

    def of(self, place: int) -> np.ndarray:
        """The neighbours of one place."""
        after = self.after[self.starts[place] : self.starts[place + 1]]
        return np.concatenate([self.before[self.ends[place] : self.ends[place + 1]], after])

    def degree(self, weight: np.ndarray) -> np.ndarray:
        """Weight of each place and of all its neighbours."""
        total = weight.astype(np.int64)
        for other, starts in ((self.after, self.starts), (self.before, self.ends)):
            total = total + np.diff(np.concatenate([[0], np.cumsum(weight[other])])[starts])
        return total
