"""How many features have two documents in common?

Reads multisets of codes, one a document; answers for many pairs at once. A code that occurs n times in a document is n features (the
second `}` of a file is another one than the first), so that common features of sets are those of the multisets.

How: a sketch of 512 bits a document gives an upper bound for next to nothing, and what it cannot rule out is counted exactly: all pairs of
one document together, its features marked in a vector that the others look up.
Source: bitmap filter (Sandes, Teodoro, Melo 2020): |A & B| <= (|A| + |B| - bits in which the sketches differ) / 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

BITS = 512
GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # multiplicative hashing (Knuth, TAOCP 3, 6.4): spreads neighbouring numbers
AT_ONCE = 1 << 18  # features looked at together, and a quarter of it pairs of sketches; bounds memory


@dataclass(frozen=True)
class Sets:
    """Set i is `features[starts[i]:starts[i + 1]]`: distinct numbers below `width`, at least one, ascending."""

    starts: np.ndarray
    features: np.ndarray
    width: int

    @classmethod
    def of(cls, starts: np.ndarray, codes: np.ndarray) -> "Sets":
        """Multiset i is `codes[starts[i]:starts[i + 1]]`. The n-th occurrence of a code is its own feature; rare features come first.

        `codes` are taken over where they are int32: millions of words are held once.
        """
        features = codes.astype(np.int32, copy=False)
        width = int(features.max(initial=0)) + 1
        most = np.zeros(width, np.int32)
        for _, code, nth in _occurrences(starts, features, width):
            np.maximum.at(most, code, nth + 1)
        first = (np.cumsum(most) - most).astype(np.int32)
        for place, code, nth in _occurrences(starts, features, width):
            features[place] = first[code] + nth
        return cls(starts, features, int(most.sum()))._by_rarity()

    def _by_rarity(self) -> "Sets":
        """The same sets with their features numbered anew, rare ones first."""
        rank = np.empty(self.width, np.int32)
        rank[np.argsort(counted(self.features, self.width), kind="stable")] = np.arange(self.width)
        for document, place in at_once(self.starts):
            self.features[place] = np.sort(document * self.width + rank[self.features[place]]) % self.width
        return self

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def sizes(self) -> np.ndarray:
        """Features of each set."""
        return np.diff(self.starts)

    @cached_property
    def sketches(self) -> np.ndarray:
        """BITS bits of each set, 64 a column: those that the hashes of its features name."""
        made = np.zeros(len(self) * (BITS // 64), np.uint64)
        for document, place in at_once(self.starts):
            bit = (self.features[place].astype(np.uint64) * GOLDEN) >> np.uint64(64 - BITS.bit_length() + 1)
            cell = document * (BITS // 64) + (bit >> np.uint64(6)).astype(np.int64)
            np.bitwise_or.at(made, cell, np.uint64(1) << (bit & np.uint64(63)))
        return made.reshape(len(self), BITS // 64)

    def at_most(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """No pair has more features in common than this."""
        most = np.minimum(self.sizes[left], self.sizes[right])
        for part in (slice(start, start + AT_ONCE // 4) for start in range(0, len(left), AT_ONCE // 4)):
            differ = np.bitwise_count(self.sketches[left[part]] ^ self.sketches[right[part]]).sum(axis=1, dtype=np.int64)
            most[part] = np.minimum(most[part], (self.sizes[left[part]] + self.sizes[right[part]] - differ) // 2)
        return np.asarray(most)

    @cached_property
    def rows(self) -> list[np.ndarray]:
        """The features of each set."""
        return np.split(self.features, self.starts[1:-1])

    def common(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Features in common (int64). Fastest where pairs of the same left document stand together."""
        found = np.zeros(len(left), np.int64)
        marked = np.zeros(self.width, np.uint8)
        for start, end in pairwise([*np.flatnonzero(np.diff(left, prepend=-1)).tolist(), len(left)]):
            mine, others = self.rows[left[start]], right[start:end]
            marked[mine] = 1
            both = marked.take(np.concatenate([self.rows[other] for other in others.tolist()]))
            sizes = self.sizes[others]
            found[start:end] = np.add.reduceat(both, np.cumsum(sizes) - sizes, dtype=np.int64)
            marked[mine] = 0
        return found


def places(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Places of runs, one after the other: the i-th has `sizes[i]` places from `starts[i]` on."""
    found = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    found += np.arange(len(found))
    return np.asarray(found)


def spread(values: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Runs of values, one after the other: the i-th has `sizes[i]` values from `starts[i]` on."""
    return np.asarray(values[places(starts, sizes)])


def counted(codes: np.ndarray, width: int) -> np.ndarray:
    """How often each number below `width` occurs. A part at a time: `bincount` writes them all out as 64 bits first."""
    times = np.zeros(width, np.int64)
    for start in range(0, len(codes), AT_ONCE):
        times += np.bincount(codes[start : start + AT_ONCE], minlength=width)
    return times


def _occurrences(starts: np.ndarray, codes: np.ndarray, width: int) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """A part at a time: where it stands, its codes in order within each document, and how often each was there before."""
    for document, place in at_once(starts):
        key = np.sort(document * width + codes[place])
        at = np.arange(len(key))
        nth = at - np.maximum.accumulate(np.where(np.diff(key, prepend=-1) != 0, at, 0))
        yield place, key % width, nth.astype(np.int32)


def at_once(starts: np.ndarray) -> Iterator[tuple[np.ndarray, slice]]:
    """Whole documents, about AT_ONCE features of them at a time: the document of each feature, and where these features stand."""
    sizes = np.diff(starts)
    cuts = np.flatnonzero(np.diff(starts[1:] // AT_ONCE, prepend=-1))
    for first, last in pairwise([*cuts.tolist(), len(sizes)]):
        yield np.repeat(np.arange(first, last), sizes[first:last]), slice(int(starts[first]), int(starts[last]))
