"""How alike are two documents?

Answers for pairs of documents of one kind. Two measures: the share of lines that both have in the same order (2 * LCS / (n + m)), nearly
equal ones included (`near`), and the share of pairs of neighbouring words that both have in whatever order (2 * common / (n + m), each
occurrence counted). Their weighted mean is the likeness.

Pairs of words see what lines miss: another order of keys, steps that moved. Lines see what pairs miss: the same phrases put to another use.
How far each is right alone, and both together, was measured against files that people labelled: benchmarks/README.md.
Source: lines as in NiCad, computed bit-parallel; pairs as a multiset of shingles (Broder 1997) compared by Dice's coefficient (1945).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.encoding import Spelling, encoded, pair_sets
from assessment.repositories.duplication.copies.near import in_order
from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets
from assessment.repositories.duplication.thresholds import Similar

AT_ONCE = 1 << 16  # pairs compared at once; bounds memory
ROUNDING = 1e-6  # what rapidfuzz may lose on the line


@dataclass(frozen=True)
class Likeness:
    """Of some documents, by their places among these. `texts`: each with one character a line; `phrases`: its pairs of words."""

    lines: Lines
    texts: list[str]
    sizes: np.ndarray
    spelling: Spelling
    phrases: Sets
    rules: Similar

    @classmethod
    def of(cls, found: Documents, members: np.ndarray, rules: Similar) -> "Likeness":
        """Of those documents that are compared with one another, most often a kind: what is made for it is freed with it."""
        lines = found.lines.chosen(members)
        return cls(lines, encoded(lines), np.diff(lines.starts), found.spelling, pair_sets(lines, found.spelling), rules)

    def equal(self, left: np.ndarray, right: np.ndarray, *, at_least: float = 0.0) -> np.ndarray:
        """Share of equal lines in order, 0..1; 0 where it is clearly below `at_least`."""
        return ratios(self.texts, left, right, at_least=at_least)

    def near(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Share of equal or nearly equal lines in order, 0..1."""
        counts = in_order(self.lines, self.spelling, left, right, least=self.rules.near)
        return np.asarray(2 * counts / (self.sizes[left] + self.sizes[right]))

    def mean(self, lines: np.ndarray, left: np.ndarray, right: np.ndarray, common: np.ndarray) -> np.ndarray:
        """Likeness of pairs with this share of lines and so many phrases in common."""
        sizes, weight = self.phrases.sizes, self.rules.phrases
        return np.asarray((1 - weight) * lines + weight * 2 * common / (sizes[left] + sizes[right]))

    def matrix(self, members: np.ndarray) -> np.ndarray:
        """Likeness of each of these documents with each, 0..1, by equal lines alone: nearly equal ones are dear, and worth little here."""
        texts = [self.texts[i] for i in members]
        alike = process.cdist(texts, texts, scorer=Indel.normalized_similarity, dtype=np.float64)
        step = max(AT_ONCE // len(members), 1)
        for start in range(0, len(members), step) if self.rules.phrases else ():
            one, other = np.nonzero(np.arange(len(members)) > np.arange(start, min(start + step, len(members)))[:, None])
            one += start
            left, right = members[one], members[other]
            alike[one, other] = self.mean(alike[one, other], left, right, self.phrases.common(left, right))
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
