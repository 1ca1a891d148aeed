"""How are documents written down so that compiled code can compare them?

Reads normalised lines; returns each document as a string with one character a line, for common runs of lines, and as a set of its pairs of
neighbouring words, for common phrases; and each line as a set of the parts of its words, which are cut at underscores, digits and capitals
and taken in lower case: `PAYMENTS_API_URL` and `payments-url` have two in common. Of documents that are compared with one another, and no
others: characters and sets cost more than the lines do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets, at_once, counted, spread

WORD = re.compile(r"\w+|\n")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+|\n")
AT_ONCE = 1 << 14  # texts split at once: bounds memory
Items = TypeVar("Items", np.ndarray, list[str])
FIRST = 0xE000  # first character after the surrogates; over a million remain
ROOM = 0x110000 - FIRST


def encoded(lines: Lines) -> list[str]:
    """Each document as a string with one character per line: the same line is the same character, in whatever document.

    Lines of one document only can match nothing elsewhere, so they share a character of their own document.
    """
    held = np.zeros(len(lines.words), np.int64)
    for document, place in at_once(lines.starts):
        key = np.sort(document * len(lines.words) + lines.codes[place])
        held += np.bincount(key[np.diff(key, prepend=-1) != 0] % len(lines.words), minlength=len(lines.words))
    signs = np.where(held > 1, np.cumsum(held > 1) - 1, -1)
    if (most := int((held > 1).sum()) + len(lines)) > ROOM:
        raise ValueError(f"{most:,} distinct lines are more than one machine compares at once ({ROOM:,})")
    texts: list[str] = []
    for document, place in at_once(lines.starts):
        sign = signs[lines.codes[place]]
        own = (held > 1).sum() + document
        text = (np.where(sign < 0, own, sign) + FIRST).astype("<u4").tobytes().decode("utf-32-le")
        ends = np.flatnonzero(np.diff(document, append=-1)) + 1
        texts += [text[start:end] for start, end in pairwise([0, *ends.tolist()])]
    return texts


class Spelling(NamedTuple):
    """The words of distinct lines: line c has `words[starts[c]:starts[c + 1]]` (int32, equal numbers for equal words). The parts of word w
    are `parts[cuts[w]:cuts[w + 1]]`, at least one."""

    words: np.ndarray
    starts: np.ndarray
    parts: np.ndarray
    cuts: np.ndarray

    def parts_of(self, codes: np.ndarray) -> Sets:
        """The parts of each of these lines."""
        length = np.diff(self.starts)[codes]
        words = spread(self.words, self.starts[codes], length)
        sizes = np.diff(self.cuts)[words]
        ends = np.concatenate([[0], np.cumsum(sizes)])[np.concatenate([[0], np.cumsum(length)])]
        return Sets.of(ends, spread(self.parts, self.cuts[words], sizes))

    def pairs_of(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The pairs of neighbouring words of each of these lines, its edges being words too: numbers, one line after the other, and how
        many each line has."""
        length = np.diff(self.starts)[codes]
        ends = np.cumsum(length + 1)
        edge, many = np.int64(len(self.cuts) - 1), len(self.cuts)
        after = np.full(ends[-1] if len(ends) else 0, edge)
        inside = np.ones(len(after), bool)
        inside[ends - 1] = False
        after[inside] = spread(self.words, self.starts[codes], length)
        before = np.concatenate([[edge], after[:-1]])  # what stands at the end of a line is its edge
        return np.unique(before * many + after, return_inverse=True)[1].astype(np.int32), length + 1


def spelled(lines: Lines) -> Spelling:
    """The words of each distinct line that a document has, and the parts of each word; each is split once."""
    used = np.flatnonzero(counted(lines.codes, len(lines.words)))
    words: dict[str, int] = {}
    parts: dict[str, int] = {}
    flat, count = _split((lines.words[some].tolist() for some in _batched(used)), WORD, words)
    length = np.zeros(len(lines.words), np.int64)
    length[used] = count
    cut, sizes = _split(_batched(list(words)), PART, parts)
    return Spelling(flat, _ends(length), _folded(cut, parts), _ends(sizes))


def _ends(sizes: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes)])


def _split(texts: Iterable[Sequence[str]], pattern: re.Pattern[str], known: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """What a pattern finds in each text as numbers (int32), one text after the other, and how much in each; `known` is added to."""
    flat, length = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for some in texts:
        codes, names = pd.factorize(np.array(pattern.findall("\n".join([*some, ""])), dtype=object))
        number = np.array([-1 if name == "\n" else known.setdefault(name, len(known)) for name in names], np.int32)[codes]
        flat.append(number[number >= 0])
        length.append(np.diff(np.flatnonzero(number < 0), prepend=-1) - 1)
    return np.concatenate(flat), np.concatenate(length)


def _batched(items: Items) -> Iterator[Items]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _folded(numbers: np.ndarray, names: Iterable[str]) -> np.ndarray:
    """The same numbers where names differ in case only."""
    known: dict[str, int] = {}
    return np.asarray(np.array([known.setdefault(name.lower(), len(known)) for name in names], np.int32)[numbers])


def pair_sets(lines: Lines, spelling: Spelling) -> Sets:
    """The pairs of neighbouring words of each document."""
    used, codes = np.unique(lines.codes, return_inverse=True)
    pairs, sizes = spelling.pairs_of(used)
    starts = np.cumsum(sizes) - sizes
    ends = np.concatenate([[0], np.cumsum(sizes[codes])])[lines.starts]
    found = np.empty(ends[-1], np.int32)
    for document, place in at_once(lines.starts):
        some = codes[place]
        found[ends[document[0]] : ends[document[-1] + 1]] = spread(pairs, starts[some], sizes[some])
    return Sets.of(ends, found)
