"""Files of answers from any survey tool -> the answers table.

Reads one file. Addresses and ids of respondents become keyed pseudonyms before anything else happens to them, other personal columns and
times are dropped and named, and what does not count (previews, tests, unfinished responses, a person's earlier ones) is counted. Either
the whole file is understood or nothing of it is taken. Without an address each row of the file counts as one person, so the same person
answering twice cannot be seen.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.privacy.pseudonyms import ANONYMOUS
from assessment.survey.answers import Scored, score
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.sources.engines import tidy
from assessment.survey.sources.engines.known import Form, recognised
from assessment.survey.sources.mapping.proposals import Proposal, Settle, Wanted, propose
from assessment.survey.sources.rows import LeftOut
from assessment.survey.sources.tabular.table import read_table
from assessment.survey.sources.taking import Taken, UnreadableError, from_form, from_tidy

__all__ = ["Import", "UnreadableError", "Wanted", "proposed", "read"]
WHATEVER = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The answers of one file (columns: `answers.COLUMNS`), its free texts (columns: `answers.TEXTS`), the tool that wrote it, what was
    dropped (columns with data about people or times; columns that hold nothing asked for; rows), and what to know about it."""

    answers: pd.DataFrame
    texts: pd.DataFrame
    engine: str
    dropped_columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    respondents: int
    notes: tuple[str, ...]

    @property
    def questionnaires(self) -> tuple[str, ...]:
        """Ids of the questionnaires that were answered."""
        return tuple(sorted({*self.answers["questionnaire"].unique(), *self.texts["questionnaire"].unique()}))


def read(
    path: Path,
    questionnaires: Dictionary[str, Questionnaire],
    organisation: Organisation,
    key: bytes,
    round: str,
    wanted: Wanted = WHATEVER,
) -> Import:
    """The answers in a file, for the round named unless the file names its own.

    AnswersError as in `answers.score`, and for what is open about its columns; UnreadableError for cells that no format reads.
    """
    if not round.strip():
        raise AnswersError("the round has no name", where=path.name, expected="a name that sorts by time, such as 2026-1")
    form = _opened(path, wanted)
    if form.engine is tidy.ENGINE:
        taken = from_tidy(form, questionnaires, wanted, key)
    else:
        taken = from_form(form, questionnaires, organisation, wanted, key)
    raw = taken.raw
    raw["round"] = raw["round"].replace("", round) if "round" in raw else round
    scored = _scored(raw, questionnaires, organisation, form.where)
    return Import(
        answers=scored.answers,
        texts=scored.texts,
        engine=form.engine.id,
        dropped_columns=taken.dropped,
        ignored_columns=taken.ignored,
        left_out=taken.left_out,
        respondents=len(pd.concat([scored.answers, scored.texts])[["round", "respondent"]].drop_duplicates()),
        notes=tuple(_notes(taken, scored, questionnaires, organisation)),
    )


def proposed(
    path: Path,
    questionnaires: Dictionary[str, Questionnaire],
    organisation: Organisation,
    wanted: Wanted = WHATEVER,
    settle: Settle | None = None,
) -> Proposal:
    """A mapping for a file (see `proposals.propose`); AnswersError where it is tidy and needs none, or no questionnaire is asked for."""
    form = _opened(path, wanted)
    if form.engine is tidy.ENGINE:
        raise AnswersError("is tidy and needs no mapping", where=form.where, expected=f"run: assess answers import {form.where}")
    return propose(form, questionnaires, organisation, wanted, settle)


def _opened(path: Path, wanted: Wanted) -> Form:
    told = wanted.mapping
    encoding, sheet = (told.encoding, told.sheet) if told else ("", "")
    table = read_table(path, encoding=wanted.encoding or encoding, sheet=wanted.sheet or sheet)
    return recognised(table, path.name, told.engine if told else wanted.engine, told.header_rows if told else 0)


def _scored(raw: pd.DataFrame, questionnaires: Dictionary[str, Questionnaire], organisation: Organisation, where: str) -> Scored:
    """The answers to every questionnaire in the file."""
    if raw.empty:
        raise AnswersError("no answer in it", where=where, expected="at least one row with an answer")
    parts = [score(rows, questionnaires[str(id)], organisation, where) for id, rows in raw.groupby("questionnaire", sort=True)]
    if len(parts) == 1:
        return parts[0]
    answers, texts = zip(*parts, strict=True)
    return Scored(pd.concat(answers, ignore_index=True), pd.concat(texts, ignore_index=True))


def _notes(taken: Taken, scored: Scored, questionnaires: Dictionary[str, Questionnaire], organisation: Organisation) -> Iterator[str]:
    answers, texts = scored
    for id in sorted({*answers["questionnaire"].unique(), *texts["questionnaire"].unique()}):
        said = {item for table in scored for item in table.loc[table["questionnaire"] == id, "item"].unique()}
        asked = questionnaires[id].offered(questionnaires[id].switched_on(said)).items
        if unasked := [item for item in asked if item not in said]:
            yield f"{len(unasked)} of {len(asked)} items have no answer: {', '.join(unasked)}"
    yield from taken.notes
    if taken.blank:
        yield f"{taken.blank} item(s) left unanswered by single people"
    for why, n in sorted(Counter(row.why for row in taken.left_out).items()):
        yield f"{n} row(s) do not count: {why}"
    if anonymous := answers.loc[answers["respondent"].str.startswith(ANONYMOUS), "respondent"].nunique():
        yield f"{anonymous} row(s) without an address: each counts as one person"
    people = answers[["round", "team", "respondent"]].drop_duplicates().value_counts(["round", "team"]).reset_index(name="people")
    for name, n in zip(people["team"], people["people"], strict=True):
        if n > (headcount := organisation.headcount(name)):
            yield f"team '{name}': {n} people answered, but its headcount is {headcount}; correct the organisation file"
