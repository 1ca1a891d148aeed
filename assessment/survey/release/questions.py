"""What was answered to every item: the items table.

Takes a published round; returns the mean in its steps, how many stand behind it at least, and how many said "not applicable". No shares of
answers: beside a mean they can tell its very sum, and of a team of five that is what the four others say to the fifth. How many said "not
applicable" is shown from k on only, and nowhere is it shown that nobody did. Counts are left out where a few people left or joined since a
round before.
"""

import numpy as np
import pandas as pd

from assessment.privacy.steps import at_least
from assessment.survey.release.heard import is_log
from assessment.survey.release.means import Published

ITEMS = ["questionnaire", "round", "item", "version", "scale", "team", "text", "mean", "step", "ratio", "n", "not_applicable"]
DECIMALS = 2


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
