"""What the form's own engine refuses: every statement here is run through it, as somebody could who got SQL into the form."""

import ast
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from assessment.survey.store import sqlite

TABLES = ("rounds", "invitations", "responses", "answers", "texts")
SECRET = "what only blue said"


@pytest.fixture
def victims(form, opened):
    """Two who answered; the attacker is r0."""
    for name in ("b0", "r1"):
        form.save(opened[name], {"a": "No", "why": SECRET}, role="Manager")
        form.submit(opened[name])
    form.save(opened["r0"], {"a": "Yes"})
    return opened


def run(form, token, statement):
    """All rows that the statement gives in a transaction that has named the token; its rows are gone again if it wrote."""
    with form.engine.connect() as connection, connection.begin() as transaction:
        if token:
            connection.execute(text("SELECT set_config('assess.token', :token, true)"), {"token": token})
        found = connection.exec_driver_sql(statement)
        rows = found.all() if found.returns_rows else [("changed", found.rowcount)]
        transaction.rollback()
    return rows


def everything(store):
    """Every row of every table there is."""
    with store.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {name: sorted(map(str, connection.exec_driver_sql(f"SELECT * FROM {name}"))) for name in names}


def own(form, table):
    return sqlite.PREFIX + table if form.engine.dialect.name == "sqlite" else table


@pytest.mark.parametrize("table", ["responses", "answers", "texts"])
def test_only_the_rows_of_the_own_token_can_be_seen(form, victims, table):
    seen = run(form, victims["r0"], f"SELECT * FROM {own(form, table)}")
    assert len(seen) == (0 if table == "texts" else 1)
    assert SECRET not in str(seen)
    assert run(form, None, f"SELECT * FROM {own(form, table)}") == []
    assert len(run(form, victims["b0"], f"SELECT * FROM {own(form, table)}")) == 1  # the test can see what there is


def test_no_other_link_and_no_other_round_can_be_seen(store, form, victims, asked):
    store.create("2026-2", asked, access="person")
    store.invite("2026-2", [("red", "r0@example.com")], bytes(range(32)))
    assert len(run(form, victims["r0"], f"SELECT * FROM {own(form, 'invitations')}")) == 1
    assert [row[0] for row in run(form, victims["r0"], f"SELECT name FROM {own(form, 'rounds')}")] == ["2026-1"]


def test_the_hash_that_is_stored_opens_nothing(store, form, victims):
    with store.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT token_hash FROM invitations").scalars().all()
    assert len(stored) == 6
    assert all(run(form, digest, f"SELECT * FROM {own(form, 'answers')}") == [] for digest in stored)


@pytest.mark.parametrize("table", TABLES)
def test_tables_behind_are_refused_or_empty(form, victims, table):
    """On SQLite the tables themselves are out of reach; on PostgreSQL there is nothing but the rows of the token."""
    if form.engine.dialect.name == "sqlite":
        for name in (table, f"main.{table}"):
            for statement in (
                f"SELECT * FROM {name}",
                f"SELECT count(*) FROM {name}",
                f"DELETE FROM {name}",
                f"UPDATE {name} SET round = 'x'",
            ):
                with pytest.raises(DBAPIError, match=r"prohibited|not authorized|no such column"):
                    run(form, victims["r0"], statement.format(name))
        return
    assert len(run(form, victims["r0"], f"SELECT * FROM public.{table}")) <= 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {answers} SET value = 1",
        "UPDATE {invitations} SET team = 'blue'",
        "UPDATE {rounds} SET state = 'open'",
        "UPDATE {responses} SET team = 'blue'",
        "DELETE FROM {rounds}",
        "DELETE FROM {invitations}",
        "DELETE FROM {responses}",
        "INSERT INTO {rounds} (name, questionnaire, document, state, access, extra) VALUES ('x', 'x', '{{}}', 'open', 'team', '[]')",
        "INSERT INTO {invitations} (token_hash, round, team, kind, respondent) VALUES ('x', '2026-1', 'red', 'browser', 'anonymous-1')",
        "INSERT INTO {invitations} (token_hash, round, team, kind) VALUES ('x', '2026-1', 'red', 'team')",
        "INSERT INTO {answers} (round, questionnaire, respondent, item, version, state, label) "
        "SELECT '2026-1', 'small', 'another', 'a', 1, 'answered', 'No'",
        "INSERT INTO {responses} (round, questionnaire, respondent, team, role, language, state) "
        "VALUES ('2026-1', 'small', 'another', 'red', '', '', 'submitted')",
        "CREATE TABLE mine (x integer)",
        "DROP TABLE answers",
        "ALTER TABLE answers ADD COLUMN x integer",
        "SELECT * FROM alembic_version",
    ],
)
def test_what_the_form_never_does_is_refused_or_changes_nothing(store, form, victims, statement):
    before = everything(store)
    names = {table: own(form, table) for table in TABLES}
    with form.engine.connect() as connection, suppress(DBAPIError), connection.begin():
        connection.execute(text("SELECT set_config('assess.token', :token, true)"), {"token": victims["r0"]})
        found = connection.exec_driver_sql(statement.format(**names))
        assert not found.returns_rows, found.all()
    assert everything(store) == before


