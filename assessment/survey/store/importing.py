"""Answers that come from files, and all answers that count, as tables.

Reads and writes `responses`, `answers` and `texts` (columns: `answers.COLUMNS`, `answers.TEXTS`), ordered by key, so that nothing shows
the order in which people answered. An import is one transaction: a crash leaves what was there before.
"""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, Engine, Table, delete, insert, select, tuple_

from assessment.errors import AnswersError
from assessment.privacy.pseudonyms import ANONYMOUS
from assessment.survey.answers import COLUMNS, DTYPES, TEXTS, empty
from assessment.survey.store.engine import read, written
from assessment.survey.store.tables import SUBMITTED, answers, responses, texts

PERSON = ["round", "questionnaire", "respondent"]
TEXT = "text"  # state under which a free text stands among answers while they are compared
BATCH = 500


class Counts(NamedTuple):
    """People (a person counts once a round and questionnaire) that an import added, replaced, or found unchanged; all answers stored."""

    added: int
    replaced: int
    unchanged: int
    answers: int


def append(target: Engine, new: pd.DataFrame, said: pd.DataFrame, *, replace: bool = False) -> Counts:
    """Add answers and free texts to those stored.

    The same answers again change nothing. Other answers of a person in the same round and questionnaire are refused with AnswersError,
    and so are further anonymous answers of a team (they may be the same people), unless `replace` puts them in their place.
    """
    incoming = _together(new, said)
    return written(target, lambda connection: _append(connection, incoming, replace=replace))


def _append(connection: Connection, incoming: pd.DataFrame, *, replace: bool) -> Counts:
    stored = _stored(connection, sorted(set(incoming["round"])))
    people, known = _people(incoming), _people(stored)
    unchanged = _unchanged(stored, incoming)
    new = incoming[~people.isin(unchanged)]
    in_the_way = known.isin(people[new.index].unique()) | _anonymous_again(stored, new)
    replaced = set(known[in_the_way])
    if replaced and not replace:
        rounds = ", ".join(sorted(stored.loc[in_the_way, "round"].unique()))
        what = f"{len(replaced)} people of this import, or of its teams without addresses, have other answers in round {rounds} already"
        raise AnswersError(what, expected="import with replace, or under the name of another round")
    _delete(connection, stored.loc[in_the_way, PERSON].drop_duplicates())
    _insert(connection, new)
    total = connection.exec_driver_sql("SELECT count(*) FROM answers").scalar_one()
    return Counts(len(set(people[new.index]) - replaced), len(replaced), len(unchanged), int(total))


def _together(new: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Answers, and free texts as if they were answers, with team and role of the person where known."""
    about = new[[*PERSON, "team", "role"]].drop_duplicates(PERSON)
    wordy = said.merge(about, on=PERSON, how="left").fillna({"team": "", "role": ""}).rename(columns={"text": "label"})
    wordy = wordy.assign(version=0, state=TEXT, value=float("nan"))
    return pd.concat([new[list(COLUMNS)], wordy[list(COLUMNS)]], ignore_index=True).astype(DTYPES)


def _stored(connection: Connection, rounds: Sequence[str]) -> pd.DataFrame:
    """Everything stored of these rounds in the same form, begun responses of the form included."""
    return _together(
        frame(connection, list(COLUMNS), rounds=rounds, finished=False), frame(connection, list(TEXTS), rounds=rounds, finished=False)
    )


def frame(connection: Connection, columns: list[str], *, rounds: Sequence[str] | None = None, finished: bool = True) -> pd.DataFrame:
    """Rows of answers (or of texts, where `columns` has one) with team, role and questionnaire of their response, ordered by key."""
    table = texts if "text" in columns else answers
    joined = table.join(responses)
    wanted = [(responses.c if name in ("team", "role") else table.c)[name] for name in columns]
    query = select(*wanted).select_from(joined).order_by(*table.primary_key)
    query = query.where(responses.c.state == SUBMITTED) if finished else query
    query = query.where(table.c.round.in_(rounds)) if rounds is not None else query
    found = pd.DataFrame(connection.execute(query).all(), columns=columns)
    return found.astype({name: DTYPES.get(name, "str") for name in columns})


def _people(rows: pd.DataFrame) -> pd.Series:
    """One word for a person in a round and questionnaire."""
    return rows["round"] + "\n" + rows["questionnaire"] + "\n" + rows["respondent"]


def _unchanged(stored: pd.DataFrame, incoming: pd.DataFrame) -> set[str]:
    """People of the import whose answers are stored already, all and no others."""
    here, there = _people(incoming).value_counts(), _people(stored).value_counts()
    both = _people(incoming.merge(stored, on=list(COLUMNS))).value_counts().reindex(here.index, fill_value=0)
    return set(here.index[(both == here) & (both == there.reindex(here.index, fill_value=0))])


def _anonymous_again(stored: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Stored anonymous answers of a team, round and questionnaire for which the import brings anonymous answers too."""

    def cells(rows: pd.DataFrame) -> pd.Series:
        cell = rows["round"] + "\n" + rows["questionnaire"] + "\n" + rows["team"]
        return cell.where(rows["respondent"].str.startswith(ANONYMOUS), "")

    return cells(stored).isin(set(cells(new)) - {""})


def _delete(connection: Connection, people: pd.DataFrame) -> None:
    keys = list(people.itertuples(index=False, name=None))
    key = tuple_(*(responses.c[name] for name in PERSON))
    for start in range(0, len(keys), BATCH):
        connection.execute(delete(responses).where(key.in_(keys[start : start + BATCH])))


def _insert(connection: Connection, new: pd.DataFrame) -> None:
    about = new[[*PERSON, "team", "role"]].sort_values("team", ascending=False).drop_duplicates(PERSON)
    begun = about.assign(language="", state=SUBMITTED)
    wordy = new["state"] == TEXT
    for table, rows in ((responses, begun), (answers, new[~wordy]), (texts, new[wordy].rename(columns={"label": "text"}))):
        add(connection, table, rows[[column.name for column in table.columns]].sort_values(list(table.primary_key.columns.keys())))


def add(connection: Connection, table: Table, rows: pd.DataFrame) -> None:
    """Insert many rows at once: PostgreSQL by COPY, where one statement a row would take minutes."""
    if rows.empty:
        return
    if connection.dialect.name != "postgresql":
        plain = rows.astype(object).where(rows.notna(), None)
        keys = [str(name) for name in rows.columns]
        connection.execute(insert(table), [dict(zip(keys, row, strict=True)) for row in plain.itertuples(index=False, name=None)])
        return
    nullable = ", ".join(column.name for column in table.columns if column.nullable)
    force = f", FORCE_NULL ({nullable})" if nullable else ""
    text = rows.to_csv(index=False, header=False, quoting=csv.QUOTE_ALL).encode()
    cursor = connection.connection.cursor()
    names = ", ".join(map(str, rows.columns))
    cursor.execute(f"COPY {table.name} ({names}) FROM STDIN WITH (FORMAT csv{force})", stream=io.BytesIO(text))  # type: ignore[call-arg]


def stored_answers(source: Engine) -> pd.DataFrame:
    """All answers submitted or imported (columns: `answers.COLUMNS`)."""
    found = read(source, lambda connection: frame(connection, list(COLUMNS)))
    return found if len(found) else empty()


def stored_texts(source: Engine) -> pd.DataFrame:
    """All free texts submitted or imported (columns: `answers.TEXTS`)."""
    return read(source, lambda connection: frame(connection, list(TEXTS)))
