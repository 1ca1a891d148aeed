"""How unequal are teams in what they do, and in how they set it?

Reads small tables of shares or settings; returns one number per control in 0..1. Pure statistics, no facts.
For settings that have an order (daily, weekly, monthly) entropy is blind to how far apart they are: `ranges` looks at the ranks.
Misleads: a team with one repository has a share of 0 or 1, so a fleet of tiny teams looks unequal by chance alone;
evenness ignores how many settings there are, and how much they matter.
Source: the weighted standard deviation, doubled because 0.5 is the largest a share can have; Pielou's evenness
(1966, J. Theor. Biol. 13, the measurement of diversity): Shannon entropy over the logarithm of the number of kinds; the interquartile
range, the usual dispersion of ordinal data, here of weighted ranks without interpolation (a rank between two words means nothing).
"""

import numpy as np
import pandas as pd


def spreads(shares: pd.DataFrame) -> pd.Series:
    """Per control, twice the standard deviation of the team shares around their mean, teams weighted by `of`.

    0 = all alike, 1 = half of it always and half never. Only controls that apply in at least two teams.
    `shares`: control, share, of; a row per control and team.
    """
    rows = shares[shares["of"] > 0]
    rows = rows[rows.groupby("control")["share"].transform("size") > 1]
    weighted = rows.assign(first=rows["share"] * rows["of"], second=rows["share"] ** 2 * rows["of"])
    sums = weighted.groupby("control")[["first", "second", "of"]].sum()
    variance = sums["second"] / sums["of"] - (sums["first"] / sums["of"]) ** 2
    spread: pd.Series = 2 * variance.clip(lower=0) ** 0.5
    return spread.rename("spread")


def entropies(settings: pd.DataFrame) -> pd.Series:
    """Per control, the entropy of its settings over teams, 0 all alike, 1 all settings equally common (log base: their number).

    Each team has one vote, split over its repositories. Only controls with a setting in at least two teams.
    `settings`: control, team, setting; a row per repository.
    """
    rows = settings[settings.groupby("control")["team"].transform("nunique") > 1]
    votes = rows.groupby(["control", "team", "setting"]).size()
    share = (votes / votes.groupby(["control", "team"]).transform("sum")).groupby(["control", "setting"]).sum()
    share = share / share.groupby("control").transform("sum")
    bits = (-share * np.log(share)).groupby("control").agg(["sum", "size"])
    evenness: pd.Series = bits["sum"] / np.log(bits["size"].where(bits["size"] > 1, np.e))
    return evenness.clip(0, 1).rename("entropy")


def ranges(ranked: pd.DataFrame) -> pd.Series:
    """Per control, the interquartile range of its ranks over the longest possible: 0 at least half alike, 1 from end to end.

    Each team has one vote, split over its repositories; a quartile is the lowest rank that a quarter (three quarters) of the votes do
    not exceed. Only controls with a rank in at least two teams. `ranked`: control, team, rank (0 strict), ranks (number of words).
    """
    rows = ranked[ranked.groupby("control")["team"].transform("nunique") > 1]
    rows = rows.assign(vote=1 / rows.groupby(["control", "team"])["rank"].transform("size")).sort_values(["control", "rank"])
    of_control = rows.groupby("control")
    below = of_control["vote"].cumsum() / of_control["vote"].transform("sum") + 1e-9  # sums of thirds fall short of a whole by rounding
    low, high = (rows[below >= quarter].groupby("control")["rank"].min() for quarter in (0.25, 0.75))
    spread: pd.Series = (high - low) / (of_control["ranks"].first() - 1)
    return spread.rename("range")
