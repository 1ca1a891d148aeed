"""Has it changed from one round to the next, and how large a change could be seen at all?

Takes two estimates (mean, standard error, degrees of freedom), where known with how many people stand in both and how strongly their
two answers correlate; returns the difference with its interval and the smallest change that would be told from chance. A change in a
small team is mostly too small to tell: a team of six that all answered has no sampling error, but a mean in steps.
Misleads: between two rounds people come and go; the difference is that of the team as it was and as it is, not of the same people.
Sources: difference of two finite-population means with a common part (Cochran 1977, §12.11); degrees of freedom by Satterthwaite 1946;
the smallest detectable change of de Vet et al. 2006, on group means.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t

Floats = NDArray[np.float64]


class Change(NamedTuple):
    """After less before, its 95 % interval, and the half-width of that: the least change that is told from chance."""

    change: Floats
    low: Floats
    high: Floats
    detectable: Floats


def shared(n_before: ArrayLike, n_after: ArrayLike, both: ArrayLike, of: ArrayLike, sigma2: float, correlation: float) -> Floats:
    """Covariance of two means that `both` people stand in; 0 where nobody or everybody of the team answered.

    With the same m of N people twice it is (1 - m/N) r sigma^2 / m, so that the difference has the error of the mean of m differences.
    """
    n1, n2, m, members = (np.asarray(x, float) for x in (n_before, n_after, both, of))
    with np.errstate(divide="ignore", invalid="ignore"):
        unseen = np.clip(1 - np.maximum(n1, n2) / members, 0, 1)
        return np.asarray(np.nan_to_num(m / (n1 * n2) * unseen * correlation * sigma2, posinf=0.0), np.float64)


def difference(
    before: tuple[ArrayLike, ArrayLike, float], after: tuple[ArrayLike, ArrayLike, float], covariance: ArrayLike = 0.0, level: float = 0.95
) -> Change:
    """The change between two estimates (value, standard error, degrees of freedom), with the covariance of their errors."""
    (v1, s1, df1), (v2, s2, df2) = before, after
    first, second = np.asarray(s1, float) ** 2, np.asarray(s2, float) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(first + second - 2 * np.asarray(covariance, float), 0.0)
        df = (first + second) ** 2 / (first**2 / max(df1, 1) + second**2 / max(df2, 1))
        half = t.ppf((1 + level) / 2, np.where(np.isnan(df), 1e9, df)) * np.sqrt(variance)
    change = np.asarray(v2, float) - np.asarray(v1, float)
    return Change(change, change - half, change + half, half)
