"""Which pairs of documents have enough lines in common to be worth comparing?

Reads documents; returns pairs of their numbers. `candidates(found, overlap=...)` is the one door to candidate search: whatever replaces it
for fleets beyond one machine returns the same pairs or fewer, and is tested against this one, which is exact. `parts` hands out the same
pairs, and some more, a part at a time, to whoever looks at each pair once.

Lines count as a multiset: the second `}` of a file is another feature than the first. Two files whose multisets overlap by Jaccard J
share a longest common run of lines of at most 2J/(1+J) of both, so a search at J >= s/(2-s) finds every pair with line similarity s.
Source: prefix filter over features ordered by rarity (Bayardo, Ma, Srikant 2007, as in SourcererCC 2016): of two sets with Jaccard >= t,
at least one feature stands in both prefixes of length n - ceil(t n) + 1.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets, at_once, counted

BLOCK = 128  # rows multiplied at once; bounds the memory of the product


class Near(NamedTuple):
    """Pairs of documents, left < right, ordered by both; `common`: lines that they share, or more."""

    left: np.ndarray
    right: np.ndarray
    common: np.ndarray


def candidates(found: Documents, *, overlap: float) -> pd.DataFrame:
    """Pairs `left` < `right` (int64) of documents of one kind, from different repositories, with a Jaccard of line multisets of at least
    `overlap`; ordered by both."""
    keys = [np.zeros(0, np.int64)]
    for members in found.kinds:
        features = line_sets(found.lines.chosen(members))
        for near in _near(features, found.table.iloc[members], overlap):
            enough = _overlapping(features, near._replace(common=features.common(near.left, near.right)), overlap)
            keys.append(members[near.left[enough]] * len(found) + members[near.right[enough]])
    key = np.sort(np.concatenate(keys))
    return pd.DataFrame({"left": key // max(len(found), 1), "right": key % max(len(found), 1)})


def parts(found: Documents, members: np.ndarray, *, overlap: float) -> Iterator[Near]:
    """The pairs of `candidates` between the documents of one kind, by their places in `members`, and those of which a bound cannot tell;
    a part at a time."""
    return _near(line_sets(found.lines.chosen(members)), found.table.iloc[members], overlap)


def line_sets(lines: Lines) -> Sets:
    """The lines of documents as features."""
    number = np.cumsum(counted(lines.codes, len(lines.words)) > 0, dtype=np.int32) - 1
    return Sets.of(lines.starts, number[lines.codes])


def _near(features: Sets, table: pd.DataFrame, overlap: float) -> Iterator[Near]:
    """Pairs of rows of the table, in two repositories between them, that may overlap so far."""
    repository, many = pd.factorize(table["repository"])[0], (table["repositories"] > 1).to_numpy()
    size = features.sizes
    prefixes = _prefixes(features, overlap)

    def block(start: int) -> Near:
        left, right = _prefix_pairs(prefixes, start)
        chosen = np.minimum(size[left], size[right]) >= overlap * np.maximum(size[left], size[right])
        chosen &= many[left] | many[right] | (repository[left] != repository[right])
        left, right = np.divmod(np.sort(left[chosen] * len(features) + right[chosen]), len(features))
        near = Near(left, right, features.at_most(left, right))
        enough = _overlapping(features, near, overlap)
        return Near(*(column[enough] for column in near))

    yield from map(block, range(0, len(features), BLOCK))


def _overlapping(features: Sets, near: Near, overlap: float) -> np.ndarray:
    """True where so many common features make a Jaccard of at least `overlap`."""
    either = features.sizes[near.left] + features.sizes[near.right] - near.common
    return np.asarray(near.common >= overlap * either - 1e-9)


def _prefixes(features: Sets, overlap: float) -> sparse.csr_array:
    """The rarest features of each document, as many as must hold one in common; features of one document only cannot."""
    length = features.sizes - np.ceil(overlap * features.sizes - 1e-9).astype(np.int64) + 1
    shared = counted(features.features, features.width) > 1
    kept = np.empty(len(features.features), bool)
    for row, place in at_once(features.starts):
        kept[place] = np.arange(place.start, place.stop) - features.starts[row] < length[row]
        kept[place] &= shared[features.features[place]]
    starts = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])[features.starts]
    columns = features.features[kept]
    return sparse.csr_array((np.ones(len(columns), np.int32), columns, starts), shape=(len(features), features.width))


def _prefix_pairs(prefixes: sparse.csr_array, start: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of rows that share a feature, each once, left < right, with the left one among the BLOCK rows from `start` on."""
    product = prefixes[start : start + BLOCK] @ prefixes[start:].T.tocsr()
    left = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    later = product.indices > left
    return left[later] + start, product.indices[later].astype(np.int64) + start
