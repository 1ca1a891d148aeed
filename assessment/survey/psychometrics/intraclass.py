"""Do teams differ on this at all, and would their means tell them apart? ICC(1) and ICC(2).

Takes one value a person and the person's team, or the mean squares of an analysis of variance. ICC(1) is the share of the variance that
lies between teams; with its interval above 0, teams differ, and a team mean says more than the organisation's. ICC(2) is the
reliability of a mean of that many people. A negative ICC(1) is reported as it is: teams differ less than chance would make them.
Sources: Bartko 1976; Shrout and Fleiss 1979 (F intervals, with the mean team size); agrees with R multilevel ICC1 and ICC2.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import f


class Squares(NamedTuple):
    """Mean squares between and within teams, people and teams, and the team size that makes the between square unbiased."""

    between: float
    within: float
    people: int
    teams: int
    size: float  # n0 = (N - sum n^2 / N) / (K - 1)

    @property
    def mean_size(self) -> float:
        """People a team."""
        return self.people / self.teams


class Intraclass(NamedTuple):
    """ICC(1) and ICC(2) with 95 % intervals; `unequal` is ICC(1) with the size for unequal teams in place of the mean size."""

    icc1: float
    icc1_low: float
    icc1_high: float
    icc2: float
    icc2_low: float
    icc2_high: float
    unequal: float
    f: float


NOTHING = Intraclass(*[float("nan")] * 8)


def squares(values: pd.Series, teams: pd.Series) -> Squares | None:
    """Mean squares of the values; None with fewer than two teams, or nobody beside another in a team."""
    groups = values.groupby(teams).agg(["size", "mean", "var"])
    n, mean, variance = groups["size"].to_numpy(float), groups["mean"].to_numpy(float), groups["var"].fillna(0).to_numpy(float)
    people, count = int(n.sum()), len(n)
    if count < 2 or people <= count:
        return None
    around = (n * (mean - (n * mean).sum() / people) ** 2).sum()
    size = (people - (n**2).sum() / people) / (count - 1)
    return Squares(float(around / (count - 1)), float(((n - 1) * variance).sum() / (people - count)), people, count, float(size))


def intraclass(s: Squares | None, level: float = 0.95) -> Intraclass:
    """Everything from the mean squares; NaN without them, or without any variance within teams."""
    if s is None or s.within <= 0:
        return NOTHING
    df, tail = (s.teams - 1, s.people - s.teams), (1 - level) / 2
    ratio = s.between / s.within
    low, high = ratio / f.ppf(1 - tail, *df), ratio * f.ppf(1 - tail, *df[::-1])
    first = [_first(x, s.mean_size) for x in (ratio, low, high)]
    second = [float(1 - 1 / x) if x > 0 else -np.inf for x in (ratio, low, high)]
    return Intraclass(first[0], first[1], first[2], second[0], second[1], second[2], _first(ratio, s.size), float(ratio))


def _first(ratio: float, size: float) -> float:
    return float((ratio - 1) / (ratio + size - 1))
