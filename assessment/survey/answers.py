"""What people answered: one row per person and item, scored by label, not yet reversed.

Takes answers as written (a table of respondent, team, item, answer) and returns the answers table below and, apart from it and
without team or role, the free texts; or raises AnswersError naming the row and the item. An unanswered item has no row: missing is
never the lowest answer. Respondents are pseudonyms before they get here, and errors name rows, not people.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire, nearest
from assessment.survey.questionnaire.readings import Reading, fold

COLUMNS = {
    "respondent": "pseudonym of the person; the same person has the same one in every round",
    "team": "team, as the organisation file spells it",
    "role": "role chosen from the questionnaire's list; ''",
    "round": "round of the survey; rounds are ordered by their name",
    "questionnaire": "id of the questionnaire",
    "item": "item id",
    "version": "version of the wording that was answered",
    "state": "answered, not applicable, don't know",
    "value": "number behind the label, before reversing; NaN unless answered, and for a choice of options",
    "label": "label chosen, in the questionnaire's own language; several with '; ' between; '' where a plain number was given",
}
DTYPES = dict.fromkeys(COLUMNS, "str") | {"version": "int64", "value": "float64"}
KEY = ["round", "questionnaire", "respondent", "item"]
TEXTS = {
    "round": "round of the survey",
    "questionnaire": "id of the questionnaire",
    "respondent": "pseudonym of the person",
    "item": "item id",
    "text": "what was written",
}
VERSION = re.compile(r"([1-9]\d{0,4})?")
FIRST_ROW = 2  # in a file, row 1 is the header


class Scored(NamedTuple):
    """What a file of answers says: the answers (columns: COLUMNS), and the free texts (columns: TEXTS)."""

    answers: pd.DataFrame
    texts: pd.DataFrame


def empty() -> pd.DataFrame:
    """An answers table without rows."""
    return pd.DataFrame(columns=list(COLUMNS)).astype(DTYPES)


def no_texts() -> pd.DataFrame:
    """A table of free texts without rows."""
    return pd.DataFrame(columns=list(TEXTS)).astype("str")


def score(raw: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation, where: str) -> Scored:
    """The answers and the free texts, from answers as written to one questionnaire, in any of its languages.

    `raw` has the columns respondent, team, item, answer and, where known, role, round, version and row (in the file `where`).
    AnswersError for an empty survey, a missing respondent, an unknown team, role, item or label, a version or number out of range, a
    person in two teams, and two different answers of one person to one item; the same answer twice counts once.
    """
    rows = _text(raw, where)
    if rows.empty:
        raise AnswersError("no answer in it", where=where, expected="at least one row with an answer")
    if (row := _first(rows, rows["respondent"] == "")) is not None:
        raise _error(where, row, "no respondent", "any id that is the same for all answers of one person")
    rows["team"] = _known(rows, "team", team_spellings(organisation), where)
    rows["role"] = _known(rows, "role", {"": "", **questionnaire.roles}, where) if questionnaire.respondent.role else ""
    rows["item"] = _known(rows, "item", {fold(item): item for item in questionnaire.items}, where)
    read = _once(_read(rows.assign(questionnaire=questionnaire.id), questionnaire, where), where)
    codes, items = pd.factorize(read["item"])
    wordy = np.array([questionnaire.format_of(item).kind == "text" for item in items])[codes]
    return Scored(
        read.loc[~wordy, list(COLUMNS)].astype(DTYPES).reset_index(drop=True),
        read[wordy].rename(columns={"label": "text"})[list(TEXTS)].astype("str").reset_index(drop=True),
    )


def _text(raw: pd.DataFrame, where: str) -> pd.DataFrame:
    """The columns as text, rows numbered, unanswered rows left out."""
    needed = ("respondent", "team", "item", "answer")
    missing = [column for column in needed if column not in raw]
    if missing:
        raise AnswersError(f"column '{missing[0]}' is missing", where=where, expected="columns respondent, team, item, answer")
    columns = (*needed, "role", "round", "version")
    rows = raw.assign(**{c: _each(raw[c], str.strip) if c in raw else "" for c in columns})
    if "row" not in raw:
        rows["row"] = range(FIRST_ROW, FIRST_ROW + len(rows))
    return rows[rows["answer"] != ""].copy()


def _first(rows: pd.DataFrame, wrong: pd.Series) -> dict[str, Any] | None:
    """The first wrong row as a dictionary, with the number of others like it; None where all is well."""
    found = rows[wrong.to_numpy()]
    return None if found.empty else {str(k): v for k, v in found.iloc[0].items()} | {"more": len(found) - 1}


def _error(where: str, row: dict[str, Any], what: str, expected: str) -> AnswersError:
    """An error that names the row and the item, never the person."""
    more = f" (and {row['more']} more like it)" if row["more"] else ""
    place = f"{where}: row {row['row']}" + (f": item '{row['item']:.60}'" if row["item"] else "")
    return AnswersError(what + more, where=place, expected=expected)


def team_spellings(organisation: Organisation) -> dict[str, str]:
    """Folded spelling -> team name; the organisation's aliases count."""
    return {fold(alias): team for alias, team in organisation.ownership.aliases.items()} | {fold(t): t for t in organisation.team_names}


