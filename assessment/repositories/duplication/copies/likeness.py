"""How alike are two documents?

Answers for pairs of documents of one kind. Two measures: the share of lines that both have in the same order
(2 * LCS / (n + m)), and the share of words that both have in whatever order (2 * common / (n + m), each occurrence counted). Their weighted
mean is the likeness.

Words see what lines miss: one name changed on every line, another order of keys. Lines see what words miss: the same vocabulary put to
another use. How far each is right alone, and both together, was measured against pairs that people labelled: benchmarks/README.md.
Source: lines as in NiCad, computed bit-parallel by rapidfuzz with one character per line; words as a multiset (Dice 1945).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.encoding import encoded, word_sets
from assessment.repositories.duplication.copies.sets import Sets

AT_ONCE = 1 << 16  # pairs compared at once; bounds memory
ROUNDING = 1e-6  # what rapidfuzz may lose on the line


@dataclass(frozen=True)
class Likeness:
    """Of some documents, by their places among these, with the weight of words beside lines. `texts`: each with one character a line."""

    texts: list[str]
    sizes: np.ndarray
    words: Sets
    weight: float

    @classmethod
    def of(cls, found: Documents, members: np.ndarray, weight: float) -> "Likeness":
        """Of those documents that are compared with one another, most often a kind: what is made for it is freed with it."""
        lines = found.lines.chosen(members)
        return cls(encoded(lines), np.diff(lines.starts), word_sets(lines, found.spelling), weight)

    def lines(self, left: np.ndarray, right: np.ndarray, *, at_least: float = 0.0) -> np.ndarray:
        """Share of lines in common and in order, 0..1; 0 where it is clearly below `at_least`."""
        return ratios(self.texts, left, right, at_least=at_least)

    def mean(self, lines: np.ndarray, left: np.ndarray, right: np.ndarray, common: np.ndarray) -> np.ndarray:
        """Likeness of pairs with this share of lines and so many words in common."""
        sizes = self.words.sizes
        return np.asarray((lines + self.weight * 2 * common / (sizes[left] + sizes[right])) / (1 + self.weight))

    def matrix(self, members: np.ndarray) -> np.ndarray:
        """Likeness of each of these documents with each, 0..1."""
        texts = [self.texts[i] for i in members]
        alike = process.cdist(texts, texts, scorer=Indel.normalized_similarity, dtype=np.float64)
        step = max(AT_ONCE // len(members), 1)
        for start in range(0, len(members), step) if self.weight else ():
            one, other = np.nonzero(np.arange(len(members)) > np.arange(start, min(start + step, len(members)))[:, None])
            one += start
            left, right = members[one], members[other]
            alike[one, other] = self.mean(alike[one, other], left, right, self.words.common(left, right))
            alike[other, one] = alike[one, other]
        np.fill_diagonal(alike, 1.0)
        return np.asarray(alike)


def ratios(texts: list[str], left: np.ndarray, right: np.ndarray, *, at_least: float = 0.0) -> np.ndarray:
    """2 * LCS / (n + m) of pairs of encoded documents, 0..1; 0 where it is clearly below `at_least`. Fastest where pairs of the same left
    document stand together."""
    found, least = np.zeros(len(left)), max(at_least - ROUNDING, 0.0)
    for start, end in pairwise([*np.flatnonzero(np.diff(left, prepend=-1)).tolist(), len(left)]):
        one, others = [texts[left[start]]], [texts[other] for other in right[start:end].tolist()]
        found[start:end] = process.cdist(one, others, scorer=Indel.normalized_similarity, dtype=np.float64, score_cutoff=least)[0]
    return found
