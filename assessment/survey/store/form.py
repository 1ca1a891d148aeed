"""What a respondent's form can do: enter with a token, save answers, submit, withdraw. Nothing else.

Reads and writes the response of the token that is named, with an engine of its own whose rights end there (`postgresql.py`,
`sqlite.py`): no other answer, no other token and no result can be reached through it. Every method is one transaction and is harmless
when repeated; when it returns, what it wrote is on disk. Misleads: somebody who has the link has the response.
"""

import datetime
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, MetaData, Table, delete, event, insert, select, text, update

from assessment.errors import SurveyError
from assessment.privacy.pseudonyms import ANONYMOUS
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.readings import Reading, fold
from assessment.survey.store import invitations, sqlite, tables
from assessment.survey.store.engine import address, engine, read, written
from assessment.survey.store.rounds import restored
from assessment.survey.store.tables import STARTED, SUBMITTED

UNKNOWN, ASK = "this link is not known", "ask for a new one where you got it"
LONGEST = 100  # letters of a token


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What a token opens.

    `state` of the round: draft, open or closed. `own`: whether it is the link of one person; behind that of a team everybody begins a
    response of their own. `anonymous`: whether no address stands behind it. `given`: item -> answer as recorded, free texts among them.
    `response`: '', started or submitted.
    """

    round: str
    questionnaire: Questionnaire
    extra: tuple[str, ...]
    closes: str
    state: str
    own: bool
    anonymous: bool
    team: str
    role: str
    language: str
    given: dict[str, str]
    response: str


class Form:
    """The door of the respondents: one engine, with the rights of the form."""

    def __init__(self, where: str | Path) -> None:
        """SurveyError where the store cannot be reached; it is not migrated here, the form may not do that."""
        found = address(where)
        if found.get_backend_name() == "sqlite" and not Path(str(found.database)).is_file():
            raise SurveyError("there is no survey yet", where=str(found.database), expected="run: assess survey create")
        self.engine = engine(found)
        self._tables = dict(tables.metadata.tables)
        if found.get_backend_name() == "sqlite":
            event.listen(self.engine, "connect", lambda connection, record: record.info.update(named=sqlite.confine(connection)))
            event.listen(self.engine, "checkin", lambda _, record: record.info["named"].clear())
            beside = MetaData()
            self._tables = {
                name: Table(sqlite.PREFIX + name, beside, *(column._copy() for column in table.columns))
                for name, table in self._tables.items()
            }

    def enter(self, token: str) -> Entered:
        """What the token opens, with everything that was saved under it; SurveyError where it opens nothing."""
        return read(self.engine, lambda connection: self._entered(connection, token))

    def begin(self, token: str, own: str = "") -> str:
        """A link of one's own, for somebody who comes through the link of a team; any other token is returned as it is.

        `own`: the token that the visitor's browser has made or kept, so that doing it twice gives no second response.
        """
        own = own or invitations.token()

        def work(connection: Connection) -> str:
            entered = self._open(connection, token)
            if entered.own:
                return token
            links = self._tables["invitations"]
            row = {"token_hash": invitations.digest(own), "round": entered.round, "team": entered.team, "kind": "browser"}
            self._as(connection, own)
            if connection.execute(select(links.c.round)).first() is None:
                self._as(connection, token)
                connection.execute(insert(links).values(row | {"respondent": ANONYMOUS + secrets.token_hex(8)}))
            return own

        return written(self.engine, work)

    def save(self, token: str, given: Mapping[str, str | None], *, role: str | None = None, language: str | None = None) -> None:
        """Keep the answers to these items; '' or None takes one back. On return they are on disk.

        SurveyError where the round is not open, an item is not asked, an answer is none of its labels, or the role is unknown.
        """

        def work(connection: Connection) -> None:
            entered = self._open(connection, token)
            key = self._key(connection, entered)
            known = {item: _reading(entered.questionnaire, item, said) for item, said in given.items() if said and said.strip()}
            self._response(connection, entered, key, {"role": _role(entered.questionnaire, role), "language": language})
            self._clear(connection, key, list(given))
            self._write(connection, entered.questionnaire, key, known)

        written(self.engine, work)

    def submit(self, token: str) -> None:
        """Count the response from now on; answers to items that are not asked of this person (any more) are dropped."""

        def work(connection: Connection) -> None:
            entered = self._open(connection, token, given=True)
            key = self._key(connection, entered)
            sections = entered.questionnaire.asked(entered.role, entered.given, entered.extra)
            asked = {item.id for section in sections for item in section.items}
            self._clear(connection, key, [item for item in entered.given if item not in asked])
            self._response(connection, entered, key, {"state": SUBMITTED})

        written(self.engine, work)

    def withdraw(self, token: str) -> None:
        """Take everything back: no answer and no role is left, and the response does not count."""

        def work(connection: Connection) -> None:
            entered = self._open(connection, token, given=True)
            key = self._key(connection, entered)
            self._clear(connection, key, list(entered.given))
            self._response(connection, entered, key, {"state": STARTED, "role": ""})

        written(self.engine, work)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _as(self, connection: Connection, token: str) -> None:
        """Name the token that opens rows in this transaction; SurveyError for what no token can be, which databases choke on."""
        if not token.isascii() or not token.isprintable() or len(token) > LONGEST:
            raise SurveyError(UNKNOWN, expected=ASK)
        connection.execute(text("SELECT set_config('assess.token', :token, true)"), {"token": token})

    def _entered(self, connection: Connection, token: str, *, given: bool = True) -> Entered:
        self._as(connection, token)
        links, rounds, responses = (self._tables[name] for name in ("invitations", "rounds", "responses"))
        link = connection.execute(select(links)).mappings().first()
        row = connection.execute(select(rounds)).mappings().first()
        if link is None or row is None:
            raise SurveyError(UNKNOWN, expected=ASK)
        key = {"round": row["name"], "questionnaire": row["questionnaire"], "respondent": link["respondent"]}
        response = connection.execute(select(responses).where(*_matches(responses, key))).mappings().first()
        return Entered(
            round=row["name"],
            questionnaire=restored(row["document"]),
            extra=tuple(json.loads(row["extra"])),
            closes=row["closes"] or "",
            state=_state(row["state"], row["closes"]),
            own=link["respondent"] is not None,
            anonymous=(link["respondent"] or ANONYMOUS).startswith(ANONYMOUS),
            team=link["team"],
            role=response["role"] if response else "",
            language=response["language"] if response else "",
            given=self._given(connection, key) if response and given else {},
            response=response["state"] if response else "",
        )

    def _given(self, connection: Connection, key: Mapping[str, Any]) -> dict[str, str]:
        answers, texts = self._tables["answers"], self._tables["texts"]
        found = {
            item: label or f"{value:g}"
            for item, label, value in connection.execute(select(answers.c.item, answers.c.label, answers.c.value))
        }
        return found | dict(connection.execute(select(texts.c.item, texts.c.text).where(*_matches(texts, key))).all())

    def _open(self, connection: Connection, token: str, *, given: bool = False) -> Entered:
        """What the token opens, where answers are taken; SurveyError where they are not."""
        if connection.dialect.name == "postgresql":  # one writer a response: two windows, a double click
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:token, 5))"), {"token": invitations.digest(token)})
        entered = self._entered(connection, token, given=given)
        if entered.state != "open":
            what = "is not open yet" if entered.state == "draft" else "is closed"
            raise SurveyError(what, where=f"round '{entered.round}'", expected="nothing was changed")
        return entered

    def _key(self, connection: Connection, entered: Entered) -> dict[str, Any]:
        """Key of the response that this token opens."""
        respondent = connection.execute(select(self._tables["invitations"].c.respondent)).scalar()
        if respondent is None:
            raise SurveyError("is the link of a whole team", where=f"round '{entered.round}'", expected="begin first")
        return {"round": entered.round, "questionnaire": entered.questionnaire.id, "respondent": respondent}

    def _response(self, connection: Connection, entered: Entered, key: Mapping[str, str], said: Mapping[str, str | None]) -> None:
        """Make or change the row of the response; None leaves what is there."""
        responses = self._tables["responses"]
        values = {name: word for name, word in said.items() if word is not None}
        if not entered.response:
            fresh = {"team": entered.team, "role": "", "language": "", "state": STARTED}
            connection.execute(insert(responses).values({**key, **fresh, **values}))
        elif values:
            connection.execute(update(responses).where(*_matches(responses, key)).values(values))

    def _clear(self, connection: Connection, key: Mapping[str, Any], items: Collection[str]) -> None:
        for table in (self._tables["answers"], self._tables["texts"]):
            if items:
                connection.execute(delete(table).where(*_matches(table, key), table.c.item.in_(items)))

    def _write(self, connection: Connection, questionnaire: Questionnaire, key: Mapping[str, str], known: Mapping[str, Reading]) -> None:
        answers, texts = [], []
        for item, reading in known.items():
            if questionnaire.format_of(item).kind == "text":
                texts.append({**key, "item": item, "text": reading.label})
                continue
            value = None if reading.value != reading.value else reading.value
            version = questionnaire.items[item].version
            answers.append({**key, "item": item, "version": version, "state": reading.state, "value": value, "label": reading.label})
        for name, rows in (("answers", answers), ("texts", texts)):
            into = insert(self._tables[name])
            if rows and connection.dialect.name == "postgresql":
                connection.execute(into.values(rows))  # one way to the server for all of them
            elif rows:
                connection.execute(into, rows)


def _matches(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The rows of a response. The form sees no others anyway; saying so lets the database find them by their key."""
    return [table.c[name] == word for name, word in key.items()]


def _state(state: str, closes: str | None) -> str:
    """The round's state today: after its last day an open round is closed."""
    return "closed" if state == "open" and closes and closes < datetime.date.today().isoformat() else state


def _reading(questionnaire: Questionnaire, item: str, said: str) -> Reading:
    if item not in questionnaire.items:
        raise SurveyError(f"there is no item '{item:.60}'", where=questionnaire.id, expected="an item of this questionnaire")
    form = questionnaire.format_of(item)
    reading = form.read(said.replace("\0", "").strip())
    if reading is None:
        raise SurveyError(f"'{said:.40}' is no answer", where=f"item '{item}'", expected=form.expected)
    return reading


def _role(questionnaire: Questionnaire, role: str | None) -> str | None:
    if not role:
        return role
    known = questionnaire.roles.get(fold(role))
    if known is None:
        raise SurveyError(f"unknown role '{role:.60}'", where=questionnaire.id, expected="one of those in the list")
    return known