def _known(rows: pd.DataFrame, column: str, known: dict[str, str], where: str) -> pd.Series:
    """A column with every text replaced by the known one it is a spelling of."""
    found = _each(rows[column], lambda text: known.get(fold(text)))
    if (row := _first(rows, found.isna())) is not None:
        text, expected = row[column], f"nearest: '{nearest(row[column], known.values())}'"
        raise _error(where, row, f"unknown {column} '{text:.60}'" if text else f"no {column}", expected)
    return found.astype("str")


def _read(rows: pd.DataFrame, questionnaire: Questionnaire, where: str) -> pd.DataFrame:
    """Add version, state, value and label; every distinct pair of item and text is read once."""
    pairs = rows[["item", "answer"]].drop_duplicates().copy()
    readings = [questionnaire.format_of(item).read(text) for item, text in zip(pairs["item"], pairs["answer"], strict=True)]
    pairs["known"] = [reading is not None for reading in readings]
    pairs[list(Reading._fields)] = [reading or Reading("", float("nan"), "") for reading in readings]
    read = rows.merge(pairs, on=["item", "answer"], how="left", validate="many_to_one")
    numbered = _each(read["version"], lambda text: text if VERSION.fullmatch(text) else None)
    if (row := _first(read, numbered.isna())) is not None:
        raise _error(where, row, f"unknown version '{row['version']:.60}'", "the number of the wording that was answered, or nothing")
    codes, items = pd.factorize(read["item"])
    asked = pd.Series(np.array([questionnaire.items[item].version for item in items])[codes], index=read.index)
    read["version"] = pd.to_numeric(read["version"], errors="coerce").fillna(asked).astype(int)
    if (row := _first(read, ~read["known"])) is not None:
        raise _error(where, row, f"unknown answer '{row['answer']:.60}'", questionnaire.format_of(row["item"]).expected)
    return read


def _once(rows: pd.DataFrame, where: str) -> pd.DataFrame:
    """One row per round, person and item; contradictions are refused, never averaged away."""
    if _keys(rows).duplicated().any():
        rows = rows.drop_duplicates([*KEY, "team", "role", "state", "value", "label"])
    people = rows.groupby(["round", "respondent"], sort=False).ngroup().to_numpy()
    for column in ("team", "role"):
        codes, _ = pd.factorize(rows[column])
        before = np.zeros(people.max() + 1, dtype=codes.dtype)
        before[people[::-1]] = codes[::-1]  # the first of each person is written last
        if (row := _first(rows, pd.Series(codes != before[people]))) is not None:
            raise _error(where, row, f"this respondent stands with another {column} further up", f"one {column} a person and round")
    if (again := _keys(rows).duplicated()).any():
        row = _first(rows.assign(first=rows.groupby(KEY)["row"].transform("first")), again)
        assert row is not None
        raise _error(where, row, f"this respondent answered the item differently in row {row['first']}", "one answer a person and item")
    return rows


def _keys(rows: pd.DataFrame) -> pd.Series:
    """A number for each row, the same for the same round, questionnaire, person and item."""
    keys = np.zeros(len(rows), dtype="int64")
    for column in KEY:
        codes, words = pd.factorize(rows[column])
        keys = keys * len(words) + codes
    return pd.Series(keys)


def _each(column: pd.Series, change: Callable[[str], str | None]) -> pd.Series:
    """A column of text with every distinct text changed; a missing one where the change gives None."""
    codes, words = pd.factorize(column.fillna("").astype("str"))
    changed = pd.Series([change(str(word)) for word in words], dtype="str")
    return pd.Series(changed.array.take(codes), index=column.index)
