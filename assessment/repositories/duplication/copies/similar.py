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
    measure = Likeness.of(found.lines, rules.weight)
    near = _given(search(found, overlap=rules.overlap), found) if search else parts(found, overlap=rules.overlap)
    made = [_compared(measure, some, rules) for some in _cut(near)]
    columns: dict[str, np.ndarray] = {}
    for name, kind in COLUMNS.items():
        columns[name] = np.concatenate([np.zeros(0, kind), *(part.pop(name) for part in made)])
    return pd.DataFrame(columns, copy=False)


def _given(pairs: pd.DataFrame, found: Documents) -> Iterator[Near]:
    """Pairs that somebody else found."""
    left, right, sizes = pairs["left"].to_numpy(np.int64), pairs["right"].to_numpy(np.int64), np.diff(found.lines.starts)
    yield Near(left, right, np.minimum(sizes[left], sizes[right]))


def _cut(near: Iterator[Near]) -> Iterator[Near]:
    """The same pairs, not too many at once."""
    for part in near:
        for start in range(0, len(part.left), AT_ONCE):
            yield Near(*(column[start : start + AT_ONCE] for column in part))


def _compared(measure: Likeness, near: Near, rules: Similar) -> dict[str, np.ndarray]:
    """The similar ones of these pairs, as COLUMNS."""
    left, right, common = near
    most = measure.words.at_most(left, right)
    can = measure.mean(2 * common / (measure.sizes[left] + measure.sizes[right]), left, right, most) >= rules.alike - EDGE
    left, right, most = left[can], right[can], most[can]
    lines = measure.lines(left, right, at_least=rules.in_order)
    can = (lines >= rules.in_order - EDGE) & (measure.mean(lines, left, right, most) >= rules.alike - EDGE)
    left, right, lines = left[can], right[can], lines[can]
    similarity = measure.mean(lines, left, right, measure.words.common(left, right))
    can = similarity >= rules.alike - EDGE
    found = (left[can], right[can], lines[can], similarity[can])
    return {name: column.astype(kind) for (name, kind), column in zip(COLUMNS.items(), found, strict=True)}
