"""What would a team's mean be, had everybody in it answered? And the organisation's?

Takes one value a person and the headcount of every team. People who answered count as they are; for those who did not, the
team's mean is drawn towards the mean of all teams, the more so the fewer answered and the less teams differ (empirical Bayes on
the unobserved part only, the predictor of a finite-population mean). With everybody in, the result is the plain mean and has no
sampling error. Variances are pooled over teams, because a team of five cannot estimate its own.

It takes silence to be unrelated to the answer. Where the unhappy keep quiet the value is off and the interval does not say so;
response rates stand beside every value for that reason.
Sources: analysis of variance moments for unequal groups (Searle, Casella and McCulloch 1992, §3.6); prediction of small-area means
and its error (Rao and Molina 2015, ch. 7, terms g1 and g2); stratified means (Cochran 1977, ch. 5).
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Moments(NamedTuple):
    """Variance within teams (`sigma2`, on `df` degrees of freedom) and between them (`tau2`), the mean of teams and its variance."""

    sigma2: float
    tau2: float
    df: float
    mu: float
    mu_variance: float


class Estimate(NamedTuple):
    """One mean: its standard error and degrees of freedom, the people behind it and those it stands for."""

    value: float
    spread: float
    df: float
    n: int
    of: int


def moments(values: pd.DataFrame, *, least_variance: float = 0.0) -> Moments:
    """Variance components of values (columns: team, value) by the analysis of variance; tau2 is 0 where teams differ less than people.

    `least_variance` is a floor for sigma2: the rounding of an answer to a label hides that much even where all gave the same one.
    With one person a team nothing can be told apart, and all variance counts as between people. NaN for a single person.
    """
    teams = values.groupby("team", sort=False)["value"].agg(["size", "mean"])
    n, mean = teams["size"].to_numpy(float), teams["mean"].to_numpy(float)
    total, k = n.sum(), len(n)
    around = float((n * (mean - (n * mean).sum() / total) ** 2).sum())
    everything = float(((values["value"] - values["value"].mean()) ** 2).sum())
    if total > k:
        return components(n, mean, max(everything - around, 0.0) / (total - k), least_variance)
    return _common(n, mean, max(everything / (total - 1) if total > 1 else np.nan, least_variance), 0.0, total - 1)


def components(n: Floats, mean: Floats, within: float, least_variance: float = 0.0) -> Moments:
    """The same from the number of people and the mean of each team, and the variance within teams."""
    total, k = n.sum(), len(n)
    around = float((n * (mean - (n * mean).sum() / total) ** 2).sum())
    n0 = (total - (n**2).sum() / total) / (k - 1) if k > 1 else np.nan
    tau2 = max((around / (k - 1) - within) / n0, 0.0) if k > 1 else 0.0
    return _common(n, mean, max(within, least_variance), tau2, total - k)


def _common(n: Floats, mean: Floats, sigma2: float, tau2: float, df: float) -> Moments:
    """With the mean of teams, each weighted by how well it is known."""
    variance = tau2 + sigma2 / n
    weight = 1 / variance if (variance > 0).all() else n  # without any variance all teams have the same mean
    mu_variance = 1 / weight.sum() if (variance > 0).all() else 0.0
    return Moments(float(sigma2), float(tau2), float(df), float((weight * mean).sum() / weight.sum()), float(mu_variance))


def team_means(values: pd.DataFrame, headcounts: Mapping[str, int], *, least_variance: float = 0.0) -> pd.DataFrame:
    """Predicted mean of every team (columns: team, n, headcount, mean, spread, df), in the order of `headcounts`.

    `values` has one row a person (columns: respondent, team, value). `spread` is the standard error for a t distribution with `df`
    degrees of freedom. A team without answers has n = 0 and NaN; `spread` is NaN where a single person cannot show any.
    """
    n, mean, members = _strata(values, headcounts)
    frame = pd.DataFrame({"team": list(headcounts), "n": n.astype(int), "headcount": members.astype(int)})
    if not n.any():
        return frame.assign(mean=np.nan, spread=np.nan, df=0.0)
    m = moments(values, least_variance=least_variance)
    predicted, spread = predict(n, mean, members, m)
    return frame.assign(mean=predicted, spread=spread, df=m.df)


def predict(n: Floats, mean: Floats, members: Floats, m: Moments) -> tuple[Floats, Floats]:
    """Predicted mean of all members of each team, and its standard error; NaN for a team without answers."""
    with np.errstate(divide="ignore", invalid="ignore"):  # teams without answers, or without members it applies to
        pull = np.where(m.tau2 > 0, m.tau2 / (m.tau2 + m.sigma2 / n), 0.0)
        unseen = 1 - n / members
    predicted = mean + unseen * (1 - pull) * (m.mu - mean)
    variance = unseen**2 * (m.tau2 * (1 - pull) + (1 - pull) ** 2 * m.mu_variance) + unseen * m.sigma2 / members
    variance = np.where(unseen == 0, 0.0, variance)  # nobody left to predict, whatever the variances
    return predicted, np.where(n > 0, np.sqrt(variance), np.nan)


def organisation_mean(values: pd.DataFrame, headcounts: Mapping[str, int], *, least_variance: float = 0.0) -> Estimate:
    """Mean over all members: the teams are strata, weighted by headcount. NaN without answers.

    Teams without answers are taken to be like the others, at the price of a wider interval. The weights depend on headcounts alone,
    never on the answers, so that totals of different items cannot be played off against each other to work out a hidden team.
    """
    n, mean, members = _strata(values, headcounts)
    if not n.any():
        return Estimate(np.nan, np.nan, 0.0, 0, int(members.sum()))
    return stratified(n, mean, members, moments(values, least_variance=least_variance))


def stratified(n: Floats, mean: Floats, members: Floats, m: Moments) -> Estimate:
    """The same from the number of answers, their mean and the members of every team."""
    people, everybody = int(n.sum()), int(members.sum())
    spoke = n > 0
    weight = members[spoke] / members[spoke].sum()
    variance = float((weight**2 * (1 - n[spoke] / members[spoke]) * m.sigma2 / n[spoke]).sum()) if people < members[spoke].sum() else 0.0
    silent = members[~spoke]
    if silent.any():
        apart = m.tau2 * ((weight**2).sum() + ((silent / silent.sum()) ** 2).sum()) + m.sigma2 / silent.sum()
        variance += (silent.sum() / everybody) ** 2 * apart
    return Estimate(float((weight * mean[spoke]).sum()), float(np.sqrt(variance)), m.df, people, everybody)


def _strata(values: pd.DataFrame, headcounts: Mapping[str, int]) -> tuple[Floats, Floats, Floats]:
    """Number of answers, their mean (NaN without) and members of every team; a headcount below the answers is taken to be too low."""
    teams = values.groupby("team", sort=False)["value"].agg(["size", "mean"]).reindex(list(headcounts))
    n = teams["size"].fillna(0).to_numpy(float)
    return n, teams["mean"].to_numpy(float), np.maximum(n, np.fromiter(headcounts.values(), float, len(headcounts)))