@pytest.mark.parametrize("round_state", ["draft", "closed"])
def test_nothing_is_written_unless_the_round_is_open_whatever_the_form_asks(store, form, victims, round_state):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE rounds SET state = :state"), {"state": round_state})
    mine = run(form, victims["r0"], f"SELECT respondent FROM {own(form, 'responses')}")[0][0]
    columns = "round, questionnaire, respondent, item, version, state, label"
    written = f"INSERT INTO {own(form, 'answers')} ({columns}) VALUES ('2026-1', 'small', '{mine}', 'b', 1, 'answered', 'No')"
    with pytest.raises(DBAPIError, match=r"row-level security|may not write"):
        run(form, victims["r0"], written)
    if form.engine.dialect.name == "sqlite":
        with pytest.raises(DBAPIError, match="may not write"):
            run(form, victims["r0"], f"DELETE FROM {own(form, 'answers')}")
    else:
        assert run(form, victims["r0"], "DELETE FROM answers") == [("changed", 0)]


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA writable_schema=ON", "PRAGMA journal_mode=DELETE", "ATTACH DATABASE ':memory:' AS other", "SELECT sql FROM sqlite_master",
        "DROP VIEW own_answers", "CREATE TEMP VIEW own_all AS SELECT * FROM main.answers", "DROP TRIGGER form_insert_answers",
        "SELECT load_extension('x')", "CREATE TEMP TRIGGER form_x INSTEAD OF INSERT ON own_answers BEGIN DELETE FROM answers; END",
    ],
)  # fmt: skip
def test_the_authorizer_of_sqlite_refuses_ways_around(where, form, victims, statement):
    if not where.endswith(".db"):
        pytest.skip("SQLite only")
    with pytest.raises(DBAPIError, match=r"not authorized|prohibited|no such function"):
        run(form, victims["r0"], statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE owner", "SET SESSION AUTHORIZATION owner", "ALTER TABLE answers DISABLE ROW LEVEL SECURITY",
        "DROP POLICY form_sees ON answers",
        "SELECT pg_read_file('/etc/passwd')", "COPY answers TO '/tmp/stolen'", "SELECT * FROM pg_authid", "TRUNCATE answers",
        "CREATE OR REPLACE FUNCTION assess_own() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    ],
)  # fmt: skip
def test_postgresql_refuses_ways_around(where, form, victims, statement):
    if where.endswith(".db"):
        pytest.skip("PostgreSQL only")
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|cannot set|must be superuser"):
        run(form, victims["r0"], statement)


def test_row_level_security_is_not_fooled_by_a_leaky_condition(where, form, victims):
    """A condition that fails on what it sees would show the rows that it was asked about, were it asked before the policy."""
    if where.endswith(".db"):
        pytest.skip("PostgreSQL only")
    assert run(form, victims["r0"], f"SELECT 1 FROM texts WHERE CAST(text || '{SECRET}' AS integer) = 1") == []


def test_the_process_of_the_form_knows_no_results():
    """Importing the form brings in nothing that reads answers, results or repositories."""
    code = "import sys, assessment.survey.store.form; print(sorted(name for name in sys.modules if name.startswith('assessment.')))"
    loaded = ast.literal_eval(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    forbidden = (
        "workspace",
        "decisions",
        "reporting",
        "repositories",
        "indicators",
        "survey.release",
        "survey.scales",
        "survey.psychometrics",
        "pipeline",
    )
    assert [name for name in loaded if name.startswith(tuple(f"assessment.{part}" for part in forbidden))] == []
    assert "assessment.survey.store.form" in loaded


def test_the_file_is_for_its_owner_alone(where, store):
    if not where.endswith(".db"):
        pytest.skip("SQLite only")
    assert Path(where).stat().st_mode & 0o077 == 0
