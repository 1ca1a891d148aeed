"""How painful is each workflow, and how many hours a year does it take?

Takes one round as it may be shown (`release/means.py`): published means, in steps, and nothing that is hidden; returns means over the
organisation and draws for what decides about the workflow to start with. Hours are means with the people who spent none, so a few heavy
users are not taken for everybody. How far people differ is rounded up, because draws would show it. People recall hours roughly, a month
may be unusual, and leave is not subtracted: take a year's hours for an order of magnitude. Workflows are drawn independently, although a
person who complains about one complains about others; that makes ranks look less certain than they are.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.survey.release.estimates import members
from assessment.survey.release.means import Published

Floats = NDArray[np.float64]
PERIODS = 13  # of four weeks, in a year
COLUMNS = ["workflow", "pain", "hours", "answers"]


class Workload(NamedTuple):
    """`table`: workflow, pain (mean), hours (a person and month), answers (people behind the weaker of the two); NaN = not asked or
    hidden. `hours` and `pain`: workflow -> draws of the organisation's hours a year, and of its mean pain; none where hidden."""

    table: pd.DataFrame
    hours: dict[str, Floats]
    pain: dict[str, Floats]


def workflows(found: Published, draws: int, rng: np.random.Generator) -> Workload:
    """Pain and hours of every workflow that the questionnaire of a round asks about, in its order."""
    rows: dict[str, dict[str, float]] = {}
    result = Workload(pd.DataFrame(columns=COLUMNS), {}, {})
    for item in found.heard.questionnaire.items.values():
        if item.workflow is None or item.asks not in {"pain", "hours"}:
            continue
        row = rows.setdefault(str(item.workflow), {"pain": np.nan, "hours": np.nan, "answers": np.inf})
        at = found.heard.items.index(item.id)
        mean, people = float(found.value[-1, at]), int(found.told[-1, at])
        if np.isnan(mean):
            continue
        row["answers"] = min(row["answers"], people)
        row[item.asks] = mean if item.asks == "pain" else mean * PERIODS / 12
        drawn = _draws(found, at, draws, rng)
        if item.asks == "pain":
            result.pain[str(item.workflow)] = drawn
        else:
            result.hours[str(item.workflow)] = drawn * PERIODS * max(float(members(found, [at]).sum()), people)
    table = pd.DataFrame([{"workflow": workflow, **row} for workflow, row in rows.items()], columns=COLUMNS)
    return result._replace(table=table.assign(answers=table["answers"].replace(np.inf, 0).astype(int)))


def _draws(found: Published, at: int, draws: int, rng: np.random.Generator) -> Floats:
    """Draws of a mean over all: t around the published one, cut off at the ends of what can be answered.

    The error is that of a sample without replacement (Cochran 1977, ch. 2), and of the steps (Sheppard: width^2 / 12).
    """
    now, people = found.heard, int(found.told[-1, at])
    silent = max(1 - people / now.headcounts.sum(), 0.0)
    step = float(found.width[-1, at] * (now.high - now.low)[at])
    error = np.sqrt(silent * _differ(found, at) ** 2 / people + step**2 / 12)
    drawn = found.value[-1, at] + rng.standard_t(max(people - 1, 1), draws) * error
    return np.asarray(np.clip(drawn, now.low[at], now.high[at]))


def _differ(found: Published, at: int) -> float:
    """Standard deviation between people, rounded up to one digit, and never none."""
    values = found.seen[:, at]
    values = values[~np.isnan(values)]
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    spread = max(spread, float(found.heard.high[at] - found.heard.low[at]) / 20)
    digit = 10.0 ** np.floor(np.log10(spread))
    return float(np.ceil(spread / digit - 1e-9) * digit)
