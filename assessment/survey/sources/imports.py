"""Files of answers -> the answers table: tidy CSV and the CSV of Google Forms.

Reads one file. Addresses and ids of respondents become keyed pseudonyms before anything else happens to them, other
personal columns and timestamps are dropped and named. Without an address each row of the file counts as one person,
so the same person answering twice cannot be seen.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.privacy.pseudonyms import pseudonym
from assessment.survey.answers import Scored, score
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources import google_forms, tidy
from assessment.survey.sources.table import Table, read_table

ANONYMOUS = "anonymous-"  # before the pseudonym of a row without respondent: it holds within its file only


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The answers of one file (columns: `answers.COLUMNS`), its free texts (columns: `answers.TEXTS`), what was dropped from it, and what
    to know about it."""

    answers: pd.DataFrame
    texts: pd.DataFrame
    dropped_columns: tuple[str, ...]
    respondents: int
    notes: tuple[str, ...]


def read(path: Path, questionnaire: Questionnaire, organisation: Organisation, key: bytes, round: str) -> Import:
    """The answers in a file, for the round named unless the file names its own; AnswersError as in `answers.score`."""
    where = path.name
    if not round.strip():
        raise AnswersError("the round has no name", where=where, expected="a name that sorts by time, such as 2026-1")
    table = read_table(path)
    if tidy.recognises(table):
        raw, dropped = tidy.raw_answers(table)
    else:
        raw, dropped = google_forms.raw_answers(table, questionnaire, organisation, where)
    raw["respondent"] = _pseudonyms(raw, table, key)
    raw["round"] = raw["round"].str.strip().replace("", round) if "round" in raw else round
    answers, texts = score(raw, questionnaire, organisation, where)
    return Import(
        answers=answers,
        texts=texts,
        dropped_columns=dropped,
        respondents=len(pd.concat([answers, texts])[["round", "respondent"]].drop_duplicates()),
        notes=_notes(raw, Scored(answers, texts), questionnaire, organisation),
    )


def _pseudonyms(raw: pd.DataFrame, table: Table, key: bytes) -> pd.Series:
    """Keyed pseudonyms: of the address, or of the row's place in this very file. Never the same as an author's in git."""
    pairs = raw[["respondent", "row"]].drop_duplicates()
    words = {}
    for text, row in zip(pairs["respondent"], pairs["row"], strict=True):
        if fold(text):
            words[text, row] = pseudonym(key, f"respondent:{fold(text)}")
        else:  # in a tidy file nobody: `score` refuses it
            words[text, row] = "" if tidy.recognises(table) else ANONYMOUS + pseudonym(key, f"row:{table.digest}:{row}")
    return pd.Series([words[pair] for pair in zip(raw["respondent"], raw["row"], strict=True)], index=raw.index, dtype="str")


def _notes(raw: pd.DataFrame, scored: Scored, questionnaire: Questionnaire, organisation: Organisation) -> tuple[str, ...]:
    notes, (answers, texts) = [], scored
    if unasked := [item for item in questionnaire.items if item not in {*answers["item"], *texts["item"]}]:
        notes.append(f"{len(unasked)} of {len(questionnaire.items)} items have no answer: {', '.join(unasked)}")
    if blank := int((raw["answer"].str.strip() == "").sum()):
        notes.append(f"{blank} item(s) left unanswered by single people")
    if anonymous := answers.loc[answers["respondent"].str.startswith(ANONYMOUS), "respondent"].nunique():
        notes.append(f"{anonymous} row(s) without an address: each counts as one person")
    people = answers[["round", "team", "respondent"]].drop_duplicates().value_counts(["round", "team"]).reset_index(name="people")
    for name, n in zip(people["team"], people["people"], strict=True):
        if n > (headcount := organisation.headcount(name)):
            notes.append(f"team '{name}': {n} people answered, but its headcount is {headcount}; correct the organisation file")
    return tuple(notes)
