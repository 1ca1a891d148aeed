"""The answers of a workspace: one Parquet file, added to import by import.

Reads and writes `answers.parquet` in the folder given (columns: `answers.COLUMNS`), sorted so that nothing shows the
order in which people answered. Writing replaces the file as a whole, so a crash leaves the old one.
"""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from assessment.errors import AnswersError, WorkspaceError
from assessment.survey.answers import COLUMNS, DTYPES, KEY, empty
from assessment.survey.sources.imports import ANONYMOUS

FILE = "answers.parquet"
BEFORE = "platform-need"  # the only questionnaire there was when answers did not name theirs


class Counts(NamedTuple):
    """People (a person counts once a round) that an import added, replaced, or found unchanged; and all answers now stored."""

    added: int
    replaced: int
    unchanged: int
    answers: int


def load(folder: Path) -> pd.DataFrame:
    """All stored answers; none where nothing was imported yet. WorkspaceError where the file cannot be read."""
    path = folder / FILE
    if not path.exists():
        return empty()
    try:
        stored = pd.read_parquet(path)
        return (stored if "questionnaire" in stored else stored.assign(questionnaire=BEFORE))[list(COLUMNS)].astype(DTYPES)
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise WorkspaceError("the stored answers cannot be read", where=str(path), expected="restore the file, or import again") from error


def append(folder: Path, answers: pd.DataFrame, *, replace: bool = False) -> Counts:
    """Add answers to those stored.

    The same answers again change nothing. Other answers of a person in the same round are refused with AnswersError, and so are
    further anonymous answers of a team in the same round (they may be the same people), unless `replace` puts them in their place.
    """
    stored = load(folder)
    people, known = _people(answers), _people(stored)
    unchanged = _unchanged(stored, answers)
    new = answers[~people.isin(unchanged)]
    in_the_way = known.isin(people[new.index].unique()) | _anonymous_again(stored, new)
    replaced = set(known[in_the_way])
    if replaced and not replace:
        rounds = ", ".join(sorted(stored.loc[in_the_way, "round"].unique()))
        what = f"{len(replaced)} people of this import, or of its teams without addresses, have other answers in round {rounds} already"
        raise AnswersError(what, where=str(folder / FILE), expected="import with replace, or under the name of another round")
    if len(new):
        stored = pd.concat([stored[~in_the_way], new[list(COLUMNS)]], ignore_index=True)
        _write(folder, stored.sort_values(KEY).astype(DTYPES))
    return Counts(len(set(people[new.index]) - replaced), len(replaced), len(unchanged), len(stored))


def _people(answers: pd.DataFrame) -> pd.Series:
    """One word for a person in a round of a questionnaire."""
    return answers["round"] + "\n" + answers["questionnaire"] + "\n" + answers["respondent"]


def _unchanged(stored: pd.DataFrame, answers: pd.DataFrame) -> set[str]:
    """People of the import whose answers are stored already, all and no others."""
    here, there = _people(answers).value_counts(), _people(stored).value_counts()
    both = _people(answers.merge(stored, on=list(COLUMNS))).value_counts().reindex(here.index, fill_value=0)
    return set(here.index[(both == here) & (both == there.reindex(here.index, fill_value=0))])


def _anonymous_again(stored: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Stored anonymous answers of a team and round for which the import brings anonymous answers too."""

    def cells(rows: pd.DataFrame) -> pd.Series:
        return (rows["round"] + "\n" + rows["questionnaire"] + "\n" + rows["team"]).where(rows["respondent"].str.startswith(ANONYMOUS), "")

    again = set(cells(new)) - {""}
    return cells(stored).isin(again)


def _write(folder: Path, answers: pd.DataFrame) -> None:
    """Write beside the old file, then put it in its place in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{FILE}.")
    try:
        with os.fdopen(handle, "wb") as file:
            answers.to_parquet(file, index=False)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(folder / FILE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
