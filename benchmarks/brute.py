"""Every pair of documents compared with every other of its kind: what any search for copies must find. Slow, and simple on purpose."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import LCSseq
from scipy import sparse

from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.encoding import encoded

AT_ONCE = 200  # documents beside all others of their kind
WORD = re.compile(r"\w+")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")


def brute_force(found: Documents) -> pd.DataFrame:
    """Pairs left < right of one kind in different repositories, with lines (equal ones, in order) and phrases (pairs of neighbouring
    words): shares in common.

    Nothing of the search is used but the normalised lines.
    """
    columns = ("left", "right", "lines", "phrases")
    parts = [part for members in found.kinds for part in _parts(found, members)]
    return pd.DataFrame(dict(zip(columns, map(np.concatenate, zip(*parts, strict=True)), strict=True)))


def near_lines(one: list[str], other: list[str], least: float) -> float:
    """Share of lines in order of two documents, where two lines count as equal from a share of their parts on; by the textbook table."""
    parts = [[Counter(_line_parts(line)) for line in lines] for lines in (one, other)]
    row = np.zeros(len(other) + 1, np.int64)
    for line, mine in zip(one, parts[0], strict=True):
        hit = np.array([line == theirs or _dice(mine, held) >= least - 1e-9 for theirs, held in zip(other, parts[1], strict=True)])
        grown = row.copy()
        grown[1:] = np.maximum(row[1:], row[:-1] + hit)
        row = np.maximum.accumulate(grown)
    return 2 * int(row[-1]) / (len(one) + len(other))


def _line_parts(line: str) -> list[str]:
    return [part.lower() for word in WORD.findall(line) for part in PART.findall(word)]


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * sum((one & other).values()) / max(one.total() + other.total(), 1)


def _parts(found: Documents, members: np.ndarray) -> Iterator[tuple[np.ndarray, ...]]:
    lines = found.lines.chosen(members)
    texts, sizes = encoded(lines), np.diff(lines.starts)
    held, phrases = _phrases([lines.of(i) for i in range(len(lines))])
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
        yield members[one], members[other], _share(common, sizes, one, other), _share(spoken, phrases, one, other)


def _phrases(documents: list[list[str]]) -> tuple[sparse.csr_array, np.ndarray]:
    """Which phrases each document has, the n-th occurrence of one being one of its own; and how many."""
    known: dict[tuple[str, str, int], int] = {}
    flat: list[int] = []
    ends = [0]
    for lines in documents:
        counts = Counter(pair for line in lines for pair in pairwise(["", *WORD.findall(line), ""]))
        flat += [known.setdefault((*pair, n), len(known)) for pair, count in counts.items() for n in range(count)]
        ends.append(len(flat))
    return sparse.csr_array((np.ones(len(flat), np.int32), flat, ends), shape=(len(documents), len(known))), np.diff(ends)


def _share(common: np.ndarray, sizes: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(2 * common / (sizes[one] + sizes[other]))
