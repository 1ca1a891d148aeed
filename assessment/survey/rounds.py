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


def last_round(answers: pd.DataFrame, organisation: Organisation) -> Current:
    """Answers of the last round, from teams of the organisation."""
    kept = Current(answers, {})
    kept = _keep(kept, answers["round"] == answers["round"].max(), "an earlier round")
    return _keep(kept, kept.answers["team"].isin(organisation.team_names), "a team that the organisation does not name")


def current(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Current:
    """Answers to the questionnaire of the last round that asked it, from teams of the organisation, to items as they are worded now."""
    versions = {item.id: item.version for item in questionnaire.items.values()}
    kept = last_round(answers[answers["questionnaire"] == questionnaire.id], organisation)
    kept = _keep(kept, kept.answers["item"].isin(list(versions)), "an item that is not asked any more")
    return _keep(kept, kept.answers["version"] == kept.answers["item"].map(versions), "an earlier wording of the item")


def _keep(kept: Current, keeps: pd.Series, reason: str) -> Current:
    out = int((~keeps).sum())
    return Current(kept.answers[keeps], kept.left_out | ({reason: out} if out else {}))
