"""How many lines do two documents have in the same order, where nearly equal lines count as equal?

Reads the lines of documents; returns the counts of pairs. Two lines are nearly equal where they have `least` of their parts in common
(twice the common ones / those of both): an edited value or another name costs a word, not the line.

How: which lines of one document are near which of the other comes from a product of sparse matrices, of many pairs at once. The longest run
in the same order then comes from bits: near is no equivalence, so no letter can stand for a line, but a row of bits can say where it
may stand.
Source: bit-parallel longest common subsequence (Hyyro 2004).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy import sparse

from assessment.repositories.duplication.copies.encoding import Spelling
from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets, spread

AT_ONCE = 1 << 22  # lines beside lines at once; bounds memory
ROUNDING = 1e-6


def in_order(lines: Lines, spelling: Spelling, left: np.ndarray, right: np.ndarray, *, least: float) -> np.ndarray:
    """Lines of pairs of documents that stand in the same order in both, nearly equal ones included (int64)."""
    documents, place = np.unique([left, right], return_inverse=True)
    left, right = place.reshape(2, -1)
    some = lines.chosen(documents)
    used, codes = np.unique(some.codes, return_inverse=True)
    known = Lines(codes, some.starts, used)
    parts, sizes = spelling.parts_of(used), np.diff(some.starts)
    found = [_counts(known, parts, left[part], right[part], least) for part in _cut(sizes[left] * sizes[right])]
    return np.concatenate([np.zeros(0, np.int64), *found])


def _cut(cells: np.ndarray) -> Iterator[slice]:
    """Runs of pairs with about AT_ONCE cells together."""
    cuts = np.flatnonzero(np.diff(np.cumsum(cells) // AT_ONCE, prepend=-1))
    for start, end in pairwise([*cuts.tolist(), len(cells)]):
        yield slice(start, end)


def _counts(lines: Lines, parts: Sets, left: np.ndarray, right: np.ndarray, least: float) -> np.ndarray:
    """The counts of some pairs. lines: of the documents, by the numbers of their sets of parts."""
    one, other = _Side.of(lines, parts, left), _Side.of(lines, parts, right)
    product = one.features @ other.features.T  # parts in common, of lines of one pair alone
    rows = np.repeat(np.arange(len(one.sizes)), np.diff(product.indptr))
    near = 2 * product.data >= least * (one.sizes[rows] + other.sizes[product.indices]) - ROUNDING
    rows, columns = rows[near], product.indices[near]
    pairs = one.pairs[rows]
    rows, columns = rows - one.starts[pairs], columns - other.starts[pairs]
    cuts = np.searchsorted(pairs, np.arange(len(left) + 1)).tolist()
    tables = zip(np.diff(one.starts).tolist(), np.diff(other.starts).tolist(), pairwise(cuts), strict=True)
    return np.array([_longest(height, width, rows[a:b], columns[a:b]) for height, width, (a, b) in tables], np.int64)


def _longest(height: int, width: int, rows: np.ndarray, columns: np.ndarray) -> int:
    """Most steps that go down and to the right from one of these cells of a table to the next."""
    table = np.zeros((height, width), bool)
    table[rows, columns] = True
    packed, size = np.packbits(table, axis=1, bitorder="little").tobytes(), -(-width // 8)
    full = (1 << width) - 1
    free = full  # bit j: the longest run so far does not grow at column j
    for start in range(0, len(packed), size):
        hit = free & int.from_bytes(packed[start : start + size], "little")
        if hit:
            free = (free + hit | free - hit) & full
    return (full ^ free).bit_count()


class _Side(NamedTuple):
    """The lines of one side of some pairs, pair after pair: features [lines, parts], parts of another pair being others; sizes: parts of
    each line; pairs: the pair of each line; starts: where the lines of each pair begin, and the end."""

    features: sparse.csr_array
    sizes: np.ndarray
    pairs: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, lines: Lines, parts: Sets, documents: np.ndarray) -> "_Side":
        """Of these documents, one for each pair."""
        length = np.diff(lines.starts)[documents]
        codes = spread(lines.codes, lines.starts[documents], length)
        sizes, pairs = parts.sizes[codes], np.repeat(np.arange(len(documents)), length)
        features = spread(parts.features, parts.starts[codes], sizes) + np.repeat(pairs, sizes) * parts.width
        ends = np.concatenate([[0], np.cumsum(sizes)])
        shape = (len(codes), len(documents) * parts.width)
        made = sparse.csr_array((np.ones(len(features), np.float32), features, ends), shape=shape)
        return cls(made, sizes, pairs, np.concatenate([[0], np.cumsum(length)]))
