"""How is the store reached, and when does something written count as written?

Takes a path (SQLite) or an address (`postgresql+pg8000://…`, `sqlite:///…`) and returns an SQLAlchemy engine; runs pieces of work in one
transaction each. `written` returns only after the database has committed to disk, and tries again where the connection was lost, the
server restarted or others held the lock, so whatever it is given must be harmless when done twice. Messages never hold the password.
Misleads: SQLite must lie on a local disk; over a network share its locks and its promises are worth nothing.
Source: SQLite's documentation of WAL and of `synchronous`; the settings were measured with 50 writers (benchmarks/survey_load.py).
"""

import sqlite3
import struct
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from assessment.errors import SurveyError

Work = TypeVar("Work")
SECONDS = 30  # that a writer waits for others on SQLite, and that a silent PostgreSQL is waited for
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0)  # seconds before another try: a server that crashed recovers meanwhile
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={SECONDS * 1000}", "foreign_keys=ON", "secure_delete=ON")
AGAIN = {
    "40001",
    "40P01",
    "57P01",
    "57P02",
    "57P03",
    "55P03",
    "08006",
    "08003",
    "08000",
}  # states of SQL after which the same work may succeed
LOST = (OSError, struct.error)  # what the driver lets through of a connection that went while it read
_WRITING = threading.Lock()  # writers of one process queue fairly here; SQLite's own lock starves some of them


def address(where: str | Path) -> URL:
    """The address of a store; SurveyError for one that is no SQLite file and no PostgreSQL."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        found = make_url(where)
    except (ArgumentError, ValueError):
        raise SurveyError("is no address of a database", where="ASSESS_STORE", expected=EXPECTED) from None
    if found.drivername in ("postgresql", "postgresql+pg8000"):
        return found.set(drivername="postgresql+pg8000")
    if found.drivername == "sqlite" and found.database:
        return found
    raise SurveyError(f"'{found.drivername}' cannot hold a survey", where="ASSESS_STORE", expected=EXPECTED)


EXPECTED = "postgresql+pg8000://user:password@host/database, or nothing for the file survey.db of the workspace"


def shown(where: URL) -> str:
    """The store as messages name it: without password and options."""
    return where.set(query={}).render_as_string(hide_password=True) if where.database and where.host else str(where.database)


def engine(where: URL) -> Engine:
    """An engine with the settings of this file; SurveyError where the driver is not installed."""
    if where.get_backend_name() == "sqlite":
        made = create_engine(where, connect_args={"timeout": SECONDS, "check_same_thread": False})
        event.listen(made, "connect", _settle)
        event.listen(made, "begin", _begin)
        return made
    try:
        made = create_engine(where, pool_pre_ping=True, pool_size=10, max_overflow=30, connect_args={"timeout": SECONDS})
    except ModuleNotFoundError as error:
        expected = "pip install 'platform-assessment[postgresql]'"
        raise SurveyError(f"needs {error.name}, which is not installed", where=shown(where), expected=expected) from error
    event.listen(made, "connect", _durable)
    event.listen(made, "begin", _isolate)
    return made


def _settle(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")


def _durable(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("SET synchronous_commit = on")
    connection.commit()


def _isolate(connection: Connection) -> None:
    if connection.get_execution_options().get("reads"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def read(source: Engine, work: Callable[[Connection], Work]) -> Work:
    """What `work` reads in one transaction, which sees one state of the store however long it takes; SurveyError where it cannot."""

    def once() -> Work:
        with source.connect().execution_options(reads=True) as connection, connection.begin():
            return work(connection)

    return _tried(source, once)


def written(target: Engine, work: Callable[[Connection], Work], waits: Sequence[float] = WAITS) -> Work:
    """Do `work` in one transaction and return when it is on disk; SurveyError, with nothing written, where it cannot be."""

    def once() -> Work:
        if target.dialect.name == "sqlite":
            with _WRITING, target.begin() as connection:
                return work(connection)
        with target.begin() as connection:
            return work(connection)

    return _tried(target, once, waits)


def _tried(target: Engine, once: Callable[[], Work], waits: Sequence[float] = WAITS) -> Work:
    for wait in (*waits, None):
        try:
            return once()
        except (DBAPIError, *LOST) as error:
            if wait is None or not _again(error):
                raise SurveyError(_said(error), where=shown(target.url), expected="nothing was changed; try again") from error
            if isinstance(error, LOST):  # the driver fell over a dead connection: there will be more of them in the pool
                target.dispose()
        time.sleep(wait or 0)
    raise AssertionError("unreachable")


def _again(error: Exception) -> bool:
    """Whether the same work may succeed on another try: the connection went, the server restarts, others hold the lock."""
    if not isinstance(error, DBAPIError):
        return True
    state, said = _fields(error).get("C", ""), str(error.orig)
    busy = isinstance(error.orig, sqlite3.OperationalError) and "locked" in said
    refused = "Can't create a connection" in said or "network error" in said
    return error.connection_invalidated or busy or refused or state in AGAIN or (isinstance(error, IntegrityError) and state == "23505")


def _fields(error: DBAPIError) -> dict[str, str]:
    """The fields of a message of PostgreSQL (C: state, M: message), none of SQLite."""
    first = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return first if isinstance(first, dict) else {}


def _said(error: Exception) -> str:
    if not isinstance(error, DBAPIError):
        return f"the connection was lost ({type(error).__name__})"
    message = _fields(error).get("M") or str(error.orig).strip() or type(error.orig).__name__
    return f"the database says: {message.splitlines()[0]:.200}"
