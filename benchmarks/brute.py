"""Every pair of documents compared with every other of its kind: what any search for copies must find. Slow, and simple on purpose."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import LCSseq
from scipy import sparse

from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.encoding import encoded, word_sets

AT_ONCE = 200  # documents beside all others of their kind


def brute_force(found: Documents) -> pd.DataFrame:
    """Pairs left < right of one kind in different repositories, with lines and words: shares in common, in order and in whatever order.

    Nothing of the search is used but the encoded lines, and the words of each document.
    """
    columns = ("left", "right", "lines", "words")
    parts = [part for members in found.kinds for part in _parts(found, members)]
    return pd.DataFrame(dict(zip(columns, map(np.concatenate, zip(*parts, strict=True)), strict=True)))


def _parts(found: Documents, members: np.ndarray) -> Iterator[tuple[np.ndarray, ...]]:
    lines = found.lines.chosen(members)
    texts, sizes, words = encoded(lines), np.diff(lines.starts), word_sets(lines, found.spelling)
    held = sparse.csr_array((np.ones(len(words.features), np.int32), words.features, words.starts), shape=(len(members), words.width))
    table = found.table.iloc[members]
    repository, several = pd.factorize(table["repository"])[0], (table["repositories"] > 1).to_numpy()
    for start in range(0, len(members), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(members)))
        one, other = np.nonzero(np.arange(len(members)) > rows[:, None])
        one += start
        apart = (repository[one] != repository[other]) | several[one] | several[other]
        one, other = one[apart], other[apart]
        common = process.cdist(texts[start : start + AT_ONCE], texts, scorer=LCSseq.similarity, dtype=np.int32)[one - start, other]
        spoken = (held[rows] @ held.T).toarray()[one - start, other]
        yield members[one], members[other], _share(common, sizes, one, other), _share(spoken, words.sizes, one, other)


def _share(common: np.ndarray, sizes: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(2 * common / (sizes[one] + sizes[other]))
