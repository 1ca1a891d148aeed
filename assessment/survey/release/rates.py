"""Who answered: the response table.

Takes the answers and the organisation; a count is of people who gave any answer to a questionnaire in a round. It is shown from k on,
and where it does not give away that of a smaller team; a team without any answer is shown as 0, because silence is no answer. That some
of a team did not answer is shown: who takes part is known to the team anyway, what they say is not.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.model import Organisation
from assessment.privacy.suppression import shown

RESPONSE = ["round", "questionnaire", "team", "headcount", "answers", "rate", "shown"]


def response(answers: pd.DataFrame, organisation: Organisation) -> pd.DataFrame:
    """Who answered (columns: RESPONSE), by questionnaire, round and team in file order, then team '' for all.

    `answers` is the number of people and <NA> where hidden; `rate` is answers / headcount. A team without answers is shown as 0. Where
    nobody answered anything, one block without round and questionnaire.
    """
    people = answers[["questionnaire", "round", "team", "respondent"]].drop_duplicates()
    people = people[people["team"].isin(organisation.team_names)]
    asked = sorted(answers[["questionnaire", "round"]].drop_duplicates().itertuples(index=False, name=None)) or [("", "")]
    counts = people.groupby(["questionnaire", "round", "team"]).size()
    return pd.concat([_of_round(counts, pair, organisation) for pair in asked], ignore_index=True)


def _of_round(counts: pd.Series, pair: tuple[str, str], organisation: Organisation) -> pd.DataFrame:
    """The rows of one questionnaire in one round."""
    mine = counts.loc[pair] if pair in {key[:2] for key in counts.index} else pd.Series(dtype=int)
    n = mine.reindex(list(organisation.team_names), fill_value=0).astype(int)
    release = shown(n, organisation.survey.k)
    headcount = pd.Series({team.name: team.headcount for team in organisation.teams})
    table = pd.DataFrame({
        "round": pair[1],
        "questionnaire": pair[0],
        "team": [*n.index, ""],
        "headcount": [*headcount, headcount.sum()],
        "answers": pd.array([*n, n.sum()], dtype="Int64"),
        "shown": [*release.shown, release.total_shown],
    })  # fmt: skip
    table["answers"] = table["answers"].where(_told(n, organisation.survey.k))
    return table.assign(rate=table["answers"].to_numpy(float, na_value=np.nan) / table["headcount"])[RESPONSE]


def _told(n: pd.Series, k: int) -> NDArray[np.bool_]:
    """Which of these counts (teams, then their total) may be shown when everybody knows how many people there are: none of 1 to k - 1."""
    release = shown(n, k)
    return np.array([*(release.shown | (n == 0)), release.total_shown or not n.any()])
