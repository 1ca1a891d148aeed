"""Do the people of one team agree, so that a team mean means something? And how often would they by chance?

Takes the items of one scale (one row a person, one column an item, NaN unanswered) and the team of each person. Read it with the
number of people in mind: in a team of three, random answers to one five-point item reach rwg .70 in 23 of 100 cases (exactly 29
of 125), so agreement is worth showing from five people, beside its chance rate (`chance.py`). Never use rwg on the mean of several
items; it is close to 1 whatever people say.
Sources: James, Demaree and Wolf 1984 (rwg); Lindell, Brandt and Whitney 1999 (r*wg); Burke, Finkelstein and Dusig 1999 (average
deviation); Brown and Hauenstein 2005 (awg); agrees with R multilevel 2.8.
"""

import numpy as np
import pandas as pd


def agreement(items: pd.DataFrame, teams: pd.Series, options: int) -> pd.DataFrame:
    """Agreement of each team (columns: team, n, rwg, lindell, ad, ad_median), people with every answer they gave.

    `rwg` compares the mean item variance with that of random answers over the number of `options`, stepped up to the length of the
    scale, 0..1, NaN below two people; `lindell` is the same neither stepped up nor cut off at 0; `ad` and `ad_median` are the mean
    distances from the team's item mean and median, in points of the scale.
    """
    grouped = items.groupby(teams)
    random = (options**2 - 1) / 12
    ratio = grouped.var(ddof=1).mean(axis=1) / random
    disagreement = ratio.clip(upper=1)
    j = items.shape[1]
    rwg = j * (1 - disagreement) / (j * (1 - disagreement) + disagreement)
    ad, ad_median = ((items - grouped.transform(how)).abs().groupby(teams).mean().mean(axis=1) for how in ("mean", "median"))
    table = {"n": grouped.size(), "rwg": rwg, "lindell": 1 - ratio, "ad": ad, "ad_median": ad_median}
    return pd.DataFrame(table).rename_axis("team").reset_index()


def awg(items: pd.DataFrame, low: float, high: float) -> float:
    """Agreement of one team relative to the most that its means allow, the mean over items; people who answered all of them.

    Its scale runs from -1 to 1. NaN below two people, or where every item's mean is so far out that few answers could lead to it.
    """
    x = items.dropna().to_numpy(float)
    n = len(x)
    if n < 2:
        return float("nan")
    mean, variance = x.mean(axis=0), x.var(axis=0, ddof=1)
    most = ((high + low) * mean - mean**2 - high * low) * n / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = 1 - 2 * variance / most
    outside = (mean < (low * (n - 1) + high) / n) | (mean > (high * (n - 1) + low) / n)
    each = np.where((mean == low) | (mean == high), 1.0, np.where(outside, np.nan, each))
    return float(np.nanmean(each)) if not np.isnan(each).all() else float("nan")
