"""How closely can a sum of answers be bounded from everything that is shown? The audit by linear programming.

Takes statements (a weighted sum of single answers lies between two numbers) and the range of each answer; returns the narrowest interval
of any other sum that follows from all of them together. Rounding, cut-off ends and differences of tables are all statements of this
form, so the attack suite writes down what an attacker sees and asks what follows. It finds every linear attack, subtraction included;
with whole answers an attacker may know a little more, so `whole` rounds the ends inward where the sum is one of whole numbers.
Sources: the audit problem of Kelly, Golden and Assad 1992 for statistical tables; solved with scipy's HiGHS.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
TOLERANCE = 1e-7


class Statement(NamedTuple):
    """The sum of weight x answer over these columns lies between low and high."""

    columns: NDArray[np.int64]
    weights: Floats
    low: float
    high: float


class Known(NamedTuple):
    """The interval of a sum; infeasible (`low` > `high`) where the statements contradict each other."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the ends are."""
        return self.high - self.low


def known(statements: Sequence[Statement], ranges: Floats, wanted: Iterable[Statement], *, whole: bool = False) -> list[Known]:
    """What follows about each wanted sum (its own ends are not used).

    `ranges`: lowest and highest answer of every column (columns x 2). RuntimeError where the solver gives up.
    """
    matrix, limits = _system(statements, len(ranges))
    return [_follows(matrix, limits, ranges, sum_, whole=whole) for sum_ in wanted]


def _system(statements: Sequence[Statement], columns: int) -> tuple[csr_array, Floats]:
    rows = np.concatenate([np.full(len(s.columns), at) for at, s in enumerate(statements)] or [np.zeros(0, np.int64)])
    places = np.concatenate([s.columns for s in statements] or [np.zeros(0, np.int64)])
    weights = np.concatenate([s.weights for s in statements] or [np.zeros(0)])
    upper = csr_array((weights, (rows, places)), shape=(len(statements), columns))
    both = csr_array(np.vstack([upper.toarray(), -upper.toarray()]))
    return both, np.array([s.high for s in statements] + [-s.low for s in statements])


def _follows(matrix: csr_array, limits: Floats, ranges: Floats, wanted: Statement, *, whole: bool) -> Known:
    """Least and most of one sum under all statements."""
    goal = np.zeros(len(ranges))
    goal[wanted.columns] = wanted.weights
    ends = []
    for sign in (1.0, -1.0):
        given = {"A_ub": matrix, "b_ub": limits} if len(limits) else {}
        found = linprog(sign * goal, bounds=ranges, method="highs", **given)  # type: ignore[call-overload]
        if found.status == 2:
            return Known(np.inf, -np.inf)
        if found.status != 0:
            raise RuntimeError(f"the bounds could not be found: {found.message}")
        ends.append(sign * float(found.fun))
    low, high = ends
    return Known(np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)) if whole else Known(low, high)
