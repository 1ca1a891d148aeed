"""Do the items of a scale measure one thing? Cronbach's alpha with its interval, McDonald's omega, item-rest correlations.

Takes the answers of one scale, one row a person and one column an item, reversed items already turned round. A low or negative
alpha more often means a reversal forgotten than a bad scale (the item-rest correlation says which item); alpha grows with the number
of items and says nothing about validity. Omega lets items load differently on one common factor.
Sources: Cronbach 1951; Feldt 1965 (interval); McDonald 1999 (omega total), with the factor by maximum likelihood on correlations
(Lawley and Maxwell 1971) as in R factanal. Agrees with R psych::alpha (raw alpha) and factanal.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import f

LEAST_UNIQUE = 0.005  # a variable is never explained wholly


class Interval(NamedTuple):
    """Lower and upper end."""

    low: float
    high: float


def alpha(items: pd.DataFrame) -> float:
    """Raw alpha over the people who answered all items; NaN with fewer than two items, two people, or no variance."""
    complete = items.dropna().to_numpy(float)
    people, count = complete.shape
    if people < 2 or count < 2:
        return float("nan")
    total = complete.sum(axis=1).var(ddof=1)
    return float(count / (count - 1) * (1 - complete.var(axis=0, ddof=1).sum() / total)) if total > 0 else float(np.nan)


def alpha_interval(value: float, people: int, items: int, level: float = 0.95) -> Interval:
    """Feldt's interval of an alpha; NaN where there is no alpha."""
    if np.isnan(value) or people < 2 or items < 2:
        return Interval(np.nan, np.nan)
    df, tail = (people - 1, (people - 1) * (items - 1)), (1 - level) / 2
    return Interval(*(float(1 - (1 - value) * f.ppf(q, *df)) for q in (1 - tail, tail)))


def loadings(items: pd.DataFrame) -> NDArray[np.float64] | None:
    """Standardised loadings on one factor, by maximum likelihood; None with fewer than three items, no variance, or too few people."""
    complete = items.dropna().to_numpy(float)
    people, count = complete.shape
    if count < 3 or people <= count or (complete.std(axis=0) == 0).any():
        return None
    r = np.corrcoef(complete, rowvar=False)
    if np.linalg.eigvalsh(r)[0] < 1e-10:
        return None
    start = (1 - 0.5 / count) / np.diag(np.linalg.inv(r))
    bounds = [(LEAST_UNIQUE, 1.0)] * count
    first = np.clip(start, LEAST_UNIQUE, 1)
    precise = {"maxiter": 500, "ftol": 1e-15, "gtol": 1e-9}
    found = minimize(lambda u: _misfit(u, r), first, jac=True, method="L-BFGS-B", bounds=bounds, options=precise)  # type: ignore[call-overload]
    lengths = _factor(found.x, r)
    return lengths if lengths.sum() >= 0 else -lengths


def omega(items: pd.DataFrame) -> float:
    """Omega total of one factor over the people who answered all items; NaN where no factor can be found."""
    lengths = loadings(items)
    if lengths is None:
        return float("nan")
    common, unique = lengths.sum() ** 2, (1 - lengths**2).sum()
    return float(common / (common + unique))


def _misfit(unique: NDArray[np.float64], r: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """The likelihood's discrepancy at these uniquenesses, with the best loadings for them, and its gradient."""
    scale = np.sqrt(unique)
    values, vectors = np.linalg.eigh(r / np.outer(scale, scale))
    rest = values[:-1]
    load = scale * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    implied = np.outer(load, load) + np.diag(unique)
    return float((rest - np.log(rest) - 1).sum()), np.diag(implied - r) / unique**2


def _factor(unique: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
    scale = np.sqrt(unique)
    values, vectors = np.linalg.eigh(r / np.outer(scale, scale))
    return np.asarray(scale * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0)))
