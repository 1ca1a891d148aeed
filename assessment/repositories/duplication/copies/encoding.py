"""How are documents written down so that compiled code can compare them?

Reads normalised lines; returns each document as a string with one character a line, for common runs of lines, and as a set of its words,
for common words. Of documents that are compared with one another, and no others: characters and sets cost more than the lines do.
"""

import re
from array import array
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets, at_once, counted, spread

WORD = re.compile(r"\w+")
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
    """The words of distinct lines: line c has `words[starts[c]:starts[c + 1]]` (int32, equal numbers for equal words)."""

    words: np.ndarray
    starts: np.ndarray

    def sizes(self, lines: Lines) -> np.ndarray:
        """Words of each document."""
        length = np.diff(self.starts)
        parts = [
            np.add.reduceat(length[lines.codes[place]], lines.starts[document[0] : document[-1] + 1] - place.start)
            for document, place in at_once(lines.starts)
            if len(document)
        ]
        return np.concatenate([np.zeros(0, np.int64), *parts])


def spelled(lines: Lines) -> Spelling:
    """The words of each distinct line that a document has; each is split once."""
    known: dict[str, int] = {}
    used = np.flatnonzero(counted(lines.codes, len(lines.words)))
    flat, length = array("i"), np.zeros(len(lines.words), np.int64)
    for code in used.tolist():
        words = WORD.findall(str(lines.words[code]))
        length[code] = len(words)
        flat.extend([known.setdefault(word, len(known)) for word in words])
    return Spelling(np.frombuffer(flat, np.intc), np.concatenate([[0], np.cumsum(length)]))


def word_sets(lines: Lines, spelling: Spelling) -> Sets:
    """The words of each document."""
    length, ends = np.diff(spelling.starts), np.concatenate([[0], np.cumsum(spelling.sizes(lines))])
    found = np.empty(ends[-1], np.int32)
    for document, place in at_once(lines.starts):
        codes = lines.codes[place]
        found[ends[document[0]] : ends[document[-1] + 1]] = spread(spelling.words, spelling.starts[codes], length[codes])
    return Sets.of(ends, found)
