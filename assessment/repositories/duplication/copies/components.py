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
        sides = [np.zeros((2, 0), np.int32)]
        for part in slices(len(pairs)):
            left, right = (pairs[side].to_numpy()[part] for side in ("left", "right"))
            inside = np.isin(left, members)
            sides.append(np.stack([place[left[inside]], place[right[inside]]]))
        left, right = np.concatenate(sides, axis=1)
        return cls(*_grouped(left, right, len(members)), *_grouped(right, left, len(members)))

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


def _grouped(side: np.ndarray, other: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """`other` in the order of `side`, and where the rows of each place begin."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(side, minlength=size))])
    return other[np.argsort(side, kind="stable")], starts
