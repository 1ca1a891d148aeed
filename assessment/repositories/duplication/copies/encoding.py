"""How are documents written down so that compiled code can compare them?

Reads normalised lines; returns each document as a string with one character a line, for common runs of lines, and as a set of its words,
for common words.
"""

import re
from array import array
from itertools import pairwise

import numpy as np

from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.copies.sets import Sets, at_once, spread

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


def word_sets(lines: Lines) -> Sets:
    """The words of each document; each distinct line is split once."""
    known: dict[str, int] = {}
    used = np.flatnonzero(np.bincount(lines.codes, minlength=len(lines.words)))
    flat, length = array("i"), np.zeros(len(lines.words), np.int64)
    for code in used.tolist():
        words = WORD.findall(str(lines.words[code]))
        length[code] = len(words)
        flat.extend([known.setdefault(word, len(known)) for word in words])
    split, first = np.frombuffer(flat, np.intc), np.cumsum(length) - length
    sizes = np.zeros(len(lines), np.int64)
    for document, place in at_once(lines.starts):
        np.add.at(sizes, document, length[lines.codes[place]])
    ends = np.concatenate([[0], np.cumsum(sizes)])
    found = np.empty(ends[-1], np.int32)
    for document, place in at_once(lines.starts):
        codes = lines.codes[place]
        found[ends[document[0]] : ends[document[-1] + 1]] = spread(split, first[codes], length[codes])
    return Sets.of(ends, found)
