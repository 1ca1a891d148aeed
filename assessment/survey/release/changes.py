"""Has it changed since the round before? The change table.

Takes two published rounds; returns the difference of every team on every scale, with the least change that would be told from chance.
Rounds are compared where every item of the scale was asked in both in the wording of now. A team's change is hidden where the people who
answered are known to differ by 1 to k - 1; where links were for teams, so that nobody knows, that is taken for granted of a team under
2 k answers. Before and after are the published means, in steps and held back (`privacy/steps.py`), so a change tells nothing they do not.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.privacy.pseudonyms import ANONYMOUS
from assessment.privacy.suppression import differ_by_few
from assessment.survey.psychometrics.change import difference, shared
from assessment.survey.questionnaire.items import Scale
from assessment.survey.release.estimates import estimates
from assessment.survey.release.heard import Ints
from assessment.survey.release.means import Published

CHANGE = ["questionnaire", "scale", "team", "from_round", "to_round", "before", "after", "change", "low", "high", "detectable"]
CHANGE += ["ratio", "verdict", "why"]
MORE, LESS, CLOSE, HIDDEN, WORDED = "more", "less", "too close to tell", "hidden", "worded differently"
FEW = "answers are shown for too few people in one of the rounds"
MOVED = "the people who answered differ by so few that the change could be theirs"
UNKNOWN = "who answered both rounds is not known, and the change could be that of a few who left or joined"
LEAST_PEOPLE = 20
DECIMALS = 2


class Both(NamedTuple):
    """People of each team, last of all, who stand in both rounds (T + 1), and whether that is known."""

    people: Ints
    known: bool


def change(before: Published, after: Published) -> pd.DataFrame:
    """The table (columns: CHANGE), every scale asked in the later round, by team in file order and last team '' for all."""
    now = after.heard
    both = _both(before, after)
    asked = [scale for scale in now.questionnaire.scales if now.given[:, now.columns(scale)].any(axis=0).all()]
    tables = [_of_scale(before, after, scale, both) for scale in asked]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=CHANGE)


def _of_scale(before: Published, after: Published, scale: Scale, both: Both) -> pd.DataFrame:
    now, columns = after.heard, after.heard.columns(scale)
    table = pd.DataFrame({"team": [*now.teams, ""]}).assign(
        questionnaire=now.questionnaire.id, scale=scale.id, from_round=before.heard.round, to_round=now.round, ratio=scale.spacing == "log"
    )
    numbers = ["before", "after", "change", "low", "high", "detectable"]
    if not before.heard.given[:, columns].any(axis=0).all():
        return table.assign(**dict.fromkeys(numbers, np.nan), verdict=WORDED, why="items were added or worded anew")[CHANGE]
    first, second = estimates(before, scale), estimates(after, scale)
    sigma2 = (np.nan_to_num(first.sigma) * np.nan_to_num(second.sigma)) if both.known else 0.0
    common = shared(first.told, second.told, both.people, second.of, sigma2, _correlation(before, after, columns))
    got = difference((first.value, first.spread, first.df), (second.value, second.spread, second.df), common)
    why = _why(before, after, both, np.isnan(got.change))
    said = [first.value, second.value, got.change, got.low, got.high, got.detectable]
    for name, values in zip(numbers, said, strict=True):
        shown = np.where(why == "", values, np.nan)
        table[name] = np.round(np.exp(shown) if scale.spacing == "log" else shown, DECIMALS)
    words = np.select([why != "", got.low > 0, got.high < 0], [HIDDEN, MORE, LESS], CLOSE)
    return table.assign(verdict=words, why=why)[CHANGE]


def _why(before: Published, after: Published, both: Both, missing: np.ndarray) -> np.ndarray:
    """Why a change is not shown, by team and last for all; ''."""
    n1, n2 = (np.append(x.heard.people, x.heard.people.sum()) for x in (before, after))
    k = after.heard.k
    if both.known:
        risky, reason = differ_by_few(both.people, n1, n2, k), MOVED
    else:
        risky, reason = np.minimum(n1, n2) < 2 * k, UNKNOWN
    risky[-1] &= after.own[-1].any()  # over teams, the change of all is made of theirs
    return np.select([missing, risky], [FEW, reason], "")


def _both(before: Published, after: Published) -> Both:
    """Who stands in both rounds, by team of the later one; unknown where not a single pseudonym is found again."""
    first, second = before.heard, after.heard
    at = first.respondents.get_indexer(second.respondents)
    named = ~np.asarray(second.respondents.astype(str).str.startswith(ANONYMOUS), bool)
    there = (at >= 0) & named
    same = there & (first.team[at] == second.team) if len(first.team) else there
    people = np.bincount(second.team[same], minlength=len(second.teams))
    return Both(np.append(people, people.sum()), bool(there.any()))


def _correlation(before: Published, after: Published, columns: list[int]) -> float:
    """How the answers of those in both rounds correlate within teams, to a tenth; 0 below LEAST_PEOPLE."""
    first, second = before.heard, after.heard
    at = first.respondents.get_indexer(second.respondents)
    there = at >= 0
    x, y = before.seen[at[there]][:, columns], after.seen[there][:, columns]
    some = ~np.isnan(x).all(axis=1) & ~np.isnan(y).all(axis=1) if len(x) else np.zeros(0, bool)
    if some.sum() < LEAST_PEOPLE:
        return 0.0
    pair = pd.DataFrame({"x": np.nanmean(x[some], axis=1), "y": np.nanmean(y[some], axis=1)})
    r = (pair - pair.groupby(second.team[there][some]).transform("mean")).corr().to_numpy(float)[0, 1]
    return float(np.clip(np.round(r, 1), 0, 0.9)) if np.isfinite(r) else 0.0
