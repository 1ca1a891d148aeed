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
from assessment.repositories.duplication.copies.sets import Sets, spread

BLOCK = 256  # rows multiplied at once; bounds the memory of the product


class Near(NamedTuple):
    """Pairs of documents, left < right, ordered by both; `common`: lines that they share, or more."""

    left: np.ndarray
    right: np.ndarray
    common: np.ndarray


def candidates(found: Documents, *, overlap: float) -> pd.DataFrame:
    """Pairs `left` < `right` (int64) of documents of one kind, from different repositories, with a Jaccard of line multisets of at least
    `overlap`; ordered by both."""
    keys = [np.zeros(0, np.int64)]
    for members in _kinds(found.table):
        features, table = line_sets(found.lines, members), found.table.iloc[members]
        for near in _near(features, table, overlap):
            enough = _overlapping(features, near._replace(common=features.common(near.left, near.right)), overlap)
            keys.append(members[near.left[enough]] * len(found) + members[near.right[enough]])
    key = np.sort(np.concatenate(keys))
    return pd.DataFrame({"left": key // max(len(found), 1), "right": key % max(len(found), 1)})


def parts(found: Documents, *, overlap: float) -> Iterator[Near]:
    """The pairs of `candidates`, and those of which a bound cannot tell, a part at a time: kind after kind."""
    for members in _kinds(found.table):
        for near in _near(line_sets(found.lines, members), found.table.iloc[members], overlap):
            yield Near(members[near.left], members[near.right], near.common)


def line_sets(lines: Lines, documents: np.ndarray) -> Sets:
    """The lines of some documents as features."""
    sizes = np.diff(lines.starts)[documents]
    codes = spread(lines.codes, lines.starts[documents], sizes)
    number = np.cumsum(np.bincount(codes, minlength=len(lines.words)) > 0) - 1
    return Sets.of(np.concatenate([[0], np.cumsum(sizes)]), number[codes])


def _kinds(table: pd.DataFrame) -> list[np.ndarray]:
    """Documents of each kind that has two or more, ascending."""
    kinds, names = pd.factorize(table["kind"], sort=True)
    order = np.argsort(kinds, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(kinds, minlength=len(names)))[:-1])
    return [some for some in members if len(some) > 1]


def _near(features: Sets, table: pd.DataFrame, overlap: float) -> Iterator[Near]:
    """Pairs of rows of the table, in two repositories between them, that may overlap so far."""
    repository, many = pd.factorize(table["repository"])[0], (table["repositories"] > 1).to_numpy()
    size = features.sizes
    for left, right in _prefix_pairs(_prefixes(features, overlap)):
        chosen = np.minimum(size[left], size[right]) >= overlap * np.maximum(size[left], size[right])
        chosen &= many[left] | many[right] | (repository[left] != repository[right])
        one, other = np.divmod(np.sort(left[chosen] * len(features) + right[chosen]), len(features))
        near = Near(one, other, features.at_most(one, other))
        enough = _overlapping(features, near, overlap)
        yield Near(*(column[enough] for column in near))


def _overlapping(features: Sets, near: Near, overlap: float) -> np.ndarray:
    """True where so many common features make a Jaccard of at least `overlap`."""
    either = features.sizes[near.left] + features.sizes[near.right] - near.common
    return np.asarray(near.common >= overlap * either - 1e-9)


def _prefixes(features: Sets, overlap: float) -> sparse.csr_array:
    """The rarest features of each document, as many as must hold one in common; features of one document only cannot."""
    size = features.sizes
    row = np.repeat(np.arange(len(features)), size)
    place = np.arange(len(row)) - features.starts[:-1][row]
    length = size - np.ceil(overlap * size - 1e-9).astype(np.int64) + 1
    kept = place < length[row]
    kept &= (np.bincount(features.features, minlength=features.width) > 1)[features.features]
    columns = features.features[kept]
    return sparse.csr_array((np.ones(len(columns), np.int32), (row[kept], columns)), shape=(len(features), features.width))


def _prefix_pairs(prefixes: sparse.csr_array) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of rows that share a feature, each once, left < right."""
    for start in range(0, prefixes.shape[0], BLOCK):
        product = prefixes[start : start + BLOCK] @ prefixes[start:].T.tocsr()
        left = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
        later = product.indices > left
        yield left[later] + start, product.indices[later].astype(np.int64) + start
