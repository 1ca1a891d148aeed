"""How alike are two documents?

Reads normalised lines; answers for pairs of documents. Two measures: the share of lines that both have in the same order
(2 * LCS / (n + m)), and the share of words that both have in whatever order (2 * common / (n + m), each occurrence counted). Their weighted
mean is the likeness.

Words see what lines miss: one name changed on every line, another order of keys. Lines see what words miss: the same vocabulary put to
another use. How far each is right alone, and both together, was measured against pairs that people labelled: benchmarks/README.md.
Source: lines as in NiCad, computed bit-parallel by rapidfuzz with one character per line; words as a multiset (Dice 1945).
"""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets, spread

WORD = re.compile(r"\w+")
FIRST = 0xE000  # first character after the surrogates; over a million remain
ROOM = 0x110000 - FIRST
ROUNDING = 1e-6  # what rapidfuzz may lose on the line


@dataclass(frozen=True)
class Likeness:
    """`texts`: documents with one character a line; `words`: of the same documents; `weight`: of words beside lines."""

    texts: list[str]
    words: Sets
    weight: float

    @classmethod
    def of(cls, lines: Lines, weight: float) -> "Likeness":
        """Of all documents with these lines."""
        return cls(encoded(lines), word_sets(lines), weight)

    @cached_property
    def sizes(self) -> np.ndarray:
        """Lines of each document."""
        return np.fromiter((len(text) for text in self.texts), np.int64, len(self.texts))

    def lines(self, left: np.ndarray, right: np.ndarray, *, at_least: float = 0.0) -> np.ndarray:
        """Share of lines in common and in order, 0..1; 0 where it is clearly below `at_least`."""
        return ratios(self.texts, left, right, at_least=at_least)

    def mean(self, lines: np.ndarray | float, left: np.ndarray, right: np.ndarray, common: np.ndarray) -> np.ndarray:
        """Likeness of pairs with this share of lines and so many words in common."""
        share = 2 * common / (self.words.sizes[left] + self.words.sizes[right])
        return np.asarray((lines + self.weight * share) / (1 + self.weight))

    def matrix(self, members: np.ndarray) -> np.ndarray:
        """Likeness of each of these documents with each."""
        texts = [self.texts[i] for i in members]
        alike = process.cdist(texts, texts, scorer=Indel.normalized_similarity, dtype=np.float64)
        one, other = np.triu_indices(len(members), 1)
        left, right = members[one], members[other]
        alike[one, other] = alike[other, one] = self.mean(alike[one, other], left, right, self.words.common(left, right))
        np.fill_diagonal(alike, 1.0)
        return np.asarray(alike)


def word_sets(lines: Lines) -> Sets:
    """The words of each document; each distinct line is split once."""
    known: dict[str, int] = {}
    used = np.flatnonzero(np.bincount(lines.codes, minlength=len(lines.words)))
    split = [[known.setdefault(word, len(known)) for word in WORD.findall(str(line))] for line in lines.words[used]]
    length = np.zeros(len(lines.words), np.int64)
    length[used] = [len(words) for words in split]
    flat = np.array([word for words in split for word in words], np.int32)
    ends = np.concatenate([[0], np.cumsum(length[lines.codes])])
    return Sets.of(ends[lines.starts], spread(flat, (np.cumsum(length) - length)[lines.codes], length[lines.codes]))


def encoded(lines: Lines) -> list[str]:
    """Each document as a string with one character per line: the same line is the same character, in whatever document.

    Lines of one document only can match nothing elsewhere, so they share a character of their own document.
    """
    document = np.repeat(np.arange(len(lines)), np.diff(lines.starts))
    held = np.sort(lines.codes * len(lines) + document)
    shared = np.bincount(held[np.diff(held, prepend=-1) != 0] // max(len(lines), 1), minlength=len(lines.words)) > 1
    number = np.cumsum(shared) - 1
    signs = np.where(shared[lines.codes], number[lines.codes], shared.sum() + document)
    if len(signs) and signs.max() >= ROOM:
        raise ValueError(f"{signs.max():,} distinct lines are more than one machine compares at once ({ROOM:,})")
    text = (signs + FIRST).astype("<u4").tobytes().decode("utf-32-le")
    return [text[start:end] for start, end in zip(lines.starts[:-1], lines.starts[1:], strict=True)]


def ratios(texts: list[str], left: np.ndarray, right: np.ndarray, *, at_least: float = 0.0) -> np.ndarray:
    """2 * LCS / (n + m) of pairs of encoded documents, 0..1; 0 where it is clearly below `at_least`."""
    if not len(left):
        return np.zeros(0)
    one, other = [texts[i] for i in left], [texts[i] for i in right]
    return np.asarray(
        process.cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64, score_cutoff=max(at_least - ROUNDING, 0.0))
    )
