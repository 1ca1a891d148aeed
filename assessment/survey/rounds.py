"""Which of the stored answers count: the last round, teams and wordings that still exist.

Takes all answers (columns: `answers.COLUMNS`) and returns those that count, with a count of what was left out and why.
This is the one place where rows are dropped before any n, mean or interval. Rounds are ordered by their name
(2026-1 before 2026-2), because answers carry no time.
"""

from typing import NamedTuple

import pandas as pd

from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire


class Current(NamedTuple):
    """The answers that count, and how many were left out, by reason."""

    answers: pd.DataFrame
    left_out: dict[str, int]


def current(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Current:
    """Answers of the last round, to items in their present wording, from teams of the organisation."""
    versions = {item.id: item.version for item in questionnaire.items.values()}
    left_out: dict[str, int] = {}

    def keep(rows: pd.DataFrame, keeps: pd.Series, reason: str) -> pd.DataFrame:
        if not keeps.all():
            left_out[reason] = int((~keeps).sum())
        return rows[keeps]

    answers = keep(answers, answers["round"] == answers["round"].max(), "an earlier round")
    answers = keep(answers, answers["team"].isin(organisation.team_names), "a team that the organisation no longer names")
    answers = keep(answers, answers["item"].isin(list(versions)), "an item that is no longer asked")
    answers = keep(answers, answers["version"] == answers["item"].map(versions), "an earlier wording of the item")
    return Current(answers, left_out)
