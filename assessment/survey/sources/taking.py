"""What is taken from a file: answers as written under pseudonyms, and what was dropped on the way.

Takes a form; from here on nothing holds an address. The answers are not scored yet, but each can be: what its item's format cannot read
was refused, with every cell at fault.
"""

from collections.abc import Mapping as Dictionary
from typing import NamedTuple

import pandas as pd

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.privacy.pseudonyms import pseudonym
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources import people
from assessment.survey.sources.engines import tidy
from assessment.survey.sources.engines.known import Form
from assessment.survey.sources.mapping.applied import Applied, Fault
from assessment.survey.sources.mapping.fitting import fitted
from assessment.survey.sources.mapping.model import Mapping
from assessment.survey.sources.mapping.proposals import Wanted
from assessment.survey.sources.rows import LeftOut, counted, once

SETTLE = "; or say in a mapping what it means (assess answers map)"
TIMES = {"time", "submitted"}


class Taken(NamedTuple):
    """Answers (columns: respondent, team, role, item, answer, row, questionnaire; in a tidy file also round, version), columns with data
    about people or times, columns not read, rows that do not count, cells left blank, and what to know about the file."""

    raw: pd.DataFrame
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    blank: int
    notes: tuple[str, ...] = ()


class UnreadableError(AnswersError):
    """Cells of a file that cannot be read; `faults` are all of them."""

    def __init__(self, faults: list[Fault], where: str, hint: str) -> None:
        first, more = faults[0], len(faults) - 1
        rest = f" (and {more} more that cannot be read)" if more else ""
        place = f"{where}: row {first.row}: column '{first.column:.60}'"
        super().__init__(first.what + rest, where=place, expected=first.expected + hint)
        self.faults = faults


def from_form(form: Form, questionnaires: Dictionary[str, Questionnaire], organisation: Organisation, wanted: Wanted, key: bytes) -> Taken:
    """The answers of a file with one row a person; AnswersError as `fitting.fitted`, `rows.counted`, `rows.once`; UnreadableError."""
    mapping = fitted(form, questionnaires, organisation, wanted)
    rows = counted(form)
    everybody = Applied(form, rows.counted, mapping, questionnaires[mapping.questionnaire], organisation)
    rows = once(form, rows, everybody.addresses(), wanted.twice or mapping.twice)
    applied = Applied(form, rows.counted, mapping, questionnaires[mapping.questionnaire], organisation)
    answers, teams, roles, addresses = applied.answers(), applied.teams(), applied.roles(), applied.addresses()
    if applied.faults:
        raise UnreadableError(sorted(applied.faults), form.where, "" if wanted.mapping else SETTLE)
    words = people.pseudonyms(form, addresses, rows.counted, key)
    numbers = [at + form.table.first for at in rows.counted]
    about = pd.DataFrame({"respondent": words, "team": teams, "role": roles, "row": numbers}).astype({"row": "int64"})
    raw = about.iloc[answers["at"]].reset_index(drop=True).assign(item=answers["item"], answer=answers["answer"])
    silent = sorted(set(range(len(numbers))) - set(answers["at"]))
    left_out = (*rows.left_out, *(LeftOut(numbers[at], "nothing answered") for at in silent))
    dropped, ignored = _dropped(form, mapping)
    raw = raw.assign(questionnaire=mapping.questionnaire)
    return Taken(raw, dropped, ignored, tuple(sorted(left_out)), applied.blank, _notes(form))


def from_tidy(form: Form, questionnaires: Dictionary[str, Questionnaire], wanted: Wanted, key: bytes) -> Taken:
    """The answers of a tidy file, which needs no mapping."""
    where = form.where
    if wanted.team:
        raise AnswersError("a tidy file says the team itself", where=where, expected="no --team")
    raw, ignored = tidy.raw_answers(form.table, where)
    raw["questionnaire"] = tidy.questionnaires_of(raw, questionnaires, wanted.questionnaire, where)
    words = {text: pseudonym(key, f"respondent:{fold(text)}") if fold(text) else "" for text in raw["respondent"].unique()}
    raw["respondent"] = raw["respondent"].map(words).astype("str")
    return Taken(raw, ignored, (), (), int((raw["answer"] == "").sum()))


def _notes(form: Form) -> tuple[str, ...]:
    seen = not form.engine.kept or any(column.known == "state" for column in form.columns)
    return () if seen else ("the file does not say which responses are complete: all of them count",)


def _dropped(form: Form, mapping: Mapping) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns with data about people or times, and columns that are not read for another reason."""
    uses = {column.column: column.use for column in mapping.columns}
    personal = [c.title for c in form.columns if uses[c.title] in {"personal", "respondent"} or c.known in TIMES]
    ignored = [c.title for c in form.columns if uses[c.title] == "ignore" and c.title not in personal]
    return tuple(personal), tuple(ignored)
