"""Which pairs of documents have enough lines in common to be worth comparing?

Reads documents; returns pairs of their numbers. The one door to candidate search: whatever replaces it for fleets beyond one machine
returns the same pairs or fewer, and is tested against this one, which is exact.

Lines count as a multiset: the second `}` of a file is another feature than the first. Two files whose multisets overlap by Jaccard J
share a longest common run of lines of at most 2J/(1+J) of both, so a search at J >= s/(2-s) finds every pair with line similarity s.
Source: prefix filter over features ordered by rarity (Bayardo, Ma, Srikant 2007, as in SourcererCC 2016): of two sets with Jaccard >= t,
at least one feature stands in both prefixes of length n - ceil(t n) + 1.
"""

import numpy as np
import pandas as pd
from scipy import sparse

from assessment.repositories.duplication.copies.documents import Documents

BLOCK = 4_096  # rows multiplied at once; bounds the memory of the product


def candidates(found: Documents, *, overlap: float) -> pd.DataFrame:
    """Pairs `left` < `right` of documents of one kind, from different repositories, with a Jaccard of line multisets of at least
    `overlap`."""
    features = _features(found)
    left, right = _prefix_pairs(_prefixes(features, overlap))
    size = np.diff(features.indptr)
    near = np.minimum(size[left], size[right]) >= overlap * np.maximum(size[left], size[right])
    left, right = left[near], right[near]
    apart = _apart(found.table, left, right)
    left, right = left[apart], right[apart]
    common = _common(features, left, right)
    enough = common >= overlap * (size[left] + size[right] - common) - 1e-9
    return pd.DataFrame({"left": left[enough], "right": right[enough]}).sort_values(["left", "right"], ignore_index=True)


def _features(found: Documents) -> sparse.csr_array:
    """Documents x (kind, line, how often so far in this file): 1 where it occurs, features in the order of their rarity."""
    lines = found.lines
    document = np.repeat(np.arange(len(found)), np.diff(lines.starts))
    order = np.lexsort((lines.codes, document))
    document, code = document[order], lines.codes[order]
    again = np.append(False, (document[1:] == document[:-1]) & (code[1:] == code[:-1]))[: len(code)]
    place = np.arange(len(code))
    occurrence = place - np.maximum.accumulate(np.where(again, 0, place)) if len(code) else place
    kind = pd.factorize(found.table["kind"])[0][document]
    one_key = (kind * len(lines.words) + code) * (occurrence.max(initial=0) + 1) + occurrence
    _, feature, count = np.unique(one_key, return_inverse=True, return_counts=True)
    rank = np.empty(len(count), np.int64)
    rank[np.argsort(count, kind="stable")] = np.arange(len(count))
    return _matrix(document, rank[feature], (len(found), len(count)))


def _matrix(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    matrix = sparse.csr_array((np.ones(len(rows), np.int32), (rows, columns)), shape=shape)
    matrix.sort_indices()
    return matrix


def _prefixes(features: sparse.csr_array, overlap: float) -> sparse.csr_array:
    """The rarest features of each document, as many as must hold one in common; features of one document only cannot."""
    size = np.diff(features.indptr)
    row = np.repeat(np.arange(features.shape[0]), size)
    place = np.arange(features.nnz) - features.indptr[:-1][row]
    length = size - np.ceil(overlap * size - 1e-9).astype(np.int64) + 1
    kept = place < length[row]
    shared = np.bincount(features.indices, minlength=features.shape[1]) > 1
    kept &= shared[features.indices]
    return _matrix(row[kept], features.indices[kept], features.shape)


def _prefix_pairs(prefixes: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of rows that share a feature, each once, left < right."""
    across = prefixes.T.tocsr()
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, prefixes.shape[0], BLOCK):
        product = (prefixes[start : start + BLOCK] @ across).tocoo()
        rows, columns = product.coords
        later = columns > rows + start
        left.append(rows[later].astype(np.int64) + start)
        right.append(columns[later].astype(np.int64))
    return np.concatenate(left), np.concatenate(right)


def _apart(table: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """True where the two documents stand in two repositories between them."""
    repository, many = table["repository"].to_numpy(), (table["repositories"] > 1).to_numpy()
    return np.asarray(many[left] | many[right] | (repository[left] != repository[right]))


def _common(features: sparse.csr_array, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Number of features that each pair shares."""
    parts = [np.zeros(0, np.int64)]
    for start in range(0, len(left), BLOCK * 16):
        chosen = slice(start, start + BLOCK * 16)
        parts.append(np.asarray(features[left[chosen]].multiply(features[right[chosen]]).sum(axis=1)).ravel())
    return np.concatenate(parts)
