"""Which files are near-identical?

Reads documents; returns pairs with how similar they are. A pair is similar where its likeness reaches `similar.least` of its kind, and the
share of lines in the same order alone reaches `similar.in_order`, which is what makes the search for candidates exact.

How: kind after kind, so that what is made to compare files is held of one kind only. Bounds first, then lines, then words: what takes
longest is done last, and only where it can still matter.
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
AT_ONCE = 1 << 17  # pairs compared at once; bounds memory
RESERVED = 1 << 24  # rows; address space, no memory
NARROW = 1 << 16


class Search(Protocol):
    """What finds the pairs worth comparing: as `candidates` does it, or fewer of the same pairs."""

    def __call__(self, found: Documents, *, overlap: float) -> pd.DataFrame:
        """Columns left < right (documents), sorted."""


def similar(found: Documents, rules: Similar, search: Search | None = None) -> pd.DataFrame:
    """Similar pairs of documents in different repositories: left < right (int32), lines (how many both have in the same order), words
    (how many both have); by kind, left and right. `shares` says what part of the documents these are.

    Counts take 16 bits where no document has more, so that a pair takes 12 bytes: fleets have millions.
    search: what finds the pairs; without, the exact search, a part at a time.
    """
    given = search(found, overlap=rules.overlap) if search else None
    most = found.spelling.sizes(found.lines).max(initial=0)  # no line is without a word
    count = np.dtype(np.uint16 if most < NARROW else np.int32)
    return _table(count, (part for members in found.kinds for part in _of_kind(found, members, rules, given)))


def shares(found: Documents, pairs: pd.DataFrame, weight: float) -> pd.DataFrame:
    """Of pairs as `similar` gives them: lines (float32, 0..1, share of lines in common), similarity (float32, 0..1, their likeness)."""
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    lines, words = (
        2 * pairs[name].to_numpy(np.int64) / (sizes[left] + sizes[right])
        for name, sizes in (("lines", found.sizes), ("words", found.spelling.sizes(found.lines)))
    )
    return pd.DataFrame({"lines": lines, "similarity": (lines + weight * words) / (1 + weight)}, dtype=np.float32)


def _of_kind(found: Documents, members: np.ndarray, rules: Similar, given: pd.DataFrame | None) -> Iterator[tuple[np.ndarray, ...]]:
    """Similar pairs of documents of one kind, a part at a time."""
    measure, least = Likeness.of(found, members, rules.weight), rules.least(found.table["kind"].iloc[members[0]]) - EDGE
    near = parts(found, members, overlap=rules.overlap) if given is None else _given(given, members, measure.sizes)
    for some in _cut(near):
        left, right, *counts = _compared(measure, some, rules.in_order - EDGE, least)
        yield members[left], members[right], *counts


def _table(count: np.dtype, parts: Iterator[tuple[np.ndarray, ...]]) -> pd.DataFrame:
    """All parts as one table. Room is reserved once, and memory taken as it fills: the pairs of a fleet are held once, not twice."""
    kinds = {"left": np.dtype(np.int32), "right": np.dtype(np.int32), "lines": count, "words": count}
    columns, held = {name: np.empty(RESERVED, kind) for name, kind in kinds.items()}, 0
    for part in parts:
        end = held + len(part[0])
        while end > len(columns["left"]):
            columns = {name: np.concatenate([column, np.empty_like(column)]) for name, column in columns.items()}
        for column, more in zip(columns.values(), part, strict=True):
            column[held:end] = more
        held = end
    return pd.DataFrame({name: column[:held] for name, column in columns.items()}, copy=False)


def _given(pairs: pd.DataFrame, members: np.ndarray, sizes: np.ndarray) -> Iterator[Near]:
    """Pairs of one kind that somebody else found."""
    left, right = (pairs[side].to_numpy(np.int64) for side in ("left", "right"))
    ours = np.isin(left, members)
    left, right = (np.searchsorted(members, side[ours]) for side in (left, right))
    yield Near(left, right, np.minimum(sizes[left], sizes[right]))


def _cut(near: Iterator[Near]) -> Iterator[Near]:
    """The same pairs, not too many at once."""
    for part in near:
        for start in range(0, len(part.left), AT_ONCE):
            yield Near(*(column[start : start + AT_ONCE] for column in part))


def _compared(measure: Likeness, near: Near, in_order: float, least: float) -> tuple[np.ndarray, ...]:
    """The similar ones of these pairs: left, right, lines, words. Similar from `least` on, with a share `in_order` of lines in order."""
    left, right, common = near
    sizes, words = measure.sizes, measure.words
    most = words.at_most(left, right)
    can = measure.mean(2 * common / (sizes[left] + sizes[right]), left, right, most) >= least
    left, right, most = left[can], right[can], most[can]
    lines = measure.lines(left, right, at_least=in_order)
    can = (lines >= in_order) & (measure.mean(lines, left, right, most) >= least)
    left, right, lines = left[can], right[can], lines[can]
    common = words.common(left, right)
    can = measure.mean(lines, left, right, common) >= least
    left, right = left[can], right[can]
    return left, right, np.rint(lines[can] * (sizes[left] + sizes[right]) / 2), common[can]
