"""Is a paved road a tax? How many times longer services on it typically take than services off it, and how sure that is.

Why: a road that is slower than what a determined engineer would assemble alone is not a platform, it is a tax.
Reads two lists of durations; returns the Hodges-Lehmann ratio with its 95 % interval and what that says of the road.
Pure statistics. Misleads: groups that differ in anything but the road (age, size, strong teams first) differ here too; durations
under half a day count as half a day, because below it the clock shows working hours, not effort.
Source: Hodges and Lehmann 1963; Hollander and Wolfe, Nonparametric Statistical Methods, §4.2-4.3, on the logarithm of the
durations; the interval from the exact null distribution of the Mann-Whitney statistic, as wilcox.test in R does it.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FEWEST = 4  # on each side; below, even the most extreme order is no evidence at 5 % (3 against 3: p = 0.10)
FLOOR = 0.5  # days
NEUTRAL = (0.8, 1.25)
EXACT = 50  # values on both sides up to which counts stay exact integers in floating point
Floats = NDArray[np.float64]


class Tax(StrEnum):
    """What a road does to the time its users need."""

    PAYS = "pays"
    NEUTRAL = "neutral"
    TAX = "tax"
    CANNOT_TELL = "cannot tell"


class Ratio(NamedTuple):
    """Typical time on the road over typical time off it, its 95 % interval, and the reading; NaN below four services a side."""

    tax: Tax
    ratio: float
    low: float
    high: float


def compare(on: Sequence[float], off: Sequence[float]) -> Ratio:
    """Days on and off a road -> Ratio. Pays: the whole interval is below 1. Tax: above 1. Neutral: within 0.8 to 1.25."""
    if min(len(on), len(off)) < FEWEST:
        return Ratio(Tax.CANNOT_TELL, np.nan, np.nan, np.nan)
    logs = [np.log(np.maximum(np.asarray(days, dtype=np.float64), FLOOR)) for days in (on, off)]
    ratio, low, high = (float(value) for value in np.exp(shift(logs[0], logs[1])))
    if high < 1:
        return Ratio(Tax.PAYS, ratio, low, high)
    if low > 1:
        return Ratio(Tax.TAX, ratio, low, high)
    return Ratio(Tax.NEUTRAL if NEUTRAL[0] <= low and high <= NEUTRAL[1] else Tax.CANNOT_TELL, ratio, low, high)


def shift(x: Floats, y: Floats) -> Floats:
    """Hodges-Lehmann estimate of x - y, and the lower and upper end of its 95 % interval."""
    differences = np.sort(np.subtract.outer(x, y), axis=None)
    k = max(_lower_quantile(len(x), len(y)), 1)
    return np.array([np.median(differences), differences[k - 1], differences[-k]])


def _lower_quantile(m: int, n: int) -> int:
    """Smallest u with P(U <= u) >= 0.025 for the Mann-Whitney U of m and n values without ties."""
    if m + n > EXACT:
        return int(np.ceil(m * n / 2 - 1.959964 * np.sqrt(m * n * (m + n + 1) / 12) - 0.5))
    counts = np.zeros(m * n + 1)
    counts[0] = 1
    for i in range(1, m + 1):  # coefficients of prod (1 - q^(n+i)) / (1 - q^i), the Gaussian binomial
        counts[n + i :] -= counts[: -(n + i)].copy() if n + i <= m * n else 0
        for start in range(i):
            counts[start::i] = np.cumsum(counts[start::i])
    return int(np.searchsorted(np.cumsum(counts) / counts.sum(), 0.025))
