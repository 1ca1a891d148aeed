"""In which buckets does a document fall, and what is the chance that two alike fall into one?

Reads features; returns one hash per document and band. A permutation of all features puts one of a document's first; two documents with
Jaccard J agree on it with probability J. `rows` permutations are a band, and two documents whose whole band agrees share its bucket.

Misleads: the chance is that of meeting in a bucket; what becomes of it in a crowded bucket is told by `buckets`.
Source: MinHash (Broder 1997) and banding (Indyk, Motwani 1998); features are mixed evenly beforehand, so that multiplying by an odd
number (Dietzfelbinger 1997) permutes them well enough: variance of estimates 1.00 of the binomial (measured, 20,000 pairs).
"""

import numpy as np

from assessment.repositories.duplication.copies.bands.features import GOLDEN, Features, mixed
from assessment.repositories.duplication.thresholds import Bands

CACHED = 1 << 15  # features worked on at once: they stay in the processor's cache, twice as fast


def band_hashes(found: Features, rules: Bands) -> np.ndarray:
    """Band hashes, uint64: one row per document, one column per band."""
    made = np.empty((len(found), rules.bands), np.uint64)
    for start, end in _parts(found.starts):
        own = slice(found.starts[start], found.starts[end])
        made[start:end] = _bands(found.values[own].astype(np.uint64), found.starts[start:end] - found.starts[start], rules)
    return made


def chance(jaccard: np.ndarray, rules: Bands) -> np.ndarray:
    """Probability that two documents with this Jaccard of their features share a bucket."""
    return np.asarray(1 - (1 - np.asarray(jaccard) ** rules.rows) ** rules.bands)


def _bands(values: np.ndarray, starts: np.ndarray, rules: Bands) -> np.ndarray:
    made = np.zeros((len(starts), rules.bands), np.uint64)
    factors = mixed(np.arange(1, rules.bands * rules.rows + 1, dtype=np.uint64) * GOLDEN) | np.uint64(1)
    room = np.empty_like(values)
    for n, factor in enumerate(factors):
        first = np.minimum.reduceat(np.multiply(values, factor, out=room), starts)
        band = made[:, n // rules.rows]
        band[:] = mixed(band * GOLDEN + first)
    return made


def _parts(starts: np.ndarray) -> list[tuple[int, int]]:
    """Ranges of documents with about CACHED features each."""
    cuts = np.searchsorted(starts, np.arange(0, starts[-1], CACHED), side="left")
    edges = np.unique(np.append(cuts, len(starts) - 1))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
