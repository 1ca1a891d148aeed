"""Which files are near-identical?

Reads documents; returns pairs of them. A pair is similar where its likeness reaches `similar.alike`, and the share of equal lines in the
same order alone reaches `similar.in_order`, which is what makes the search for candidates exact.

How: kind after kind, so that what is made to compare files is held of one kind only. Equal lines first, then phrases, and nearly equal
lines where these leave it open: what takes longest is done last, and only where it can still matter.
Misleads: similar is not copied; two files may come from one public template.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.candidates import Near, parts
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.encoding import encoded
from assessment.repositories.duplication.copies.likeness import Likeness, ratios
from assessment.repositories.duplication.thresholds import Similar

EDGE = 1e-9  # a share on the line counts, however it was rounded
AT_ONCE = 1 << 17  # pairs compared at once; bounds memory
GATHERED = 1 << 20  # the same, of those with enough equal lines
RESERVED = 1 << 24  # rows; address space, no memory
NARROW = 1 << 16
Ordered: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]  # left, right, share of equal lines in order


class Search(Protocol):
    """What finds the pairs worth comparing: as `candidates` does it, or fewer of the same pairs."""

    def __call__(self, found: Documents, *, overlap: float) -> pd.DataFrame:
        """Columns left < right (documents), sorted."""


def similar(found: Documents, rules: Similar, search: Search | None = None) -> pd.DataFrame:
    """Similar pairs of documents in different repositories: left < right (int32), lines (how many equal ones both have in the same order);
    by kind, left and right.

    Counts take 16 bits where no document has more, so that a pair takes 10 bytes: fleets have millions.
    search: what finds the pairs; without, the exact search, a part at a time.
    """
    given = search(found, overlap=rules.overlap) if search else None
    count = np.dtype(np.uint16 if found.sizes.max(initial=0) < NARROW else np.int32)
    return _table(count, (part for members in found.kinds for part in _of_kind(found, members, rules, given)))


def _of_kind(found: Documents, members: np.ndarray, rules: Similar, given: pd.DataFrame | None) -> Iterator[tuple[np.ndarray, ...]]:
    """Similar pairs of documents of one kind, a part at a time."""
    lines = found.lines.chosen(members)
    texts, sizes = encoded(lines), np.diff(lines.starts)
    near = parts(found, members, overlap=rules.overlap) if given is None else _given(given, members, sizes)
    for ordered in _gathered(_in_order(texts, part, rules) for part in _cut(near)):
        compared, place = np.unique(ordered[:2], return_inverse=True)
        alike = _alike(Likeness.of(found, members[compared], rules), place.reshape(2, -1), ordered[2], rules)
        left, right, equal = (column[alike] for column in ordered)
        yield members[left], members[right], np.rint(equal * (sizes[left] + sizes[right]) / 2)


def _table(count: np.dtype, parts: Iterator[tuple[np.ndarray, ...]]) -> pd.DataFrame:
    """All parts as one table. Room is reserved once, and memory taken as it fills: the pairs of a fleet are held once, not twice."""
    kinds = {"left": np.dtype(np.int32), "right": np.dtype(np.int32), "lines": count}
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


def _in_order(texts: list[str], near: Near, rules: Similar) -> Ordered:
    """Those of some pairs that share enough equal lines in the same order."""
    equal = ratios(texts, near.left, near.right, at_least=rules.in_order)
    can = equal >= rules.in_order - EDGE
    return near.left[can].astype(np.int32), near.right[can].astype(np.int32), equal[can]


def _gathered(parts: Iterable[Ordered]) -> Iterator[Ordered]:
    """The same pairs, many at a time: few documents of a kind come so far, and what is made to compare them is made once."""
    held: list[Ordered] = []
    for part in parts:
        held.append(part)
        if sum(len(left) for left, *_ in held) >= GATHERED:
            yield _joined(held)
            held = []
    if any(len(left) for left, *_ in held):
        yield _joined(held)


def _joined(held: list[Ordered]) -> Ordered:
    left, right, equal = map(np.concatenate, zip(*held, strict=True))
    return left, right, equal


def _alike(measure: Likeness, pairs: np.ndarray, equal: np.ndarray, rules: Similar) -> np.ndarray:
    """Which of these pairs (left, right) are similar. equal: their share of equal lines, in order."""
    least, sizes, (left, right) = rules.alike - EDGE, measure.sizes, pairs
    common = measure.phrases.common(left, right)
    alike = measure.mean(equal, left, right, common) >= least
    most = 2 * np.minimum(sizes[left], sizes[right]) / (sizes[left] + sizes[right])
    open_ = np.flatnonzero(~alike & (measure.mean(most, left, right, common) >= least))
    if len(open_):
        one, other = left[open_], right[open_]
        alike[open_] = measure.mean(measure.near(one, other), one, other, common[open_]) >= least
    return alike
