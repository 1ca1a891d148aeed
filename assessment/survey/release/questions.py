"""What was answered to every item: the items table.

Takes a published round; returns the mean in its steps, how many stand behind it at least, in which thirds of the range the answers
lie, and how many said "not applicable". Shares are in thirds, so that "all of them" is never said, and of all teams together only, from
twenty answers and five labels on: beside a mean they can tell its very sum, and of a team of five that is what the four others say to the
fifth. How many said "not applicable" is shown from k on only, and nowhere is it shown that nobody did. Shares and counts are left out
where a few people left or joined since a round before.
"""

import numpy as np
import pandas as pd

from assessment.privacy.steps import at_least
from assessment.survey.release.heard import Floats, Heard, is_log
from assessment.survey.release.means import Published

ITEMS = ["questionnaire", "round", "item", "version", "scale", "team", "text", "mean", "step", "ratio", "n", "not_applicable"]
ITEMS += ["low", "mid", "high"]
THIRDS = np.array(["under 1/3", "1/3-2/3", "over 2/3"])
DECIMALS = 2
LEAST_PEOPLE = 20  # who answered an item, for shares of them
LEAST_LABELS = 5  # of four or three, a third is one label: shares are sums


def items(found: Published) -> pd.DataFrame:
    """The table (columns: ITEMS), every item that anybody answered, by team in file order and last team '' for all."""
    now, q = found.heard, found.heard.questionnaire
    asked = np.flatnonzero(now.said.sum(axis=0) > 0)
    count, teams = len(asked), [*now.teams, ""]
    ids = [now.items[at] for at in asked]
    log = np.array([is_log(q, item) for item in ids], bool)
    value, step = found.value[:, asked].T, (found.width * (now.high - now.low))[:, asked].T
    mean = np.where(log[:, None], np.exp(value), value)
    step = np.where(log[:, None], np.exp(step), step)
    hidden = np.isnan(value)
    each = len(teams)
    scales = [scale.id if (scale := q.scale_of(item)) else "" for item in ids]
    table = pd.DataFrame({
        "questionnaire": q.id,
        "round": now.round,
        "item": np.repeat(ids, each),
        "version": np.repeat([q.items[item].version for item in ids], each),
        "scale": np.repeat(scales, each),
        "team": np.tile(teams, count),
        "text": np.repeat([q.wordings[item] for item in ids], each),
        "mean": np.round(mean, DECIMALS).ravel(),
        "step": np.where(hidden, np.nan, np.round(step, DECIMALS)).ravel(),
        "ratio": np.repeat(log, each),
        "n": pd.array(at_least(found.told[:, asked].T).ravel(), dtype="Int64"),
        "not_applicable": pd.array(_beside(found)[:, asked].T.ravel(), dtype="Int64"),
    })  # fmt: skip
    for name, words in zip(("low", "mid", "high"), _thirds(found), strict=True):
        table[name] = np.where(hidden, "", words[:, asked].T).ravel()
    table["n"] = table["n"].where(~hidden.ravel())
    table["not_applicable"] = table["not_applicable"].where(~hidden.ravel() & (table["not_applicable"] > 0).to_numpy(bool))
    return table[ITEMS].astype({"version": "int64"} if count else {})


def _beside(found: Published) -> np.ndarray:
    """Answers that are no number, by team and over all, where there are k or more of them (else 0), and of those over all only where
    subtracting what is shown of teams leaves k or more, or nothing hidden."""
    now = found.heard
    beside = now.said - now.answered
    behind = np.where(found.pattern.items, beside, 0)
    told = np.where(behind >= now.k, behind, 0)
    total = np.where(found.own[-1], beside.sum(axis=0), behind.sum(axis=0))
    rest = total - told.sum(axis=0)
    covered = ~found.own[-1] & (told > 0).sum(axis=0).__eq__(found.pattern.items.sum(axis=0))
    both = np.vstack([told, np.where((total >= now.k) & ((rest >= now.k) | covered), total, 0)])
    return np.where(found.few | found.few[-1], 0, both)


def _thirds(found: Published) -> list[np.ndarray]:
    """In which third of all answers lies the share of the low, the middle and the high third of the range (T + 1 x I, words): of all teams
    together, '' for one team, where too few answered, and where a few of them came or left."""
    now = found.heard
    everybody = _of_all(now.answered, found)
    told = (everybody >= LEAST_PEOPLE) & ~found.few[-1] & _fine(now)
    with np.errstate(invalid="ignore"):
        place = np.clip(np.floor((now.values - now.low) / (now.high - now.low) * 3 - 1e-9), 0, 2)
    words = [np.full((len(now.teams) + 1, len(now.items)), "", object) for _ in range(3)]
    for part in range(3):
        share = _of_all(now.by_team(place == part), found) / np.maximum(everybody, 1)
        words[part][-1] = np.where(told, THIRDS[np.clip((3 * share + 1e-9).astype(int), 0, 2)], "")
    return words


def _fine(now: Heard) -> np.ndarray:
    """Items whose answers are numbers, or labels of which a third is more than one (I)."""
    forms = [now.questionnaire.range_of(item) for item in now.items]
    return np.array([len(getattr(form, "labels", ())) >= LEAST_LABELS or not hasattr(form, "labels") for form in forms], bool)


def _of_all(counts: np.ndarray, found: Published) -> Floats:
    """Counts by team (T x I) over those whom the row of all teams stands for (I)."""
    return np.asarray(np.where(found.own[-1], counts, np.where(found.pattern.items, counts, 0)).sum(axis=0), np.float64)
