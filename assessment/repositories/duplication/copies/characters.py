"""How are versions of files written so that comparing them is quick? One character a line, equal characters for equal lines.

Reads the pasts of files in groups (clusters); returns their versions as strings of normalised lines, and the numbers of lines as written.
How: each distinct line of a file is normalised once for all of its versions. Only where a comment may span lines is a version normalised
as a whole.

Misleads: characters mean lines within one group only.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.masks import BLOCK, styles
from assessment.repositories.duplication.copies.normalise import Lines, normalise
from assessment.repositories.duplication.copies.versions import Past
from assessment.repositories.duplication.thresholds import Thresholds

FIRST = 0xE000  # first character after the surrogates; over a million remain


def normal(files: pd.DataFrame, known: Sequence[Past], groups: Iterable[np.ndarray], rules: Thresholds) -> list[list[str]]:
    """The versions of each file, one character a normalised line.

    files: columns path, names (of repositories, masked); rows as `known`; groups: rows of each group, one after the other.
    """
    items = _Items(files, known, rules)
    lines = normalise(items.paths, items.texts, items.names, rules=rules)
    first = np.full(len(lines) + 1, -1, np.int64)  # the line that an item leaves, if it is one line; the last is of no item
    filled = np.flatnonzero(np.diff(lines.starts))
    first[filled] = lines.codes[lines.starts[filled]]
    return [texts for rows in groups for texts in _texts([known[row] for row in rows], [items.of[row] for row in rows], lines, first)]


def plain(words: Sequence[list[str]]) -> list[np.ndarray]:
    """A number for each word of each file of a group, equal for equal words."""
    numbers: dict[str, int] = {}
    return [np.array([numbers.setdefault(word, len(numbers)) for word in some], np.int64) for some in words]


def string(numbers: np.ndarray) -> str:
    """Numbers as characters; those below 0 are left out."""
    return (numbers[numbers >= 0] + FIRST).astype("<u4").tobytes().decode("utf-32-le")


class _Read(NamedTuple):
    """How a file is read. `items`: one for each of its words, or, where comments may span lines (`spans`), one for each version."""

    items: np.ndarray
    spans: bool


class _Items:
    """What is handed to `normalise`: distinct lines, or whole versions where a comment may span lines. `of`: how each file is read."""

    def __init__(self, files: pd.DataFrame, known: Sequence[Past], rules: Thresholds) -> None:
        self.paths: list[str] = []
        self.texts: list[str] = []
        self.names: list[Iterable[str]] = []
        self._known: dict[tuple[str, tuple[str, ...]], dict[str, int]] = {}
        style = styles(list(files["path"]), rules)
        self.of = [
            self._read(path, names, past, BLOCK[one][0] if one in BLOCK else "")
            for path, names, past, one in zip(files["path"], files["names"], known, style, strict=True)
        ]

    def _read(self, path: str, names: tuple[str, ...], past: Past, opens: str) -> _Read:
        """`opens`: what opens a comment that may span lines, '' if nothing does."""
        known = self._known.setdefault((path.rpartition("/")[2], names), {})
        spans = bool(opens) and any(_opened(word, opens) for word in past.words)
        parts = ["\n".join(past.lines(version)) for version in range(len(past.versions))] if spans else past.words
        for part in parts:
            if part not in known:
                known[part] = len(self.texts)
                self.paths.append(path)
                self.texts.append(part)
                self.names.append(names)
        return _Read(np.array([known[part] for part in parts], np.int64), spans)


def _opened(line: str, opens: str) -> bool:
    """Whether a comment opens in a line: at its start or after white space, as `normalise` has it."""
    at = line.find(opens)
    while at > 0 and not line[at - 1].isspace():
        at = line.find(opens, at + 1)
    return at >= 0


def _texts(pasts: Sequence[Past], reads: Sequence[_Read], lines: Lines, first: np.ndarray) -> list[list[str]]:
    """Versions of the files of one group."""
    codes = [
        [lines.codes[lines.starts[item] : lines.starts[item + 1]] for item in read.items] if read.spans else [first[read.items]]
        for read in reads
    ]
    distinct = np.unique(np.concatenate([np.zeros(0, np.int64), *(part for some in codes for part in some)]))
    distinct = distinct[distinct >= 0]
    found = []
    for past, read, some in zip(pasts, reads, codes, strict=True):
        signs = [np.where(part < 0, -1, np.searchsorted(distinct, part)) for part in some]
        numbers = signs if read.spans else (signs[0][np.frombuffer(version, np.int32)] for version in past.versions)
        same: dict[str, str] = {}  # most versions differ from the last in what is masked: one string for all of them
        found.append([same.setdefault(text, text) for text in map(string, numbers)])
    return found
