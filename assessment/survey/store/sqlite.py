"""What may a respondent's form do on SQLite? Views that show the rows of one token, and an authorizer that refuses the rest.

Takes a new connection of the form's engine and leaves it with a view beside each of the five tables (`own_answers` beside `answers`),
which holds the rows of the invitation whose token was named in this transaction (`set_config('assess.token', …)`, as on PostgreSQL).
SQLite asks the authorizer about every statement while it is prepared: reading or writing a table other than through these views and
their triggers, PRAGMA and ATTACH are refused.
Misleads: it protects against mistakes and injected SQL in the form, not against a form whose whole process was taken over, which may
open the file itself. PostgreSQL protects against that too. Source: SQLite's documentation of sqlite3_set_authorizer.
"""

import hashlib
import sqlite3

KEY = "(round, questionnaire, respondent)"
OPEN = "r.state = 'open' AND (r.closes IS NULL OR r.closes >= date('now', 'localtime'))"
INVITED = "SELECT {0} FROM main.invitations i JOIN main.rounds r ON r.name = i.round WHERE i.token_hash = (SELECT own_hash())"
OWN = INVITED.format("i.round, r.questionnaire, i.respondent")
COLUMNS = {
    "rounds": "name, questionnaire, document, state, access, extra, closes",
    "invitations": "token_hash, round, team, kind, respondent",
    "responses": "round, questionnaire, respondent, team, role, language, state",
    "answers": "round, questionnaire, respondent, item, version, state, value, label",
    "texts": "round, questionnaire, respondent, item, text",
}
_ROWS = {"rounds": "name IN (SELECT i.round FROM main.invitations i WHERE i.token_hash = (SELECT own_hash()))"}
_ROWS["invitations"] = "token_hash = (SELECT own_hash())"
_ROWS |= dict.fromkeys(("responses", "answers", "texts"), f"{KEY} IN ({OWN})")
PREFIX = "own_"
VIEWS = {PREFIX + name for name in COLUMNS}
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_RECURSIVE}
FUNCTIONS = {"set_config", "own_hash", "date", "count", "like"}
DATA = {sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


def confine(connection: sqlite3.Connection) -> dict[str, str]:
    """Leave the connection with the rights of the form alone; returns where it keeps the token, to be emptied after each transaction."""
    named: dict[str, str] = {}

    def own_hash() -> str | None:
        token = named.get("assess.token")
        return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest() if token else None

    def set_config(name: str, value: str, _: int) -> str:
        named[name] = value
        return value

    connection.create_function("set_config", 3, set_config)
    connection.create_function("own_hash", 0, own_hash)
    for statement in _statements():
        connection.execute(statement)
    connection.set_authorizer(_judge)
    return named


def _statements() -> list[str]:
    shown = COLUMNS.items()
    made = [f"CREATE TEMP VIEW {PREFIX}{name} AS SELECT {columns} FROM main.{name} WHERE {_ROWS[name]}" for name, columns in shown]
    begun = f"{INVITED.format('1')} AND {OPEN} AND i.kind = 'team' AND i.round = NEW.round AND i.team = NEW.team"
    made.append(_trigger("invitations", "INSERT", f"NEW.kind = 'browser' AND NEW.respondent LIKE 'anonymous-%' AND EXISTS ({begun})"))
    own = f"({{0}}.round, {{0}}.questionnaire, {{0}}.respondent) IN ({OWN} AND {OPEN})"
    team = f"NEW.team IN ({INVITED.format('i.team')})"
    made.append(_trigger("responses", "INSERT", f"{own.format('NEW')} AND {team}"))
    made.append(_trigger("responses", "UPDATE", own.format("OLD")))
    for table in ("answers", "texts"):
        made.append(_trigger(table, "INSERT", own.format("NEW")))
        made.append(_trigger(table, "DELETE", own.format("OLD")))
    return made


def _trigger(table: str, action: str, allowed: str) -> str:
    """A trigger that does to the table what was asked of its view, where it is allowed."""
    columns = COLUMNS[table].split(", ")
    same = " AND ".join(f"{column} = OLD.{column}" for column in columns if column in ("round", "questionnaire", "respondent", "item"))
    done = {
        "INSERT": f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({', '.join(f'NEW.{column}' for column in columns)})",
        "UPDATE": f"UPDATE {table} SET role = NEW.role, language = NEW.language, state = NEW.state WHERE {same}",
        "DELETE": f"DELETE FROM {table} WHERE {same}",
    }[action]
    return (
        f"CREATE TEMP TRIGGER form_{action.lower()}_{table} INSTEAD OF {action} ON {PREFIX}{table} BEGIN "
        f"SELECT RAISE(ABORT, 'the form may not write this') WHERE NOT ({allowed}); {done}; END"
    )


def _judge(action: int, first: str | None, second: str | None, schema: str | None, through: str | None) -> int:
    """SQLite's question about a step of a statement: which, of which table or function, and through which view or trigger."""
    trusted = through is not None and (through in VIEWS or through.startswith("form_"))
    own = schema == "temp" and first in VIEWS
    if action in ALLOWED or (action == sqlite3.SQLITE_FUNCTION and str(second).lower() in FUNCTIONS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if action in DATA and (trusted or own) else sqlite3.SQLITE_DENY
