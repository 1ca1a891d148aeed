"""Which pairs does one band propose?

Reads the hashes of one band; returns edges between documents of one bucket: all pairs of a small one; in one over `bands.bucket`
members a star, every member to the first, so that edges grow with the documents and never with their square.

Misleads: in a star two members may be alike and both unlike the first; they are then lost to this bucket. `Tally` counts them.
Source: star edges as in research on connected components of near-duplicates; measured: see `bands.bucket` in the rules.
"""

from typing import NamedTuple

import numpy as np


class Edges(NamedTuple):
    """Pairs of document numbers, `left` < `right`, int32, without order."""

    left: np.ndarray
    right: np.ndarray


class Tally(NamedTuple):
    """Counts of one band: buckets of two or more, those of them that gave a star only, documents in these."""

    buckets: int
    crowded: int
    starred: int


def merged(parts: list[Edges]) -> Edges:
    """Edges of several parts, each once, by `right` and then `left`."""
    both = np.concatenate([(part.right.astype(np.int64) << 32) | part.left for part in parts])
    each = np.unique(both)
    return Edges((each & 0xFFFFFFFF).astype(np.int32), (each >> 32).astype(np.int32))


def edges(hashes: np.ndarray, largest: int) -> tuple[Edges, Tally]:
    """Edges of one band: `hashes` holds one number per document. At most `largest` members: all pairs."""
    order = np.argsort(hashes).astype(np.int32)
    sorted_hashes = hashes[order]
    starts = np.flatnonzero(np.append(True, sorted_hashes[1:] != sorted_hashes[:-1])[: len(order)])
    sizes = np.diff(np.append(starts, len(order)))
    small = np.unique(sizes[(sizes > 1) & (sizes <= largest)])
    parts = [_all(order, starts[sizes == size], int(size)) for size in small]
    crowded = sizes > largest
    parts.append(_stars(order, starts[crowded], sizes[crowded]))
    tally = Tally(int((sizes > 1).sum()), int(crowded.sum()), int(sizes[crowded].sum()))
    return Edges(*(np.concatenate([part[side] for part in parts]) for side in (0, 1))), tally


def _all(order: np.ndarray, starts: np.ndarray, size: int) -> Edges:
    """All pairs of buckets of one size."""
    members = order[starts[:, None] + np.arange(size)]
    one, other = np.triu_indices(size, 1)
    first, second = members[:, one].ravel(), members[:, other].ravel()
    return Edges(np.minimum(first, second), np.maximum(first, second))


def _stars(order: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> Edges:
    """Each member but the first, with the first: the one with the smallest number."""
    begins = np.concatenate([[0], np.cumsum(sizes)])
    members = order[np.repeat(starts - begins[:-1], sizes) + np.arange(begins[-1])]
    centre = np.repeat(np.minimum.reduceat(members, begins[:-1]), sizes) if len(starts) else members
    around = members != centre
    return Edges(centre[around], members[around])
