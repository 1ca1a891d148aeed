"""Which numbers may be shown, so that no group smaller than k can be seen or worked out.

Takes how many people stand behind each team's number and returns which teams may be shown, and whether their total may.
A team under k is hidden; where it could be had by subtracting the others from the total, the next smallest team is hidden
too (complementary suppression), until those hidden are together at least k. `leaks` audits any set of shown sums by linear
algebra: a group under k whose members' sum lies in the row space of what is shown can be worked out.

It protects against subtraction, not against a member who knows own answer, nor against everybody having answered alike.
Sources: the rule is that of Viva Glint, WorkTango and Dialog (complementary suppression in employee surveys); the audit is the
criterion of linear sensitivity used for statistical tables (Hundepool et al., Handbook on Statistical Disclosure Control).
"""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Release(NamedTuple):
    """Which teams may be shown (index: team), and whether the number over all of them may."""

    shown: pd.Series
    total_shown: bool


def shown(n: pd.Series | pd.DataFrame, k: int) -> Release:
    """What may be shown of numbers with `n` people behind them (index: team), under a total over all teams.

    A frame (one column a number) asks for one pattern that is safe for every column: numbers that can be computed from each other,
    such as a scale and its items, have to be hidden together. A team without any answer is never shown and protects no one.
    """
    counts = n.to_frame() if isinstance(n, pd.Series) else n
    hidden = ((counts > 0) & (counts < k)).any(axis=1)
    large = (counts > 0).any(axis=1) & ~hidden
    if not hidden.any():
        return Release(large, bool(large.any()))
    for team in counts[large].min(axis=1).sort_values(kind="stable").index:
        if _protects(counts[hidden], k):
            break
        hidden[team] = True
    if _protects(counts[hidden], k):
        return Release(large & ~hidden, True)
    return Release(large, False)


def _protects(hidden: pd.DataFrame, k: int) -> bool:
    """Whether hidden teams hide each other in every column: together they are what the total less the others gives away."""
    together = hidden.sum()
    return bool(((together == 0) | (together >= k)).all())


def differ_by_few(both: NDArray[np.int64], before: NDArray[np.int64], after: NDArray[np.int64], k: int) -> NDArray[np.bool_]:
    """Whether the people of a group differ by 1 to k - 1 between two rounds: then a change could be told to be theirs.

    `both` stood in both rounds, `before` and `after` in each; those who left and those who joined count together.
    """
    moved = (before - both) + (after - both)
    return (moved > 0) & (moved < k)


def leaks(shown: NDArray[np.float64], n: Sequence[int], k: int) -> list[tuple[int, ...]]:
    """Groups of fewer than k people that can be worked out from the sums shown.

    `shown` has a row for every sum shown (other viewers' and earlier ones included) and a column for every smallest cell, 1 where the
    cell is in the sum; `n` is the number of people in each cell. Returned are the groups as tuples of columns, all that there are:
    the work grows with the number of groups under k, so this is for audits and tests, not for every page view.
    """
    cells = [cell for cell, people in enumerate(n) if people > 0]
    small = [
        group
        for size in range(1, k)
        for group in combinations([cell for cell in cells if n[cell] < k], size)
        if sum(n[cell] for cell in group) < k
    ]
    if not small or not len(shown):
        return []
    asked = np.zeros((len(small), len(n)))
    for row, group in enumerate(small):
        asked[row, list(group)] = 1
    matrix, asked = np.asarray(shown, dtype=float)[:, cells], asked[:, cells]
    _, sizes, directions = np.linalg.svd(matrix, full_matrices=False)
    basis = directions[sizes > 1e-9 * max(1.0, sizes.max())]
    outside = np.linalg.norm(asked - asked @ basis.T @ basis, axis=1)
    return [group for group, distance in zip(small, outside, strict=True) if distance < 1e-7]
