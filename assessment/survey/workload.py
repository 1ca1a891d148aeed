"""How painful is each workflow, and how many hours a year does it take?

Takes the answers to the items that ask for pain and hours by workflow (columns: `answers.COLUMNS`), the questionnaire and the
organisation; returns means over the organisation and draws for what decides about the workflow to start with. Hours are means with
the people who spent none, weighted by headcount, so a few heavy users are not taken for everybody. People recall hours roughly, a
month may be unusual, and leave is not subtracted: take a year's hours for an order of magnitude. Workflows are drawn independently,
although a person who complains about one complains about others; that makes ranks look less certain than they are.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.model import Organisation
from assessment.survey.psychometrics.predictor import Estimate, organisation_mean
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.items import Item
from assessment.survey.questionnaire.readings import ANSWERED, NOT_APPLICABLE
from assessment.survey.release import Patterns, patterns
from assessment.survey.rounds import current

Floats = NDArray[np.float64]
PERIODS = 13  # of four weeks, in a year
COLUMNS = ["workflow", "pain", "hours", "answers"]


class Workload(NamedTuple):
    """`table`: workflow, pain (mean), hours (a person and month), answers (people behind the weaker of the two); NaN = not asked or
    hidden. `hours` and `pain`: workflow -> draws of the organisation's hours a year, and of its mean pain; none where hidden."""

    table: pd.DataFrame
    hours: dict[str, Floats]
    pain: dict[str, Floats]


def workflows(
    answers: pd.DataFrame,
    questionnaire: Questionnaire,
    organisation: Organisation,
    draws: int,
    rng: np.random.Generator,
    found: Patterns | None = None,
) -> Workload:
    """Pain and hours of every workflow that the questionnaire asks about, in its order.

    A mean over fewer people than may be shown is left out altogether, because draws would show it.
    """
    kept = current(answers, questionnaire, organisation).answers
    releases = (found or patterns(kept, questionnaire, organisation)).items
    headcounts = {team.name: team.headcount for team in organisation.teams}
    rows: dict[str, dict[str, float]] = {}
    result = Workload(pd.DataFrame(columns=COLUMNS), {}, {})
    for item in questionnaire.items.values():
        if item.workflow is None or item.asks not in {"pain", "hours"}:
            continue
        row = rows.setdefault(str(item.workflow), {"pain": np.nan, "hours": np.nan, "answers": np.inf})
        mine = kept[kept["item"] == item.id]
        estimate = organisation_mean(mine[mine["state"] == ANSWERED], headcounts)
        if not releases[item.id].total_shown or not estimate.n or np.isnan(estimate.spread):
            continue
        row["answers"] = min(row["answers"], estimate.n)
        row[item.asks] = estimate.value if item.asks == "pain" else estimate.value * PERIODS / 12
        drawn = _draws(estimate, item, questionnaire, draws, rng)
        if item.asks == "pain":
            result.pain[str(item.workflow)] = drawn
        else:
            result.hours[str(item.workflow)] = drawn * PERIODS * _concerned(mine, headcounts)
    table = pd.DataFrame([{"workflow": workflow, **row} for workflow, row in rows.items()], columns=COLUMNS)
    return result._replace(table=table.assign(answers=table["answers"].replace(np.inf, 0).astype(int)))


def _draws(estimate: Estimate, item: Item, questionnaire: Questionnaire, draws: int, rng: np.random.Generator) -> Floats:
    """Draws of a mean: t around the estimate, cut off at the ends of what can be answered."""
    form = questionnaire.range_of(item.id)
    error = rng.standard_t(estimate.df, draws) * estimate.spread if estimate.spread > 0 else np.zeros(draws)
    return np.clip(estimate.value + error, form.low, form.high)


def _concerned(answers: pd.DataFrame, headcounts: dict[str, int]) -> float:
    """Members whom a workflow concerns: all, less the share of each team that said it does not apply to them."""
    no = (answers["state"] == NOT_APPLICABLE).groupby(answers["team"]).mean()
    return sum(headcount * (1 - float(no.get(team, 0.0))) for team, headcount in headcounts.items())
