"""What does a team's scale come to, and how sure is it? Made of the published means alone, but for one variance.

Takes a published round and a scale; returns for every team, and last for everybody, the predicted mean of all members with its standard
error. A team's mean is that of its published items; where one of them is hidden, the others stand in, moved by how much the items differ
over all. The variance between people is pooled over the people of teams shown and rounded up to a twentieth of the range, so that it does
not say that everybody agreed; half a step of rounding is part of every error, and a whole step where rounds before may have held a mean.
Sources: `psychometrics/predictor.py`; the variance of rounding to steps of width w is w^2 / 12 (Sheppard).
"""

from typing import NamedTuple

import numpy as np

from assessment.privacy.steps import told
from assessment.survey.psychometrics.predictor import components, predict, stratified
from assessment.survey.questionnaire.items import Scale
from assessment.survey.release.heard import Floats, Ints
from assessment.survey.release.means import Published

LEAST_SPREAD = 0.1  # of the range: people are never said to differ less
GRAIN = 0.05


class Estimates(NamedTuple):
    """By team and last for everybody (T + 1): predicted mean, standard error (NaN where hidden), people told and members; on the
    scale's spacing. `df` are the degrees of freedom of all errors, `sigma` the standard deviation between people, `low` and `high` the
    ends of what can be answered."""

    value: Floats
    spread: Floats
    told: Ints
    of: Floats
    df: float
    sigma: float
    low: float
    high: float


def estimates(found: Published, scale: Scale) -> Estimates:
    """The estimates of one scale; everything NaN where nothing may be shown."""
    now, columns = found.heard, found.heard.columns(scale)
    release = found.pattern.scales[scale.id]
    teams, total = release.shown.to_numpy(bool), release.total_shown
    low, high = float(now.low[columns[0]]), float(now.high[columns[0]])
    enough = (~np.isnan(now.values[:, columns])).sum(axis=1) >= scale.minimum
    answered = now.by_team(enough)
    stands = told(np.append(answered, answered.sum()), np.append(now.people, now.people.sum()), now.k)
    nothing = np.full(len(stands), np.nan)
    of = np.append(members(found, columns), now.headcounts.sum())
    result = Estimates(nothing, nothing.copy(), stands, np.maximum(of, stands), 0.0, np.nan, low, high)
    if not total:
        return result
    mean, rounded = _means(found, columns)
    sigma = _sigma(found, columns, enough, teams) * (high - low)
    if not teams.any():  # over everybody only
        spread = np.sqrt(max(1 - stands[-1] / result.of[-1], 0) * sigma**2 / stands[-1] + rounded[-1])
        return result._replace(value=_last(nothing, mean[-1]), spread=_last(nothing, spread), df=float(stands[-1] - 1), sigma=sigma)
    n = np.where(teams, stands[:-1], 0).astype(float)
    m = components(n[teams], mean[:-1][teams], sigma**2)
    value, spread = predict(n, mean[:-1], result.of[:-1], m)
    whole = stratified(n, np.where(teams, mean[:-1], 0.0), np.maximum(now.headcounts, n), m)
    weight = np.where(teams, now.headcounts, 0) / now.headcounts[teams].sum()
    apart = np.sqrt(whole.spread**2 + (weight**2 * np.nan_to_num(rounded[:-1])).sum())
    hidden = ~teams
    value[hidden] = np.nan
    spread = np.where(hidden, np.nan, np.sqrt(spread**2 + rounded[:-1]))
    return result._replace(value=np.append(value, whole.value), spread=np.append(spread, apart), df=float(m.df), sigma=sigma)


def members(found: Published, columns: list[int]) -> Floats:
    """Members each team's scale stands for: all, less those who said it does not concern them where k or more did."""
    now = found.heard
    given = now.given[:, columns]
    no = now.by_team(given.any(axis=1) & (given == now.beside[:, columns]).all(axis=1))
    return np.asarray(np.maximum(now.headcounts - np.where(no >= now.k, no, 0), 0.0))


def _means(found: Published, columns: list[int]) -> tuple[Floats, Floats]:
    """Mean of the published items of each row, and the variance that its steps hide."""
    value = found.value[:, columns]
    there = ~np.isnan(value)
    level = value[-1] - np.nanmean(value[-1]) if there[-1].any() else np.zeros(len(columns))
    level = np.nan_to_num(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        count = there.sum(axis=1)
        mean = np.where(there, value - level, 0.0).sum(axis=1) / count
        step = found.width[:, columns] * (found.heard.high - found.heard.low)[columns]
        rounded = np.where(there, step**2 / (3 if found.later else 12), 0.0).sum(axis=1) / count**2
    return np.asarray(mean), np.asarray(rounded)


def _sigma(found: Published, columns: list[int], enough: np.ndarray, teams: np.ndarray) -> float:
    """Standard deviation between people of a team, as a share of the range: at least LEAST_SPREAD, rounded up to GRAIN."""
    now = found.heard
    answered = ~np.isnan(found.seen[:, columns]).all(axis=1)
    counted = enough & answered & (teams[now.team] if teams.any() else True)
    x = found.seen[counted][:, columns]
    if len(x) < 2:
        return 1.0
    own, team = np.nanmean(x, axis=1), now.team[counted] if teams.any() else np.zeros(len(x), np.int64)
    n = np.bincount(team)
    sums = np.bincount(team, own)
    within = (own**2).sum() - (sums[n > 0] ** 2 / n[n > 0]).sum()
    df = max(len(own) - (n > 0).sum(), 1)
    share = np.sqrt(max(within, 0) / df) / (now.high - now.low)[columns[0]]
    return float(max(np.ceil(share / GRAIN - 1e-9) * GRAIN, LEAST_SPREAD))


def _last(values: Floats, value: float) -> Floats:
    filled = values.copy()
    filled[-1] = value
    return filled
