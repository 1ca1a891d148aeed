"""What is kept, how long, and how it goes: deleting a respondent or a round, retention, a copy while others write.

Reads and writes every table. What is deleted is gone from the store, not from backups and exports made before. SQLite overwrites deleted
content (secure_delete) and its journal is emptied; PostgreSQL vacuums, which frees the place without overwriting it.
"""

import sqlite3
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Engine, Table, delete, func, select

from assessment.errors import SurveyError
from assessment.survey.store.engine import address, engine, read, written
from assessment.survey.store.importing import add
from assessment.survey.store.invitations import digest
from assessment.survey.store.migrating import migrate
from assessment.survey.store.rounds import one
from assessment.survey.store.tables import answers, invitations, metadata, responses, rounds, texts

STORED = ["round", "questionnaire", "state", "links", "people", "answers", "texts"]


def forget_respondent(target: Engine, who: str) -> int:
    """Delete everything of one person, named by the token of the link (this round) or by pseudonym (every round); counts the responses."""

    def work(connection: Connection) -> int:
        link = connection.execute(select(invitations).where(invitations.c.token_hash == digest(who))).mappings().first()
        if link is not None and link["respondent"] is None:
            raise SurveyError(
                "is the link of a whole team", where="forget", expected="the own link that one of them was given on answering"
            )
        mine = responses.c.respondent == who
        invited = invitations.c.respondent == who
        if link is not None:
            mine = (responses.c.respondent == link["respondent"]) & (responses.c.round == link["round"])
            invited = (invitations.c.respondent == link["respondent"]) & (invitations.c.round == link["round"])
        gone = connection.execute(delete(responses).where(mine)).rowcount
        links = connection.execute(delete(invitations).where(invited)).rowcount
        if not gone and not links:
            raise SurveyError("nobody is stored under it", where="forget", expected="the token of a link, or a pseudonym, as it was given")
        return int(gone)

    gone = written(target, work)
    _clean(target)
    return gone


def forget_round(target: Engine, round: str) -> int:
    """Delete a round with its links and answers, also one that was only imported; counts the responses."""

    def work(connection: Connection) -> int:
        if not connection.execute(select(func.count()).where(responses.c.round == round)).scalar():
            one(connection, round)
        gone = connection.execute(delete(responses).where(responses.c.round == round)).rowcount
        connection.execute(delete(rounds).where(rounds.c.name == round))
        return int(gone)

    gone = written(target, work)
    _clean(target)
    return gone


def retain(target: Engine, keep: int) -> list[str]:
    """Delete all but the last rounds, by name; returns the names of those deleted. An open round is never deleted."""
    if keep < 1:
        raise SurveyError(
            f"{keep} rounds would keep nothing", where="retain", expected="at least 1; a round is deleted by: assess survey forget"
        )
    table = stored(target)
    names = sorted(set(table["round"]))[:-keep]
    gone = [name for name in names if "open" not in set(table.loc[table["round"] == name, "state"])]
    for name in gone:
        forget_round(target, name)
    return gone


def stored(source: Engine) -> pd.DataFrame:
    """What is kept, counted (columns: STORED): links, people with a response, answers and texts by round and questionnaire."""

    def work(connection: Connection) -> pd.DataFrame:
        counts = {name: _counted(connection, table) for name, table in (("people", responses), ("answers", answers), ("texts", texts))}
        made = pd.DataFrame(
            connection.execute(select(rounds.c.name, rounds.c.questionnaire, rounds.c.state)).all(), columns=STORED[:3]
        ).set_index(STORED[:2])
        keys = sorted({*made.index, *(key for count in counts.values() for key in count)})
        links: dict[str, int] = dict(connection.execute(select(invitations.c.round, func.count()).group_by(invitations.c.round)).all())
        rows = [
            [*key, made["state"].get(key, "imported"), links.get(key[0], 0) if key in made.index else 0]
            + [counts[name].get(key, 0) for name in STORED[4:]]
            for key in keys
        ]
        return pd.DataFrame(rows, columns=STORED)

    return read(source, work)


def _counted(connection: Connection, table: Table) -> dict[tuple[str, str], int]:
    key = (table.c.round, table.c.questionnaire)
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(select(*key, func.count()).group_by(*key))}


def backup(source: Engine, path: Path) -> Path:
    """A copy of the whole store at one moment, while others write: an SQLite file that opens as a store, from PostgreSQL too."""
    if path.exists():
        raise SurveyError("is there already", where=str(path), expected="another name; a backup never replaces a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        if source.dialect.name == "sqlite":
            _copy_file(source, part)
        else:
            _copy_rows(source, part)
        part.chmod(0o600)
        part.rename(path)
    finally:
        for end in ("", "-wal", "-shm"):
            part.with_name(part.name + end).unlink(missing_ok=True)
    return path


def _copy_file(source: Engine, part: Path) -> None:
    """All pages in one step of SQLite's own backup, which sees one state; the copy needs no journal beside it."""
    target = sqlite3.connect(part)
    try:
        with source.connect().execution_options(reads=True) as connection:
            origin = connection.connection.driver_connection
            if origin is not None:
                origin.rollback()
                origin.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        target.close()


def _copy_rows(source: Engine, part: Path) -> None:
    copy = engine(address(part))
    try:
        migrate(copy)

        def work(connection: Connection) -> dict[str, pd.DataFrame]:
            return {
                table.name: pd.DataFrame(connection.execute(select(table)).all(), columns=table.columns.keys())
                for table in metadata.sorted_tables
            }

        found = read(source, work)
        written(copy, lambda connection: _fill(connection, found))
        with copy.connect().execution_options(reads=True) as connection:
            connection.connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.dispose()


def _fill(connection: Connection, found: dict[str, pd.DataFrame]) -> None:
    for table in metadata.sorted_tables:
        add(connection, table, found[table.name])


def _clean(target: Engine) -> None:
    """Leave nothing of what was deleted lying about where that can be had."""
    raw = target.raw_connection()
    try:
        raw.rollback()
        if target.dialect.name == "sqlite":
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return
        raw.driver_connection.autocommit = True  # type: ignore[union-attr]
        raw.cursor().execute("VACUUM responses, answers, texts, invitations, rounds")
        raw.driver_connection.autocommit = False  # type: ignore[union-attr]
    finally:
        raw.close()
