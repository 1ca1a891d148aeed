"""Which files are near-identical?

Reads documents; returns pairs with how similar they are. A pair is similar where its likeness reaches `similar.alike`, and the share of
lines in the same order alone reaches `similar.in_order`, which is what makes the search for candidates exact.

How: bounds first, then lines, then words: what takes longest is done last, and only where it can still matter.
Misleads: similar is not copied; two files may come from one public template. Every word counts alike, so short files that are nothing but
the grammar of their kind are more similar than a reader would say.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.candidates import Near, parts
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.likeness import Likeness
from assessment.repositories.duplication.thresholds import Similar

EDGE = 1e-9  # a share on the line counts, however it was rounded
AT_ONCE = 1 << 18  # pairs compared at once; bounds memory
RESERVED = 1 << 24  # rows; address space, no memory
COLUMNS = {"left": np.int32, "right": np.int32, "lines": np.float32, "similarity": np.float32}  # millions of rows: 16 bytes each


class Search(Protocol):
    """What finds the pairs worth comparing: as `candidates` does it, or fewer of the same pairs."""

    def __call__(self, found: Documents, *, overlap: float) -> pd.DataFrame:
        """Columns left < right (documents), sorted."""


def similar(found: Documents, rules: Similar, search: Search | None = None) -> pd.DataFrame:
    """Similar pairs of documents in different repositories: left < right (int32), lines (float32, 0..1, share of lines in common),
    similarity (float32, 0..1, their likeness); in the order of the search.

    search: what finds the pairs; without, the exact search, a part at a time.
    """
    measure = Likeness(found, rules.weight)
    near = _given(search(found, overlap=rules.overlap), found) if search else parts(found, overlap=rules.overlap)
    return _table(_compared(measure, some, rules) for some in _cut(near))


def _table(parts: Iterator[tuple[np.ndarray, ...]]) -> pd.DataFrame:
    """All parts as one table. Room is reserved once, and memory taken as it fills: the pairs of a fleet are held once, not twice."""
    columns, held = {name: np.empty(RESERVED, kind) for name, kind in COLUMNS.items()}, 0
    for part in parts:
        end = held + len(part[0])
        while end > len(columns["left"]):
            columns = {name: np.concatenate([column, np.empty_like(column)]) for name, column in columns.items()}
        for column, more in zip(columns.values(), part, strict=True):
            column[held:end] = more
        held = end
    return pd.DataFrame({name: column[:held] for name, column in columns.items()}, copy=False)


def _given(pairs: pd.DataFrame, found: Documents) -> Iterator[Near]:
    """Pairs that somebody else found."""
    left, right, sizes = pairs["left"].to_numpy(np.int64), pairs["right"].to_numpy(np.int64), found.sizes
    yield Near(left, right, np.minimum(sizes[left], sizes[right]))


def _cut(near: Iterator[Near]) -> Iterator[Near]:
    """The same pairs, not too many at once."""
    for part in near:
        for start in range(0, len(part.left), AT_ONCE):
            yield Near(*(column[start : start + AT_ONCE] for column in part))


def _compared(measure: Likeness, near: Near, rules: Similar) -> tuple[np.ndarray, ...]:
    """The similar ones of these pairs: left, right, lines, similarity."""
    left, right, common = near
    found, sizes = measure.found, measure.found.sizes
    most = found.words.at_most(left, right)
    can = measure.mean(2 * common / (sizes[left] + sizes[right]), left, right, most) >= rules.alike - EDGE
    left, right, most = left[can], right[can], most[can]
    lines = measure.lines(left, right, at_least=rules.in_order)
    can = (lines >= rules.in_order - EDGE) & (measure.mean(lines, left, right, most) >= rules.alike - EDGE)
    left, right, lines = left[can], right[can], lines[can]
    similarity = measure.mean(lines, left, right, found.words.common(left, right))
    can = similarity >= rules.alike - EDGE
    return left[can], right[can], lines[can], similarity[can]
