"""Do the scales measure what they should, and do teams differ on them? The reliability table.

Takes a published round; returns alpha, omega and ICC of every scale over the people whose teams are shown (of everybody, where no team
is), from twenty people on; below, nothing: intervals would be as wide as what they can be. How many answered carelessly is counted over
the whole questionnaire and shown from k on, with the organisation's mean with and without them; they stay in every other number.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.privacy.steps import at_least, coarse, fraction
from assessment.survey.psychometrics import careless
from assessment.survey.psychometrics.intraclass import intraclass, squares
from assessment.survey.psychometrics.reliability import alpha, alpha_interval, omega
from assessment.survey.questionnaire.items import Scale
from assessment.survey.release.heard import Floats
from assessment.survey.release.means import Published

RELIABILITY = ["questionnaire", "round", "scale", "items", "people", "alpha", "alpha_low", "alpha_high", "omega"]
RELIABILITY += ["icc1", "icc1_low", "icc1_high", "icc2", "flagged", "value", "without"]
LEAST_PEOPLE = 20
DECIMALS = 2


def reliability(found: Published) -> pd.DataFrame:
    """The table (columns: RELIABILITY), one row for every scale that anybody answered."""
    now = found.heard
    flagged = flags(found)
    rows = [_of_scale(found, scale, flagged) for scale in now.questionnaire.scales if now.given[:, now.columns(scale)].any(axis=0).all()]
    table = pd.DataFrame(rows, columns=[c for c in RELIABILITY if c not in {"questionnaire", "round"}])
    table = table.assign(questionnaire=now.questionnaire.id, round=now.round)[RELIABILITY]
    return table.astype({"people": "Int64", "flagged": "Int64"})


def flags(found: Published) -> NDArray[np.bool_]:
    """Who of the teams shown (of everybody, where none is) seems to have answered without reading (P)."""
    now, q = found.heard, found.heard.questionnaire
    mixed, enough = [], []
    for scale in q.scales:
        columns = now.columns(scale)
        if len(columns) < careless.LEAST_ITEMS or len(set(scale.keys.values())) < 2:
            continue
        form = q.range_of(next(iter(scale.keys)))
        answers = pd.DataFrame(now.raw[:, columns])
        mixed.append(careless.flat(answers, (form.low + form.high) / 2))
        enough.append((answers.notna().sum(axis=1) >= careless.LEAST_ITEMS).to_numpy(bool))
    asked = now.given.any(axis=0)
    missing = 1 - now.given[:, asked].mean(axis=1) if asked.any() else np.zeros(len(now.team))
    everyone = [column for column in np.flatnonzero(asked) if now.given[:, column].mean() > careless.MISSING]
    missing = 1 - now.given[:, everyone].mean(axis=1) if everyone else missing  # what most were not asked counts for nobody
    teams = found.pattern.response.shown.to_numpy(bool)
    seen = teams[now.team] if teams.any() else np.ones(len(now.team), bool)
    return np.asarray(careless.flagged(mixed, enough, pd.Series(missing)).to_numpy(bool) & seen, np.bool_)


def _of_scale(found: Published, scale: Scale, flagged: NDArray[np.bool_]) -> dict[str, object]:
    now, columns = found.heard, found.heard.columns(scale)
    release = found.pattern.scales[scale.id]
    teams = release.shown.to_numpy(bool)
    enough = (~np.isnan(now.values[:, columns])).sum(axis=1) >= scale.minimum
    counted = enough & (teams[now.team] if teams.any() else True) & ~np.isnan(found.seen[:, columns]).all(axis=1)
    x, n = found.seen[counted][:, columns], int(counted.sum())
    row: dict[str, object] = {"scale": scale.id, "items": len(columns), "people": pd.NA, "flagged": pd.NA}
    if not release.total_shown or n < LEAST_PEOPLE:
        return row
    own, items = np.nanmean(x, axis=1), pd.DataFrame(x)
    a, complete = alpha(items), len(items.dropna())
    within = intraclass(squares(pd.Series(own), pd.Series(now.team[counted]))) if teams.any() else intraclass(None)
    interval = alpha_interval(a, complete, len(columns))
    numbers = {"alpha": a, "alpha_low": interval.low, "alpha_high": interval.high, "omega": omega(items)}
    numbers |= {"icc1": within.icc1, "icc1_low": within.icc1_low, "icc1_high": within.icc1_high, "icc2": within.icc2}
    row |= {"people": int(at_least(n))} | {name: round(float(number), DECIMALS) for name, number in numbers.items()}
    return row | _without(found, own, flagged[counted], flagged, columns)


def _without(found: Published, own: Floats, here: NDArray[np.bool_], flagged: NDArray[np.bool_], columns: list[int]) -> dict[str, object]:
    """People flagged, and the mean with and without them; nothing where they, those among these, or the rest are fewer than k."""
    now = found.heard
    few = [int(some.sum()) for some in (flagged, here, ~here)]
    if min(few) < now.k or found.few[-1].any():
        return {}
    low, high = now.low[columns[0]], now.high[columns[0]]
    means = [float(coarse(some.mean(), fraction(len(some)), low, high)) for some in (own, own[~here])]
    log = found.heard.questionnaire.scale_of(now.items[columns[0]])
    value, without = np.round(np.exp(means) if log is not None and log.spacing == "log" else means, DECIMALS)
    return {"flagged": int(flagged.sum()), "value": float(value), "without": float(without)}
