"""One questionnaire in one round, as arrays: who of which team answered what.

Takes the answers (columns: `answers.COLUMNS`), the questionnaire and the organisation; returns `Heard`, from which every released
table is made. This is where rows are dropped (`rounds.current`) and reversed items turned round. Values of a log scale are natural logs.
Nothing in here is released.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.items import Scale
from assessment.survey.questionnaire.readings import ANSWERED, NOT_APPLICABLE
from assessment.survey.rounds import current, last_round

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Heard(NamedTuple):
    """P people of T teams, I items with numbers behind. `values` (P x I) are reversed and on the item's scale, `raw` as given; NaN: none.

    `given` (P x I): any answer; `beside`: one that says "not applicable". `answered` and `said` (T x I) count answers with a number, and
    answers at all. `low`, `high` (I) are the ends of what can be answered.
    """

    questionnaire: Questionnaire
    round: str
    teams: tuple[str, ...]
    headcounts: Floats
    k: int
    items: tuple[str, ...]
    respondents: pd.Index
    team: Ints
    values: Floats
    raw: Floats
    given: Flags
    beside: Flags
    answered: Ints
    said: Ints
    low: Floats
    high: Floats

    @property
    def people(self) -> Ints:
        """People who gave any answer, by team."""
        return np.bincount(self.team, minlength=len(self.teams)).astype(np.int64)

    def columns(self, scale: Scale) -> list[int]:
        """Where the items of a scale stand."""
        return [self.items.index(item) for item in scale.keys]

    def by_team(self, flags: Flags) -> Ints:
        """How many people a team, of those flagged; of P x I flags for every item."""
        counts = np.zeros((len(self.teams), *flags.shape[1:]), np.int64)
        np.add.at(counts, self.team, flags)
        return counts


def rounds_of(answers: pd.DataFrame, questionnaire: Questionnaire) -> list[str]:
    """Names of the rounds that asked a questionnaire, in order."""
    return sorted(answers.loc[answers["questionnaire"] == questionnaire.id, "round"].unique())


def heard(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Heard:
    """The last of the rounds in `answers` that asked the questionnaire."""
    mine = answers[answers["questionnaire"] == questionnaire.id]
    everybody = last_round(mine, organisation).answers
    kept = current(mine, questionnaire, organisation).answers
    items = tuple(questionnaire.measured)
    kept = kept[kept["item"].isin(items)]
    respondents = everybody.drop_duplicates("respondent").set_index("respondent")["team"]
    team = pd.Index(organisation.team_names).get_indexer(pd.Index(respondents))
    at = respondents.index.get_indexer(pd.Index(kept["respondent"])), pd.Index(items).get_indexer(pd.Index(kept["item"]))
    values = np.full((len(respondents), len(items)), np.nan)
    given = np.zeros(values.shape, bool)
    values[at] = kept["value"].where(kept["state"] == ANSWERED).to_numpy(float)
    given[at] = True
    beside = np.zeros(values.shape, bool)
    beside[at] = (kept["state"] == NOT_APPLICABLE).to_numpy(bool)
    turned, low, high = _on_scale(values, questionnaire, items)
    empty = np.zeros((0, len(items)), np.int64)
    found = Heard(
        questionnaire=questionnaire,
        round=str(everybody["round"].iloc[0]) if len(everybody) else "",
        teams=organisation.team_names,
        headcounts=np.array([t.headcount for t in organisation.teams], float),
        k=organisation.survey.k,
        items=items,
        respondents=respondents.index,
        team=team.astype(np.int64),
        values=turned,
        raw=values,
        given=given,
        beside=beside,
        answered=empty,
        said=empty,
        low=low,
        high=high,
    )
    return found._replace(answered=found.by_team(~np.isnan(values)), said=found.by_team(given))


def is_log(questionnaire: Questionnaire, item: str) -> bool:
    """Whether an item is averaged on a log scale."""
    scale = questionnaire.scale_of(item)
    return scale is not None and scale.spacing == "log"


def _on_scale(values: Floats, questionnaire: Questionnaire, items: tuple[str, ...]) -> tuple[Floats, Floats, Floats]:
    """Values reversed where the scale says so and on its spacing, with the ends of each item."""
    turned, low, high = values.copy(), np.zeros(len(items)), np.ones(len(items))
    for at, item in enumerate(items):
        form, scale = questionnaire.range_of(item), questionnaire.scale_of(item)
        low[at], high[at] = form.low, form.high
        if scale and scale.keys[item] < 0:
            turned[:, at] = form.low + form.high - turned[:, at]
        if is_log(questionnaire, item):
            turned[:, at], low[at], high[at] = np.log(turned[:, at]), np.log(form.low), np.log(form.high)
    return turned, low, high
