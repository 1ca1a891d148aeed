"""Answers in a tidy CSV: one row per person and item, columns respondent, team, item, answer [role, round, version].

Takes a table and returns the answers as written, respondents still in clear: `imports.read` replaces them at once.
"""

import pandas as pd

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.table import Table

NEEDED = ("respondent", "team", "item", "answer")
OPTIONAL = ("role", "round", "version")


def recognises(table: Table) -> bool:
    """Whether the header has the four columns of a tidy file."""
    return set(NEEDED) <= {fold(name) for name in table.header}


def raw_answers(table: Table) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Answers as written (columns: respondent, team, item, answer, row and those of role, round, version there are), columns not read."""
    names = [fold(name) for name in table.header]
    frame = pd.DataFrame([record for _, record in table.rows], columns=range(len(names)), dtype="str")
    wanted = {name: names.index(name) for name in (*NEEDED, *OPTIONAL) if name in names}
    raw = pd.DataFrame({name: frame[at] for name, at in wanted.items()})
    raw["row"] = [number for number, _ in table.rows]
    return raw, tuple(name for at, name in enumerate(table.header) if at not in wanted.values())
