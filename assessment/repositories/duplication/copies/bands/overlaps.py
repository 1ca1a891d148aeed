"""How much do two documents share, and which of a few documents share enough?

Reads features; returns the Jaccard of pairs that bands proposed, and all pairs of documents that hang together: there each is compared
with each, so that what one bucket missed is found through another.

Misleads: features are 63-bit hashes, and equal ones are taken for the same line.
Source: a component of 2,000 documents has two million pairs, which take two seconds; the exact search (`candidates`) among all documents of
many small components takes twice as long as comparing all pairs of each, because it meets strangers (measured on five million documents).
"""

import numpy as np
from scipy import sparse

from assessment.repositories.duplication.copies.bands.buckets import Edges, edges
from assessment.repositories.duplication.copies.bands.features import SEVERAL, Features

AT_ONCE = 1 << 16  # pairs compared at once; bounds the memory
WIDTH = (1 << 63) - 1  # features are smaller
ROUNDING = 1e-12  # 7/13 is not always 0.7/1.3


def jaccard(found: Features, pairs: Edges) -> np.ndarray:
    """Jaccard of the features of each pair, 0..1."""
    matrix = sparse.csr_array((np.ones(len(found.values), np.int8), found.values, found.starts), shape=(len(found), WIDTH))
    size = np.diff(found.starts)
    shared = np.zeros(len(pairs.left))
    for start in range(0, len(shared), AT_ONCE):
        left, right = (side[start : start + AT_ONCE] for side in pairs)
        common = np.diff(matrix[left].multiply(matrix[right]).indptr)
        shared[start : start + AT_ONCE] = common / (size[left] + size[right] - common)
    return shared


def enough(shared: np.ndarray, overlap: float) -> np.ndarray:
    """True where a Jaccard reaches the overlap."""
    return np.asarray(shared >= overlap - ROUNDING)


def within(found: Features, label: np.ndarray, overlap: float) -> Edges:
    """All pairs of documents with the same label, in different repositories, with a Jaccard of at least `overlap`."""
    pairs, _ = edges(label, len(label))
    size = np.diff(found.starts).astype(np.int32)
    near = np.minimum(size[pairs.left], size[pairs.right]) >= overlap * np.maximum(size[pairs.left], size[pairs.right])
    pairs = _kept(pairs, near & apart(found.repository, pairs))
    return _kept(pairs, enough(jaccard(found, pairs), overlap))


def apart(repository: np.ndarray, pairs: Edges) -> np.ndarray:
    """True where the two documents stand in two repositories between them."""
    one, other = repository[pairs.left], repository[pairs.right]
    return np.asarray((one == SEVERAL) | (other == SEVERAL) | (one != other))


def _kept(pairs: Edges, which: np.ndarray) -> Edges:
    return Edges(pairs.left[which], pairs.right[which])
