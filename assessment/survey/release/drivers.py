"""What does each team say on each scale, how sure is it, and what can it carry? The drivers table.

Takes a published round; returns the predicted means with their intervals, the bounds of the silent, agreement beside its chance rate, and
a word for what the number can carry. Agreement of people is shown for scales of three items or more only, to one decimal and never above
0.9 (a distance never below a tenth of the range): with fewer items it would say what each of them answered. It is not shown of fewer
than five answers to an item, nor of k: beside the means it can come to one possible set of answers, and whoever gave one of them would know
the others. Nor where a few people left or joined since a round before.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t

from assessment.privacy.steps import band
from assessment.survey.psychometrics import chance, nonresponse, support
from assessment.survey.psychometrics.agreement import agreement
from assessment.survey.psychometrics.intraclass import intraclass, squares
from assessment.survey.questionnaire.formats import Labels
from assessment.survey.questionnaire.items import Scale
from assessment.survey.release.estimates import Estimates, estimates
from assessment.survey.release.heard import Floats
from assessment.survey.release.means import Published

DRIVERS = ["questionnaire", "round", "scale", "title", "team", "value", "low", "high", "n_band", "of", "rwg", "ad", "chance"]
DRIVERS += ["worst_low", "worst_high", "carries", "higher", "least", "most", "ratio"]
LEAST_ITEMS = 3
MOST_RWG, LEAST_AD, GRAIN_AD = 0.9, 0.1, 0.025
DECIMALS = 2
USUAL = 0.6  # correlation between items of a scale, where there are too few people to tell
LEAST_PEOPLE = 20
LARGE = 30  # from here on chance gives no agreement


class Agreement(NamedTuple):
    """By team, last for everybody: agreement and distance as they may be shown, and the chance rate; NaN where not shown."""

    rwg: Floats
    ad: Floats
    chance: Floats


def drivers(found: Published) -> pd.DataFrame:
    """The table (columns: DRIVERS), every scale that anybody answered, by team in file order and last team '' for all."""
    now = found.heard
    tables = [_of_scale(found, scale) for scale in now.questionnaire.scales if now.given[:, now.columns(scale)].any(axis=0).all()]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=DRIVERS)


def _of_scale(found: Published, scale: Scale) -> pd.DataFrame:
    now, made = found.heard, estimates(found, scale)
    log, teams = scale.spacing == "log", [*now.teams, ""]
    shown = ~np.isnan(made.value)
    half = float(t.ppf(0.975, max(made.df, 1))) * made.spread
    worst = nonresponse.bounds(made.value, made.told, made.of, made.low, made.high)
    ends = [made.value, np.maximum(made.value - half, made.low), np.minimum(made.value + half, made.high), *worst]
    value, low, high, worst_low, worst_high = (np.round(np.exp(x) if log else x, DECIMALS) for x in ends)
    agreed = _agreement(found, scale, made)
    form = now.questionnaire.range_of(next(iter(scale.keys)))
    count = len(form.labels) if isinstance(form, Labels) else 5
    width = (made.high - made.low) / (count - 1)
    rows = pd.DataFrame({"shown": shown, "n": made.told, "of": made.of, "rwg": agreed.rwg, "ad": agreed.ad})
    words = support.carries(rows, _differ(found, scale), count, width)
    return pd.DataFrame({
        "questionnaire": now.questionnaire.id,
        "round": now.round,
        "scale": scale.id,
        "title": scale.title,
        "team": teams,
        "value": value,
        "low": low,
        "high": high,
        "n_band": [band(n) if so else "" for n, so in zip(made.told, shown, strict=True)],
        "of": [*now.headcounts.tolist(), now.headcounts.sum()],
        "rwg": agreed.rwg,
        "ad": agreed.ad,
        "chance": agreed.chance,
        "worst_low": worst_low,
        "worst_high": worst_high,
        "carries": [*words[:-1], _whole(words[-1])],
        "higher": scale.higher,
        "least": form.low,
        "most": form.high,
        "ratio": log,
    })[DRIVERS].astype({"of": "int64"})  # fmt: skip


def _whole(word: str) -> str:
    """For everybody, a mean of the organisation is what there is to carry."""
    return support.ORGANISATION if word in {support.TEAM, support.SPLIT} else word


def _differ(found: Published, scale: Scale) -> bool:
    """Whether teams differ on a scale at all: the lower end of ICC(1)'s interval is above 0, over the people of teams shown."""
    now, columns = found.heard, found.heard.columns(scale)
    with np.errstate(invalid="ignore"):
        enough = (~np.isnan(now.values[:, columns])).sum(axis=1) >= scale.minimum
    people = enough & found.pattern.scales[scale.id].shown.to_numpy(bool)[now.team] & ~np.isnan(found.seen[:, columns]).all(axis=1)
    own = pd.Series(np.nanmean(found.seen[people][:, columns], axis=1))
    low = intraclass(squares(own, pd.Series(now.team[people]))).icc1_low
    return bool(low > 0)


def _agreement(found: Published, scale: Scale, made: Estimates) -> Agreement:
    now, columns = found.heard, found.heard.columns(scale)
    nothing = np.full(len(now.teams) + 1, np.nan)
    form = now.questionnaire.range_of(next(iter(scale.keys)))
    if len(columns) < LEAST_ITEMS or not isinstance(form, Labels) or scale.spacing == "log":
        return Agreement(nothing, nothing, nothing)
    shown = found.pattern.scales[scale.id].shown.to_numpy(bool) & ~found.few[:-1, columns].any(axis=1)
    shown &= (now.answered[:, columns] >= max(support.LEAST_PEOPLE, now.k + 1)).all(axis=1)
    people = shown[now.team]
    count, reach = len(form.labels), made.high - made.low
    scored = (found.seen[people][:, columns] - made.low) / reach * (count - 1)
    table = agreement(pd.DataFrame(scored), pd.Series(now.team[people]), count).set_index("team").reindex(range(len(now.teams)))
    rwg = np.append(np.minimum(np.round(table["rwg"].to_numpy(float), 1), MOST_RWG), np.nan)
    share = table["ad"].to_numpy(float) / (count - 1)
    ad = np.append(np.maximum(np.round(share / GRAIN_AD) * GRAIN_AD, LEAST_AD) * reach, np.nan)
    together = _correlation(scored)
    rates = {n: chance.rwg_correlated(n, len(columns), count, together) if n < LARGE else 0.0 for n in set(made.told[:-1][shown].tolist())}
    return Agreement(rwg, np.round(ad, 3), np.append([rates[n] if so else np.nan for n, so in zip(made.told, shown, strict=False)], np.nan))


def _correlation(scored: Floats) -> float:
    """Mean correlation between items, to a tenth; the usual one below LEAST_PEOPLE people who answered all."""
    complete = scored[~np.isnan(scored).any(axis=1)]
    if len(complete) < LEAST_PEOPLE or (complete.std(axis=0) == 0).any():
        return USUAL
    r = np.atleast_2d(np.corrcoef(complete, rowvar=False))
    return float(np.clip(round((r.sum() - len(r)) / (len(r) * (len(r) - 1)), 1), 0.0, 0.9))
