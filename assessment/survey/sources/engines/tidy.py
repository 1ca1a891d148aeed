"""Tidy files: one row per person and item, columns respondent, team, item, answer [role, round, version, questionnaire].

Takes a form and returns the answers as written, respondents still in clear: `imports.read` replaces them at once. A row names its
questionnaire, or all rows belong to the one that most items are from.
"""

from collections.abc import Mapping

import pandas as pd

from assessment.errors import AnswersError
from assessment.survey.questionnaire import Questionnaire, nearest
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Engine, Table, among, questions
from assessment.survey.sources.tabular.cells import unguarded

NEEDED = ("respondent", "team", "item", "answer")
OPTIONAL = ("role", "round", "version", "questionnaire")

ENGINE = Engine(
    id="tidy",
    title="a tidy file",
    header_rows=lambda table: int(among(table, *NEEDED)),
    columns=lambda table, _: questions(table.header(), {}),
)


def raw_answers(table: Table, where: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Answers as written (columns: NEEDED, row, and those of OPTIONAL there are), and the columns not read.

    AnswersError for a column that is there twice, and for a formula.
    """
    names = [fold(name) for name in table.header()]
    wanted = [name for name in (*NEEDED, *OPTIONAL) if name in names]
    if twice := next((name for name in wanted if names.count(name) > 1), None):
        raise AnswersError(f"column '{twice}' is there twice", where=where, expected="once")
    for at, position in sorted(table.formulas):
        if names[position] in wanted:
            place = f"{where}: row {at + table.first}: column '{names[position]}'"
            raise AnswersError("a formula, which is never computed", where=place, expected="the value itself")
    rows = list(table.answered(1))
    raw = pd.DataFrame({name: pd.array([record[names.index(name)].strip() for _, record in rows], dtype="str") for name in wanted})
    raw["answer"] = raw["answer"].map({text: unguarded(text) for text in raw["answer"].unique()}).astype("str")
    raw["row"] = [at + table.first for at, _ in rows]
    return raw, tuple(name for at, name in enumerate(table.header()) if names[at] not in wanted)


def questionnaires_of(raw: pd.DataFrame, known: Mapping[str, Questionnaire], named: str, where: str) -> pd.Series:
    """The id of the questionnaire of each row: its own, the one named, or that of most items; AnswersError where that is unclear."""
    own = raw["questionnaire"] if "questionnaire" in raw else pd.Series("", index=raw.index, dtype="str")
    unknown = raw[(own != "") & ~own.isin(list(known))]
    if len(unknown):
        place, text = f"{where}: row {unknown['row'].iloc[0]}", own[unknown.index[0]]
        raise AnswersError(f"unknown questionnaire '{text:.60}'", where=place, expected=f"nearest: '{nearest(text, known)}'")
    if (own != "").all():
        return own
    return own.where(own != "", named or _most(raw[own == ""], known, where))


def _most(raw: pd.DataFrame, known: Mapping[str, Questionnaire], where: str) -> str:
    items = {fold(item) for item in raw["item"].unique()}
    counts = {id: len(items & {fold(item) for item in one.items}) for id, one in known.items()}
    best = [id for id, count in counts.items() if count == max(counts.values())]
    if len(best) > 1 and max(counts.values()):
        expected = f"a column questionnaire, or --questionnaire {best[0]}"
        raise AnswersError(f"its items could be of {', '.join(best)}", where=where, expected=expected)
    return best[0]
