"""What does a document consist of, as numbers that are the same on every machine?

Reads documents; returns `Features`: for each the hashes of (kind, line, how often so far), so that two documents have the features in
common that `candidates` sees them share. Nothing here depends on which other documents are there, or in which process it runs.

Misleads: two different lines get one hash once in 10^13 pairs of documents; they then count as the same line.
Source: SipHash of the words (as pandas computes it, with a fixed key); SplitMix64 (Steele, Lea, Flood 2014) to mix.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.documents import Documents

SEVERAL = 0  # "repository" of a document that stands in more than one
GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: consecutive multiples of it lie far apart
MIXERS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
FEW = 1 << 16  # documents whose numbers fit 16 bits, by which numpy sorts in one pass


class HashedLines(NamedTuple):
    """Lines as hashes: document i has `lines[starts[i]:starts[i + 1]]` (uint64; kind and words), in any order, at least one.

    `repository`: hash of its repository's name (uint64), SEVERAL where its content stands in more than one.
    """

    lines: np.ndarray
    starts: np.ndarray
    repository: np.ndarray


class Features(NamedTuple):
    """Document i has the features `values[starts[i]:starts[i + 1]]`: int64 from 0, ascending, each once. `repository` as above."""

    values: np.ndarray
    starts: np.ndarray
    repository: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1


def hashed(found: Documents) -> HashedLines:
    """The lines of documents as hashes."""
    lines, table = found.lines, found.table
    document = np.repeat(np.arange(len(found)), np.diff(lines.starts))
    kinds, repositories = (_words(table[name].to_numpy(object)) for name in ("kind", "repository"))
    one = np.where(table["repositories"].to_numpy() > 1, np.uint64(SEVERAL), repositories)
    return HashedLines(mixed(_words(lines.words.astype(object))[lines.codes] ^ mixed(kinds)[document]), lines.starts, one)


def features(found: HashedLines) -> Features:
    """The features of documents, from their lines."""
    document = np.repeat(np.arange(len(found.starts) - 1), np.diff(found.starts))
    order = _order(found.lines, document)
    line, document = found.lines[order], document[order]
    again = np.append(False, (document[1:] == document[:-1]) & (line[1:] == line[:-1]))[: len(line)]
    place = np.arange(len(line))
    occurrence = place - np.maximum.accumulate(np.where(again, 0, place)) if len(line) else place
    value = (mixed(line + occurrence.astype(np.uint64) * GOLDEN) >> np.uint64(1)).astype(np.int64)
    order = _order(value, document)
    value, document = value[order], document[order]
    new = np.append(True, (document[1:] != document[:-1]) | (value[1:] != value[:-1]))[: len(value)]
    starts = np.searchsorted(document[new], np.arange(len(found.starts)))
    return Features(value[new], starts, found.repository)


def chosen(found: Features, rows: np.ndarray) -> Features:
    """Some documents of many, in the order given."""
    sizes = np.diff(found.starts)[rows]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    place = np.repeat(found.starts[:-1][rows] - starts[:-1], sizes) + np.arange(starts[-1])
    return Features(found.values[place], starts, found.repository[rows])


def joined(parts: list[Features]) -> Features:
    """Documents of several parts as one, in order."""
    sizes = np.concatenate([[0], *(np.diff(part.starts) for part in parts)])
    values, repository = (np.concatenate([part[i] for part in parts]) for i in (0, 2))
    return Features(values, np.cumsum(sizes), repository)


def mixed(values: np.ndarray) -> np.ndarray:
    """Numbers (uint64) spread evenly: each bit of the result depends on all bits; no two values become one."""
    for shift, factor in MIXERS:
        values = (values ^ (values >> shift)) * factor
    return np.asarray(values ^ (values >> np.uint64(31)))


def _words(words: np.ndarray) -> np.ndarray:
    """A hash of each text."""
    return pd.util.hash_array(words, categorize=False) if len(words) else np.zeros(0, np.uint64)


def _order(values: np.ndarray, document: np.ndarray) -> np.ndarray:
    """Rows by document, then by value: a fast sort and a stable one by few bits, a quarter of the time of `lexsort`."""
    order = np.argsort(values)
    narrow = document.astype(np.uint16) if document.max(initial=0) < FEW else document
    return np.asarray(order[np.argsort(narrow[order], kind="stable")])
